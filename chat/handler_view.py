"""What a handler's console is shown: one read for the whole desk, or for one contact on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from chat import events
from chat.access import own_contacts
from chat.channels import is_recorded
from chat.desk_states import answer_until, desk_state, skills_in_force
from chat.models import Contact, Presence, Transfer
from chat.selectors import (
    answers_of,
    events_after,
    is_online,
    known_waiting,
    queue_entries,
    talking_count,
    waiting_count,
)
from chat.services.deadlines import closed_by_itself, wrap_ups_until
from chat.services.guidance import heard
from chat.services.handler_notices import notices_for
from chat.services.held_back import held_back_words
from chat.services.intake import intake
from chat.services.pausing import is_paused
from chat.services.practice import QUEUE as PRACTICE_QUEUE
from chat.services.practice_ending import has_ended
from chat.services.presence import Held, held_by, renew_presence
from chat.services.recording import was_discarded
from chat.states import State
from helpline.staff.models import Account
from helpline.staff.skills import skill_label


@dataclass(frozen=True)
class DeskContact:
    """One of a handler's own contacts, with what is new in it."""

    contact: UUID
    seq: int
    header: events.Event
    events: list[events.Event]
    aside_seq: int


@dataclass(frozen=True, kw_only=True)
class Around:
    """What a handler's presence is told with: what they have, why nobody new comes, and their notices."""

    held: Held
    held_back: str | None
    notices: list[dict[str, str]]


def presence_event(account: Account) -> events.Event:
    """Renew the lease and tell how the handler is set."""
    presence = renew_presence(by=account)
    around = Around(
        held=held_by(account),
        held_back=held_back_words([account]).get(account.pk),
        notices=notices_for(account),
    )
    return presence_event_of(account, presence, around)


def presence_event_of(account: Account, presence: Presence, around: Around) -> events.Event:
    """Tell how a handler is set, from what was read already."""
    now, held = timezone.now(), around.held
    state = desk_state(
        leased=True,
        available=presence.available,
        break_reason=presence.break_reason,
        wrapping_up=held["wrapping_up"],
    )
    return {
        "type": "presence",
        "available": presence.available,
        "capacity": presence.capacity,
        "open": held["open_contacts"],
        "on_phone": held["on_phone"],
        "state": str(state),
        "break_reason": presence.break_reason or None,
        "away_because": presence.away_because or None,
        "wrapping_up": held["wrapping_up"],
        "paused_until": events.moment(presence.paused_until) if is_paused(presence, now=now) else None,
        "asked": _asked(presence, now),
        "skills": _skills(account, presence, now),
        "training": presence.training,
        "held_back": around.held_back,
        "notices": around.notices,
    }


def _asked(presence: Presence, now: datetime) -> dict[str, Any] | None:
    """Return until when an idle handler may answer, also in seconds: the browser's clock may be wrong."""
    if presence.asked_at is None:
        return None
    until = answer_until(presence.asked_at)
    return {
        "until": events.moment(until),
        "seconds_left": max(0, round((until - now).total_seconds())),
    }


def _skills(account: Account, presence: Presence, now: datetime) -> list[dict[str, Any]]:
    on = skills_in_force(account.skills, chosen=presence.skills, chosen_until=presence.skills_until, now=now)
    return [{"id": skill, "label": skill_label(skill), "on": skill in on} for skill in account.skills]


@dataclass(frozen=True)
class QueueShown:
    """The queue as all handlers see it, and whom each of them knows among those who wait."""

    event: events.Event
    known: Mapping[int, list[str]]

    def seen_by(self, account: int, kind: str) -> events.Event:
        """Return the event for one of them; `kind` is queue.snapshot or queue.changed."""
        return {"type": kind, **self.event, "not_for_you": self.known.get(account, [])}


def queue_shown(queue: str = "main") -> QueueShown:
    """Read the queue once for everybody. It costs the same however many wait beyond the first 50."""
    event = {
        "waiting": queue_entries(queue),
        "count": waiting_count(queue),
        "talking": talking_count(queue),
        "intake": intake(queue=queue).name,
    }
    return QueueShown(event, known_waiting(queue))


def queue_event(kind: str, account: Account, queue: str = "main") -> events.Event:
    """Return the queue as this handler sees it; `kind` is queue.snapshot or queue.changed."""
    return queue_shown(queue).seen_by(account.pk, kind)


def desk(account: Account, after: Mapping[UUID, int]) -> list[DeskContact]:
    """Return every own contact, each with its messages after the number the console has."""
    contacts = list(own_contacts(account))
    until = wrap_ups_until(contacts)
    return [_desk_contact(contact, after.get(contact.pk, 0), until) for contact in contacts]


def desk_contact(account: Account, contact: UUID, after: int) -> DeskContact | None:
    """Return one own contact with what is new, None when it is not (or no longer) theirs."""
    found = own_contacts(account).filter(pk=contact).first()
    return _desk_contact(found, after, wrap_ups_until([found])) if found else None


def why_gone(contact: UUID, account: Account) -> str:
    """Tell why a contact is no longer on this desk.

    closed, timed_out (closed by itself), returned, transferred, taken_over, practice or discarded.
    """
    if has_ended(contact):
        return "practice"
    found = Contact.objects.filter(pk=contact).first()
    if found is None and was_discarded(contact):
        return "discarded"
    if found is None or found.state in {State.CLOSED, State.ENDED}:
        return "timed_out" if found is not None and closed_by_itself(found) else "closed"
    if found.state == State.WAITING or found.handler_id is None:
        return "returned"
    accepted = Transfer.objects.filter(contact=contact, by=account, gone=Transfer.Gone.ACCEPTED)
    return "transferred" if accepted.exists() else "taken_over"


def _desk_contact(contact: Contact, after: int, until: Mapping[UUID, datetime]) -> DeskContact:
    return desk_contact_of(contact, after, header=header_of(contact, until.get(contact.pk)))


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


def header_of(contact: Contact, closes_at: datetime | None) -> dict[str, Any]:
    """Return how an own contact stands; `closes_at` is when its wrap-up closes by itself."""
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
        "closes_at": events.moment(closes_at),
        "warned_at": events.moment(contact.warned_at),
        "outcome": contact.outcome or None,
        **({"agreed": contact.consent_version} if contact.consent_version else {}),
        **({"practice": True} if contact.practice else {}),
        # An administrator's test, which stood in the real queue: there is nothing to look back on.
        **({"test": True} if contact.practice and contact.queue != PRACTICE_QUEUE else {}),
        **({"channel": contact.channel} if is_recorded(contact.channel) else {}),
    }
