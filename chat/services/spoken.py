"""What a batch has added to one contact, ready to be told to the sockets of this process without a read.

It is made of what was just stored, in the transaction that checked whose the contact is; it is told once that
is durable. Sockets elsewhere, and those that are behind, read the database.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chat import events
from chat.access import is_held_by
from chat.models import Contact, Message
from chat.services.appending import Draft
from chat.services.guidance import heard
from chat.states import OPEN, State

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """The messages numbered `first` to `last`, and who held the contact when they were stored.

    `held_by` is the account that had it and may have any, `token` the digest that opens it for its caller;
    None where nobody may hear them of us.
    """

    contact: UUID
    first: int
    last: int
    held_by: int | None
    token: str | None
    said: Sequence[events.Event]
    row: Contact = field(repr=False)

    def for_handler(self) -> list[events.Event]:
        """Return what the handler's console is told, with the cues; it may ask the database."""
        return heard(self.row, self.said)


def spoken_in(contact: Contact, drafts: Sequence[Draft], rows: Sequence[Message]) -> Spoken:
    """Return what was just stored in a locked contact."""
    holder = contact.handler_id if contact.state == State.TALKING else None
    return Spoken(
        contact=contact.pk,
        first=rows[0].seq,
        last=rows[-1].seq,
        held_by=holder if holder is not None and is_held_by(contact, holder) else None,
        token=contact.token_digest if contact.state in OPEN else None,
        said=[_event(draft, row) for draft, row in zip(drafts, rows, strict=True)],
        row=contact,
    )


def _event(draft: Draft, row: Message) -> events.Event:
    return events.message(
        seq=row.seq,
        id=str(row.client_id),
        sender=row.sender,
        body=draft.body,
        at=row.at,
        prompt=row.prompt,
        agreed=row.kind == Message.Kind.AGREED,
        supervisor=row.supervisor,
    )
