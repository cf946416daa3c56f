"""The prompts of one's own contact's script, for whoever looks for one by its words."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from chat.services.finding_prompts import prompts_of
from chat.views.replies import coded
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission
from scripts.errors import NoScript


@requires(Permission.READ_OWN_CONTACTS)
@require_GET
@coded
def prompts(request: HttpRequest, contact: UUID) -> HttpResponse:
    """All prompts that this caller may be given; none where no script has been published."""
    try:
        found = prompts_of(contact=contact, by=account_of(request))
    except NoScript:
        found = []
    return JsonResponse({"prompts": found})
