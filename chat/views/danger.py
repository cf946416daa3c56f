"""What a handler does about a danger of their own contact: small acts that each save at once."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from chat.models import Danger
from chat.services.danger import press_danger
from chat.services.emergency import end_danger, rang_emergency
from chat.views.acting import acted
from chat.views.replies import coded, json_body
from helpline.kernel.errors import RequestInvalid
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission


@requires(Permission.READ_OWN_CONTACTS)
@require_POST
@acted
@coded
def danger(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Raise it: supervisors are called at once, and the script of this caller's danger opens."""
    raised = press_danger(contact=contact, by=account_of(request))
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
    """Close it, and say how it came out."""
    end_danger(contact=contact, how=how_of(json_body(request).get("how")), by=account_of(request))
    return JsonResponse({"contact": str(contact)})


def how_of(named: Any) -> Danger.How:
    """Return how a danger came out. Raises RequestInvalid."""
    if not isinstance(named, str) or named not in Danger.How:
        raise RequestInvalid(fields={"how": "must be one of " + ", ".join(Danger.How.values)})
    return Danger.How(named)
