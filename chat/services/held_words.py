"""The words of a contact whose confidence is broken: for a supervisor, while they are held."""

from typing import Any
from uuid import UUID

from django.db import transaction

from chat.models import ConfidenceBreak
from chat.safeguarding import Act, check_may, check_now
from chat.selectors import events_after
from chat.services.confidence import one_break, steps_of
from helpline.staff.audit import record
from helpline.staff.models import Account


@transaction.atomic
def read_held_words(*, id: UUID, by: Account) -> list[dict[str, Any]]:
    """Return what was said in a contact whose words are held, as its events, in order.

    Each reading is in the audit log. Raises BreakGone, Forbidden, or BreakStep once the hold has ended.
    """
    found: ConfidenceBreak = one_break(id=id, by=by)
    check_may(Act.READ_WORDS, role=by.role, own=found.by_id == by.pk)
    check_now(Act.READ_WORDS, steps_of(found))
    record(event="confidence.words_read", by=by, subject=found.pk)
    return events_after(found.contact, 0) if found.contact else []
