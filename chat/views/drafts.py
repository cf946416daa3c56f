"""The rules by which the console looks through a draft in its own window. No draft comes here."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from chat.views.replies import coded
from helpline.staff.access import requires
from helpline.staff.roles import Permission
from scripts.services import collusion


@requires(Permission.TAKE_CONTACTS)
@require_GET
@coded
def draft_rules(request: HttpRequest) -> HttpResponse:
    """Words, patterns, reasons and better lines, as `scripts/content/collusion.yaml` has them."""
    return JsonResponse(collusion().as_json())
