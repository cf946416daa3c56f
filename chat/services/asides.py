"""Notes and whispers: words of staff beside a contact, sealed with its key, in a sequence of their own.

They never travel on a caller's socket and never stand among its messages.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from chat import events
from chat.channels import check_written
from chat.errors import ContactNotFound
from chat.models import Aside, Contact
from chat.words import clean_body
from helpline.kernel.crypto import seal, unseal
from helpline.kernel.keystore import keys_of
from helpline.kernel.live import announce_on_commit
from helpline.staff.models import Account


@dataclass(frozen=True)
class AsideView:
    """One aside with its words; `by` is a username."""

    seq: int
    kind: str
    by: str
    body: str
    at: datetime


def bound_to(contact: UUID, seq: int) -> str:
    """What an aside is sealed to; no message is bound to the same."""
    return f"v1|aside|{contact}|{seq}"


def write_aside(contact: Contact, *, kind: Aside.Kind, body: str, by: Account, client_id: UUID) -> Aside:
    """Add an aside to a locked contact; the same `client_id` again gives the first one.

    Raises NotByChannel for a phone call or an e-mail, MessageEmpty, MessageTooLong, or ContactNotFound once
    the words were destroyed.
    """
    if known := Aside.objects.filter(contact=contact, by=by, client_id=client_id).first():
        return known
    check_written(contact.channel)
    words = clean_body(body)
    key = keys_of([contact.pk]).get(contact.pk)
    if key is None:
        raise ContactNotFound
    Contact.objects.filter(pk=contact.pk).update(last_aside_seq=F("last_aside_seq") + 1)
    contact.refresh_from_db(fields=["last_aside_seq"])
    sealed = seal(key, words.encode(), bound_to=bound_to(contact.pk, contact.last_aside_seq))
    aside = Aside.objects.create(
        contact=contact,
        seq=contact.last_aside_seq,
        kind=kind,
        by=by,
        client_id=client_id,
        sealed=sealed,
        at=timezone.now(),
    )
    announce_on_commit(events.staff_group(contact.pk), events.aside_hint(contact.pk, aside.seq))
    return aside


def asides_after(contact: UUID, after: int) -> list[AsideView]:
    """Return asides with `seq > after`, in order. Whoever calls this has been let in by chat/access.py."""
    rows = list(Aside.objects.filter(contact=contact, seq__gt=after).select_related("by").order_by("seq"))
    key = keys_of([contact]).get(contact) if rows else None
    if key is None:
        return []
    return [
        AsideView(
            seq=row.seq,
            kind=row.kind,
            by=row.by.username if row.by else "",
            body=unseal(key, bytes(row.sealed), bound_to=bound_to(contact, row.seq)).decode(),
            at=row.at,
        )
        for row in rows
    ]
