"""What is read more than once: messages in order, the queue, a handler's own, the consent text."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from chat import events
from chat.assignment import UNDER_18
from chat.models import ConsentText, Contact, Message, Presence
from chat.states import EndReason, State
from helpline.kernel.crypto import unseal
from helpline.kernel.keystore import keys_of

# A caller whose line dropped at the very end may still fetch the last words for this long,
# unless the caller ended it: an exit means that somebody may be looking.
LAST_WORDS_SECONDS = 120


def bound_to(contact: UUID, seq: int) -> str:
    """What a message is sealed to: moved to another contact or place, it no longer opens."""
    return f"v1|msg|{contact}|{seq}"


def events_after(contact: UUID, after: int, *, words: bool = True) -> list[events.Event]:
    """Return messages and cards with `seq > after`, in order.

    With `words=False` only what no talk is in: cards, and what the service itself said.
    Empty once the words are destroyed.
    """
    rows = Message.objects.filter(contact=contact, seq__gt=after).order_by("seq")
    if not words:
        rows = rows.filter(Q(kind=Message.Kind.SIGNPOST) | Q(sender=Message.Sender.SYSTEM))
    found = list(rows)
    key = keys_of([contact]).get(contact) if found else None
    return [_event(row, key) for row in found] if key else []


def _event(row: Message, key: bytes) -> events.Event:
    plain = unseal(key, bytes(row.sealed), bound_to=bound_to(row.contact_id, row.seq)).decode()
    if row.kind == Message.Kind.SIGNPOST:
        return events.signpost(seq=row.seq, id=str(row.client_id), card=json.loads(plain), at=row.at)
    return events.message(
        seq=row.seq, id=str(row.client_id), sender=row.sender, body=plain, at=row.at, prompt=row.prompt
    )


def caller_may_read_words(contact: Contact, *, now: datetime) -> bool:
    """Tell whether the talk itself may still go to the holder of the token."""
    if contact.state in {State.WAITING, State.TALKING}:
        return True
    if contact.end_reason == EndReason.CALLER or contact.ended_at is None:
        return False
    return now - contact.ended_at < timedelta(seconds=LAST_WORDS_SECONDS)


def waiting(queue: str = "main") -> QuerySet[Contact]:
    """Return who waits, in the order of chat/assignment.py (kept in columns, with an index)."""
    return Contact.objects.filter(queue=queue, state=State.WAITING).order_by(
        "rank", "-returned", "joined_at", "id"
    )


def ahead_of(contact: Contact) -> int:
    """Return how many stand before this waiting contact."""
    same = Q(rank=contact.rank)
    before = Q(rank__lt=contact.rank)
    if contact.returned:
        before |= same & Q(returned=True, joined_at__lt=contact.joined_at)
    else:
        before |= same & (Q(returned=True) | Q(joined_at__lt=contact.joined_at))
    return waiting(contact.queue).filter(before).exclude(pk=contact.pk).count()


def queue_entries(queue: str = "main") -> list[dict[str, Any]]:
    """Return what handlers see of who waits: answers and badges, never words."""
    return [_entry(place, contact) for place, contact in enumerate(waiting(queue), start=1)]


def _entry(position: int, contact: Contact) -> dict[str, Any]:
    return {
        "contact": str(contact.pk),
        "position": position,
        **answers_of(contact),
        "under_18": contact.age_band in UNDER_18,
        "level": contact.level or None,
        "badges": contact.badges,
        "joined_at": events.moment(contact.joined_at),
        "returned": contact.returned,
        "caller": "online" if is_online(contact) else "away",
    }


def answers_of(contact: Contact) -> dict[str, Any]:
    """Return what the caller answered before the first word; None is "not answered"."""
    return {
        "about": contact.about,
        "safe_now": contact.safe_now,
        "private_now": contact.private_now,
        "area": contact.area or None,
        "age_band": contact.age_band or None,
        "gender": contact.gender or None,
        "language": contact.language,
        "interpreter": contact.interpreter or None,
    }


def is_online(contact: Contact) -> bool:
    """Tell whether the caller's page gave a sign of life within the last lease."""
    lease = timedelta(seconds=settings.HELPLINE_DEADLINES["lease_seconds"])
    return timezone.now() - contact.caller_seen_at < lease


def talking_count(queue: str = "main") -> int:
    return Contact.objects.filter(queue=queue, state=State.TALKING).count()


def wrapping_up_count(queue: str = "main") -> int:
    return Contact.objects.filter(queue=queue, state=State.ENDED).count()


def handlers_at_work() -> list[dict[str, Any]]:
    """Return the handlers whose lease runs: {name, available, capacity, talking}."""
    present = (
        Presence.objects.filter(leased_until__gt=timezone.now(), handler__is_active=True)
        .select_related("handler")
        .annotate(talking=Count("handler__contacts", filter=Q(handler__contacts__state=State.TALKING)))
        .order_by("handler__username")
    )
    return [
        {
            "name": row.handler.username,
            "available": row.available,
            "capacity": row.capacity,
            "talking": row.talking,
        }
        for row in present
    ]


def last_handler_seen_at() -> datetime | None:
    """Return when any handler last gave a sign of life."""
    latest: datetime | None = Presence.objects.aggregate(latest=Max("seen_at"))["latest"]
    return latest


def consent_text(language: str) -> ConsentText | None:
    """Return the newest text in that language, else in English."""
    texts = list(ConsentText.objects.filter(language__in={language, "en"}).order_by("-version"))
    return next((text for text in texts if text.language == language), None) or next(iter(texts), None)
