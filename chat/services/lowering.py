"""A level that is less than the answers suggest: set by a person, with a reason.

See docs/adr/0034-a-level-is-suggested-and-set-by-a-person.md.
"""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from chat import events
from chat.assignment import PRESSING
from chat.channels import is_recorded
from chat.errors import LevelReasonNeeded
from chat.models import Aside, Contact
from chat.services.asides import write_aside
from chat.services.triage import suggestion_for, suggestion_wire
from helpline.kernel.errors import RequestInvalid
from helpline.staff.models import Account
from triage.risk import Level, is_below
from triage.services import lowering_of, lowering_reason, record_lowering, take_back_lowering


def keep_lowering(
    contact: Contact, level: str | None, *, because: str | None, note: str, by: Account
) -> None:
    """Keep why a level of a locked contact is set below what is suggested; where it is not, keep nothing.

    Raises LevelReasonNeeded, RequestInvalid with `because` or `note`, or NotByChannel for a sentence about a
    phone call or an e-mail: there the reason's code stands alone.
    """
    suggestion = suggestion_for(contact)
    if suggestion.level is None or not is_below(level, suggestion.level):
        take_back_lowering(contact.pk)
        return
    if because is None:
        raise LevelReasonNeeded(suggestion=suggestion_wire(suggestion))
    reason = lowering_reason(contact.pk, because)
    if reason.words and not note.strip() and not is_recorded(contact.channel):
        raise RequestInvalid(fields={"note": "say why in a sentence"})
    record_lowering(contact=contact.pk, suggested=suggestion.level, because=reason, by=by)
    if note.strip():
        # Among the notes: sealed with the contact's key, and read by whoever gets the talk next.
        words = f"Level {level}, where {suggestion.level} is suggested: {note.strip()}"
        write_aside(contact, kind=Aside.Kind.NOTE, body=words, by=by, client_id=uuid4())


def unanswered_suggestion(contact: Contact) -> Level | None:
    """Return an immediate or urgent suggestion where nobody set as much, or said why less; else None.

    A reason counts for what was suggested when it was given, and not for more.
    """
    suggested = suggestion_for(contact).level
    if suggested not in PRESSING:
        return None
    if contact.level and not is_below(contact.level, suggested):
        return None
    lowered = lowering_of(contact.pk) if contact.level else None
    return None if lowered and not is_below(lowered["suggested"], suggested) else suggested


def level_of(contact: Contact) -> Mapping[str, Any]:
    """Return {"level", "by", "at", "lowered"}: what a person set, and why it is less than suggested, if so.

    `lowered` is {"suggested", "because", "label"} or None.
    """
    return {
        "level": contact.level or None,
        "by": contact.level_by,
        "at": events.moment(contact.level_at),
        "lowered": lowering_of(contact.pk) if contact.level else None,
    }
