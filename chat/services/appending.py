"""The one place where a message gets its number, is sealed and is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from chat import events
from chat.channels import check_written
from chat.models import Contact, Message
from chat.selectors import bound_to
from chat.services.batch_rows import write_rows
from helpline.kernel import metrics
from helpline.kernel.crypto import seal
from helpline.kernel.keystore import key_of
from helpline.kernel.live import announce_on_commit


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One message or card about to be stored; `by` is the account id of who wrote it, None for no staff."""

    sender: str
    body: str
    kind: str = Message.Kind.MESSAGE
    client_id: UUID = field(default_factory=uuid4)
    prompt: str = ""
    supervisor: bool = False
    by: int | None = None


def append(
    contact: Contact, drafts: Sequence[Draft], *, key: bytes | None = None, now: datetime | None = None
) -> list[Message]:
    """Number, seal and store `drafts` behind what is there, and hint after commit.

    The contact's row must be locked: the lock is what makes the order of numbers the order
    of commits, so that a reader of `seq > n` never misses one. Raises WordsDestroyed, or NotByChannel
    for a phone call or an e-mail: it has no key, and holds no words.
    """
    check_written(contact.channel)
    key = key or key_of(contact.pk)
    rows = append_to_all([(contact, drafts)], keys={contact.pk: key}, now=now or timezone.now())
    hint_of_words(contact.pk, contact.last_seq)
    return rows[contact.pk]


def append_to_all(
    accepted: Sequence[tuple[Contact, Sequence[Draft]]], *, keys: Mapping[UUID, bytes], now: datetime
) -> dict[UUID, list[Message]]:
    """Number, seal and store what belongs to several locked contacts, with few queries for all of them.

    Nobody is told: that is for whoever calls.
    """
    rows = {
        contact.pk: [
            _row(contact, draft, seq, key=keys[contact.pk], now=now)
            for seq, draft in enumerate(drafts, start=contact.last_seq + 1)
        ]
        for contact, drafts in accepted
    }
    write_rows({contact: new for contact, new in rows.items() if new})
    for contact, drafts in accepted:
        contact.last_seq += len(drafts)
    counted = [row for contact, _ in accepted if not contact.practice for row in rows[contact.pk]]
    if counted:
        transaction.on_commit(partial(_count, counted), robust=True)
    return rows


def hint_of_words(contact: UUID, seq: int) -> None:
    """Tell every process, once it is durable, that a contact has words up to this number."""
    announce_on_commit(events.contact_group(contact), events.words_hint(contact, seq))


def _row(contact: Contact, draft: Draft, seq: int, *, key: bytes, now: datetime) -> Message:
    return Message(
        contact=contact,
        seq=seq,
        kind=draft.kind,
        sender=draft.sender,
        client_id=draft.client_id,
        prompt=draft.prompt,
        supervisor=draft.supervisor,
        by_id=draft.by,
        at=now,
        sealed=seal(key, draft.body.encode(), bound_to=bound_to(contact.pk, seq)),
    )


def _count(rows: Sequence[Message]) -> None:
    for row in rows:
        metrics.messages.add(row.sender)
