"""What a handler's console is shown: one read for the whole desk, or for one contact on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from chat import events
from chat.access import own_contacts
from chat.models import Contact, Transfer
from chat.selectors import (
    answers_of,
    events_after,
    is_online,
    known_waiting,
    queue_entries,
    talking_count,
    waiting_count,
)
from chat.services.guidance import heard
from chat.services.intake import intake
from chat.services.pausing import is_paused
from chat.services.practice import has_ended
from chat.services.presence import open_contacts, renew_presence
from chat.states import State
from helpline.staff.models import Account


@dataclass(frozen=True)
class DeskContact:
    """One of a handler's own contacts, with what is new in it."""

    contact: UUID
    seq: int
    header: events.Event
    events: list[events.Event]
    aside_seq: int


def presence_event(account: Account) -> events.Event:
    """Renew the lease and tell how the handler is set."""
    presence = renew_presence(by=account)
    return {
        "type": "presence",
        "available": presence.available,
        "capacity": presence.capacity,
        "training": presence.training,
        "open": open_contacts(account),
        "paused_until": events.moment(presence.paused_until)
        if is_paused(presence, now=timezone.now())
        else None,
    }


def queue_event(kind: str, account: Account, queue: str = "main") -> events.Event:
    """Return the queue as this handler sees it; `kind` is queue.snapshot or queue.changed."""
    return {
        "type": kind,
        "waiting": queue_entries(queue),
        "count": waiting_count(queue),
        "talking": talking_count(queue),
        "intake": intake(queue=queue).name,
        "not_for_you": [str(contact) for contact in known_waiting(account, queue)],
    }


def desk(account: Account, after: Mapping[UUID, int]) -> list[DeskContact]:
    """Return every own contact, each with its messages after the number the console has."""
    return [_desk_contact(contact, after.get(contact.pk, 0)) for contact in own_contacts(account)]


def desk_contact(account: Account, contact: UUID, after: int) -> DeskContact | None:
    """Return one own contact with what is new, None when it is not (or no longer) theirs."""
    found = own_contacts(account).filter(pk=contact).first()
    return _desk_contact(found, after) if found else None


def why_gone(contact: UUID, account: Account) -> str:
    """Tell why a contact is no longer on this desk: closed, returned, transferred, taken_over or practice."""
    if has_ended(contact):
        return "practice"
    found = Contact.objects.filter(pk=contact).values_list("state", "handler").first()
    if found is None or found[0] in {State.CLOSED, State.ENDED}:
        return "closed"
    if found[0] == State.WAITING or found[1] is None:
        return "returned"
    accepted = Transfer.objects.filter(contact=contact, by=account, gone=Transfer.Gone.ACCEPTED)
    return "transferred" if accepted.exists() else "taken_over"


def _desk_contact(contact: Contact, after: int) -> DeskContact:
    return desk_contact_of(contact, after, header=_header(contact))


def desk_contact_of(contact: Contact, after: int, *, header: events.Event) -> DeskContact:
    """Return what is new in a contact that the reader has been let into."""
    said = events_after(contact.pk, after, up_to=contact.last_seq) if after < contact.last_seq else []
    news = heard(contact, said)
    return DeskContact(
        contact=contact.pk,
        seq=contact.last_seq,
        header=header,
        events=news,
        aside_seq=contact.last_aside_seq,
    )


def _header(contact: Contact) -> dict[str, Any]:
    return {
        "type": "welcome",
        "state": contact.state,
        "seq": contact.last_seq,
        "read": contact.handler_seen_seq,
        "reason": contact.end_reason or None,
        "answers": answers_of(contact),
        "level": contact.level or None,
        "caller": "online" if is_online(contact) else "away",
        "joined_at": events.moment(contact.joined_at),
        "taken_at": events.moment(contact.taken_at),
        "wrap_up": contact.state == State.ENDED,
        "warned_at": events.moment(contact.warned_at),
        "outcome": contact.outcome or None,
        **({"practice": True} if contact.practice else {}),
    }
