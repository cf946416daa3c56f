from django.http import HttpRequest, HttpResponse


def plain(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError
