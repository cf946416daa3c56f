"""What was said before a caller came back with a code: for the handler of the new contact alone."""

from typing import Any
from uuid import UUID

from django.db import transaction

from chat import events
from chat.access import earlier_contacts
from chat.models import Contact
from chat.selectors import events_after
from helpline.kernel.keystore import open_keys
from helpline.staff.audit import record
from helpline.staff.models import Account


@transaction.atomic
def read_earlier(*, contact: UUID, by: Account) -> list[dict[str, Any]]:
    """Return the conversations that one's own contact continues, the latest first.

    [{"contact", "began_at", "ended_at", "destroyed", "events"}]; without words once they are destroyed.
    Each reading is in the audit log, with ids alone. Raises ContactNotFound or Forbidden.
    """
    chain = earlier_contacts(by, contact)
    if chain:
        read = {"earlier": [str(earlier.pk) for earlier in chain]}
        record(event="contact.earlier_read", by=by, subject=contact, detail=read)
    opened = open_keys([earlier.pk for earlier in chain])
    alive = {*opened.keys, *opened.broken}
    return [_conversation(earlier, destroyed=earlier.pk not in alive) for earlier in chain]


def _conversation(contact: Contact, *, destroyed: bool) -> dict[str, Any]:
    return {
        "contact": str(contact.pk),
        "began_at": events.moment(contact.consented_at),
        "ended_at": events.moment(contact.ended_at),
        "destroyed": destroyed,
        "events": [] if destroyed else events_after(contact.pk, 0),
    }
