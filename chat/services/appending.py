"""The one place where a message gets its number, is sealed and is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from chat import events
from chat.channels import check_written
from chat.models import Contact, Message
from chat.selectors import bound_to
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
    now = now or timezone.now()
    first = contact.last_seq + 1
    rows = [
        Message(
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
        for seq, draft in enumerate(drafts, start=first)
    ]
    Contact.objects.filter(pk=contact.pk).update(last_seq=F("last_seq") + len(rows))
    contact.last_seq += len(rows)
    Message.objects.bulk_create(rows)
    announce_on_commit(events.contact_group(contact.pk), events.words_hint(contact.pk, contact.last_seq))
    if not contact.practice:
        transaction.on_commit(lambda: _count(rows), robust=True)
    return rows


def _count(rows: Sequence[Message]) -> None:
    for row in rows:
        metrics.messages.add(row.sender)
