"""The tour of the console over HTTP: where one stands in it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from chat.views.replies import coded, json_body
from helpline.handbook.tour import keep_tour
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission


@requires(Permission.TAKE_CONTACTS)
@require_POST
@coded
def tour(request: HttpRequest) -> HttpResponse:
    """Keep where somebody is in the tour, so that it can be taken up again."""
    body = json_body(request)
    keep_tour(status=body.get("status"), step=body.get("step"), by=account_of(request))
    return JsonResponse({})
