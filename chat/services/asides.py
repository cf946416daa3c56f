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
from chat.unreadable import What, tell_unreadable
from chat.words import clean_body
from helpline.kernel.crypto import SealBroken, seal, unseal
from helpline.kernel.keystore import WordsDestroyed, key_of, open_keys
from helpline.kernel.live import announce_on_commit
from helpline.staff.models import Account

UNREADABLE = "This note can no longer be read. What was stored of it was changed or damaged."


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

    Raises NotByChannel for a phone call or an e-mail, MessageEmpty, MessageTooLong, ContactNotFound once
    the words were destroyed, or SealBroken where the contact's key was tampered with.
    """
    if known := Aside.objects.filter(contact=contact, by=by, client_id=client_id).first():
        return known
    check_written(contact.channel)
    words = clean_body(body)
    try:
        key = key_of(contact.pk)
    except WordsDestroyed:
        raise ContactNotFound from None
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
    opened = open_keys([contact] if rows else [])
    if contact not in opened.keys and contact not in opened.broken:
        return []
    return [
        AsideView(
            seq=row.seq,
            kind=row.kind,
            by=row.by.username if row.by else "",
            body=_body(row, opened.keys.get(contact)),
            at=row.at,
        )
        for row in rows
    ]


def _body(row: Aside, key: bytes | None) -> str:
    """Return the words, or in their place that they cannot be read; that is told."""
    try:
        if key is None:
            raise SealBroken
        return unseal(key, bytes(row.sealed), bound_to=bound_to(row.contact_id, row.seq)).decode()
    except SealBroken:
        tell_unreadable(row.contact_id, What.ASIDE if key else What.KEY, [row.seq if key else 0])
        return UNREADABLE
