"""Recording what a handler asked and heard, in one's own contacts alone, and what it suggests."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from chat import events
from chat.access import contact_of_handler
from chat.assignment import UNDER_18
from chat.models import Contact
from helpline.kernel.live import announce_on_commit
from helpline.staff.models import Account
from triage.risk import Suggestion
from triage.services import record_triage, suggestion_from, triage_of


@transaction.atomic
def assess(*, contact: UUID, changes: Mapping[str, Any], by: Account) -> dict[str, Any]:
    """Record answers about one's own contact, also during the wrap-up; return what `assessment_of` does.

    Raises ContactNotFound, or triage's refusal naming the fields that do not fit.
    """
    found = contact_of_handler(by, contact, lock=True)
    recorded = record_triage(contact=found.pk, changes=changes, by=by)
    # Whoever follows the talk sees it as well.
    announce_on_commit(events.staff_group(found.pk), events.beside_hint(found.pk))
    return _with_suggestion(found, recorded)


def assessment_of(contact: Contact) -> dict[str, Any]:
    """Return what was recorded of a contact, as `triage_of`, with the `suggestion` that follows from it."""
    return _with_suggestion(contact, triage_of(contact.pk))


def suggestion_for(contact: Contact) -> Suggestion:
    """Return the level that the answers about a contact suggest. A person sets the level."""
    return _suggested(contact, triage_of(contact.pk))


def suggestion_wire(suggestion: Suggestion) -> dict[str, Any]:
    """Return {"level", "reasons": [{"kind", "ids", "level", "why"}], "not_asked": [ids]}."""
    reasons = [
        {"kind": each.kind, "ids": list(each.ids), "level": each.level, "why": each.why}
        for each in suggestion.reasons
    ]
    return {"level": suggestion.level, "reasons": reasons, "not_asked": list(suggestion.not_asked)}


def _suggested(contact: Contact, triage: Mapping[str, Any]) -> Suggestion:
    return suggestion_from(triage, safe_now=contact.safe_now, under_18=contact.age_band in UNDER_18)


def _with_suggestion(contact: Contact, triage: dict[str, Any]) -> dict[str, Any]:
    return {**triage, "suggestion": suggestion_wire(_suggested(contact, triage))}
