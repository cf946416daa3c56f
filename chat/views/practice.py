"""Practice over HTTP: whom one can practise with, and the look back afterwards."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from chat.services.looking_back import callers_to_practise, look_back, put_away
from chat.views.replies import coded
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission


@requires(Permission.TAKE_CONTACTS)
@require_GET
@coded
def practice(request: HttpRequest) -> HttpResponse:
    """The scripted callers, and what one's last practice leaves to look back on."""
    by = account_of(request)
    return JsonResponse({"callers": callers_to_practise(by), "look_back": look_back(by)})


@requires(Permission.TAKE_CONTACTS)
@require_POST
@coded
def practice_put_away(request: HttpRequest) -> HttpResponse:
    """Forget the look back."""
    put_away(by=account_of(request))
    return JsonResponse({"look_back": None})
