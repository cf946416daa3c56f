"""What a handler does about a danger of their own contact: small acts that each save at once."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from chat.models import Danger
from chat.services.confidence import rang_emergency
from chat.services.danger import close_own_danger, raise_danger
from chat.services.guidance import open_danger_script
from chat.views.acting import acted
from chat.views.console import account_of
from chat.views.replies import coded, json_body
from helpline.kernel.errors import RequestInvalid
from helpline.staff.access import requires
from helpline.staff.roles import Permission


@requires(Permission.READ_OWN_CONTACTS)
@require_POST
@acted
@coded
def danger(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Raise it: supervisors are called at once, and the script of this caller's danger opens.

    A practice contact calls nobody: its script opens alone.
    """
    by = account_of(request)
    practice = bool(json_body(request).get("practice"))
    raised = None if practice else raise_danger(contact=contact, by=by)
    open_danger_script(contact=contact, by=by)
    return JsonResponse({"raised_at": raised.raised_at.isoformat() if raised else None})


@requires(Permission.READ_OWN_CONTACTS)
@require_POST
@acted
@coded
def rang(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Note that one has rung 999; `record` is where what was passed on is written down."""
    made = rang_emergency(contact=contact, by=account_of(request))
    return JsonResponse({"contact": str(contact), "record": str(made.pk)})


@requires(Permission.READ_OWN_CONTACTS)
@require_POST
@acted
@coded
def over(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Close it, and say how it came out; that 999 was rung is noted with all that follows from it."""
    by, how = account_of(request), how_of(json_body(request).get("how"))
    if how is Danger.How.RANG:
        rang_emergency(contact=contact, by=by)
    close_own_danger(contact=contact, how=how, by=by)
    return JsonResponse({"contact": str(contact)})


def how_of(named: Any) -> Danger.How:
    """Return how a danger came out. Raises RequestInvalid."""
    if not isinstance(named, str) or named not in Danger.How:
        raise RequestInvalid(fields={"how": "must be one of " + ", ".join(Danger.How.values)})
    return Danger.How(named)
