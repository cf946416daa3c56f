"""What is read more than once: messages in order, the queue, a handler's own, the consent text."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from chat import events
from chat.assignment import RANK_WITHOUT, UNDER_18
from chat.channels import Channel, is_recorded
from chat.desk_states import skills_in_force
from chat.line_bounds import BOUNDS, within
from chat.models import Acquaintance, ConsentText, Contact, LineSettings, Message, Offer, Presence
from chat.states import OPEN, EndReason, State
from chat.system_texts import TEXTS
from chat.unreadable import What, tell_unreadable
from helpline.kernel import clock
from helpline.kernel.crypto import SealBroken, unseal
from helpline.kernel.keystore import has_key, open_keys
from helpline.staff.models import Account

# A caller whose line dropped at the very end may still fetch the handler's last words for this
# long: those alone that no page of theirs has shown yet.
LAST_WORDS_SECONDS = 120
# A console is shown the front of the queue and told how many wait: whoever is beyond is not next.
MOST_ENTRIES = 50
ENTRY_FIELDS = (
    "about", "need", "safe_now", "private_now", "area", "age_band", "gender", "language", "interpreter",
    "with_code", "rang_programme", "level", "badges", "joined_at", "returned", "caller_seen_at", "practice",
    "channel",
)  # fmt: skip
# Nobody needs to know more exactly how long a very long queue is.
MOST_COUNTED = 1_000


def bound_to(contact: UUID, seq: int) -> str:
    """What a message is sealed to: moved to another contact or place, it no longer opens."""
    return f"v1|msg|{contact}|{seq}"


def events_after(
    contact: UUID, after: int, *, up_to: int | None = None, words_after: int | None = 0
) -> list[events.Event]:
    """Return messages and cards with `seq > after` (and not beyond `up_to`), in order.

    What was said in the talk only with `seq > words_after` as well, and not at all for None:
    services' cards, and what the service itself said, always. Empty once the words are destroyed.
    A row that does not open stands as `unreadable` in its place, and is told of; so is one that is missing.
    """
    rows = Message.objects.filter(contact=contact, seq__gt=after).order_by("seq")
    if up_to is not None:
        rows = rows.filter(seq__lte=up_to)
    if words_after is None or words_after > after:
        open_to_all = Q(kind=Message.Kind.SIGNPOST) | Q(sender=Message.Sender.SYSTEM)
        rows = rows.filter(open_to_all if words_after is None else open_to_all | Q(seq__gt=words_after))
    found = list(rows)
    # Where all were asked for, a number without a row is one that somebody removed.
    asked_for = range(after + 1, up_to + 1) if up_to is not None and words_after == 0 else range(0)
    missing = set(asked_for) - {row.seq for row in found}
    if not found and not missing:
        return []
    opened = open_keys([contact])
    key = opened.keys.get(contact)
    if contact in opened.broken:
        tell_unreadable(contact, What.KEY)
        return [_unreadable(row) for row in found]
    if key is None:
        return []
    # A purge destroys the key before the rows: ours may be of another process's last minute.
    if missing and has_key(contact):
        tell_unreadable(contact, What.MISSING, sorted(missing))
    return [_event_or_mark(row, key) for row in found]


def unsealed(row: Message, key: bytes) -> str:
    """Return the words of one row, or the JSON of a card or an answer."""
    return unseal(key, bytes(row.sealed), bound_to=bound_to(row.contact_id, row.seq)).decode()


def _event_or_mark(row: Message, key: bytes) -> events.Event:
    try:
        return _event(row, key)
    except SealBroken:
        tell_unreadable(row.contact_id, What.MESSAGE, [row.seq])
        return _unreadable(row)


def _unreadable(row: Message) -> events.Event:
    return events.unreadable(
        seq=row.seq, id=str(row.client_id), sender=row.sender, body=TEXTS["unreadable"]["en"], at=row.at
    )


def _event(row: Message, key: bytes) -> events.Event:
    plain = unsealed(row, key)
    if row.kind == Message.Kind.SIGNPOST:
        service = row.sender == Message.Sender.SYSTEM
        card = json.loads(plain)
        return events.signpost(seq=row.seq, id=str(row.client_id), card=card, at=row.at, service=service)
    if row.kind == Message.Kind.CARD:
        return events.card(seq=row.seq, id=str(row.client_id), payload=json.loads(plain), at=row.at)
    if row.kind == Message.Kind.ANSWER:
        return events.answer(seq=row.seq, id=str(row.client_id), at=row.at, **json.loads(plain))
    return events.message(
        seq=row.seq,
        id=str(row.client_id),
        sender=row.sender,
        body=plain,
        at=row.at,
        prompt=row.prompt,
        agreed=row.kind == Message.Kind.AGREED,
        supervisor=row.supervisor,
    )


def words_allowed_after(contact: Contact, *, now: datetime) -> int | None:
    """Return the number after which the token's holder may read the talk; None: not at all.

    After the end nothing comes again; the handler's last words alone, when no page has shown them
    yet. A caller who left, or who is gone from the page, may not be the one who looks now. Neither
    may whoever came back with a return code: nothing said before that moment comes, ever.
    """
    if contact.state in OPEN:
        return contact.hidden_to_seq
    if contact.end_reason not in {EndReason.HANDLER, EndReason.BOUNDARY} or contact.ended_at is None:
        return None
    late = now - contact.ended_at >= timedelta(seconds=LAST_WORDS_SECONDS)
    return None if late else max(contact.shown_seq, contact.hidden_to_seq)


def waiting(queue: str = "main") -> QuerySet[Contact]:
    """Return who waits, in the order of chat/assignment.py (kept in columns, with an index)."""
    return Contact.objects.filter(queue=queue, state=State.WAITING).order_by(
        "rank", "-returned", "joined_at", "id"
    )


def known_waiting(queue: str = "main") -> dict[int, list[str]]:
    """Return, by account, whom of those that wait a handler knows: they never come to them."""
    # From the few acquaintances to their contacts: a join could begin with all who wait.
    pairs = list(Acquaintance.objects.values_list("handler", "contact"))
    wait = set(waiting(queue).filter(pk__in={contact for _, contact in pairs}).values_list("pk", flat=True))
    known: dict[int, list[str]] = {}
    for handler, contact in pairs if wait else ():
        if contact in wait:
            known.setdefault(handler, []).append(str(contact))
    return known


def ahead_of(contact: Contact) -> int:
    """Return how many stand before this waiting contact."""
    same = Q(rank=contact.rank)
    before = Q(rank__lt=contact.rank)
    if contact.returned:
        before |= same & Q(returned=True, joined_at__lt=contact.joined_at)
    else:
        before |= same & (Q(returned=True) | Q(joined_at__lt=contact.joined_at))
    return waiting(contact.queue).filter(before).exclude(pk=contact.pk).count()


def ahead_of_newcomer(queue: str = "main", *, most: int = MOST_COUNTED) -> int:
    """Return how many would stand before somebody who starts now and has answered nothing, up to `most`."""
    return waiting(queue).filter(rank__lte=RANK_WITHOUT)[:most].count()


def waiting_count(queue: str = "main", *, most: int = MOST_COUNTED) -> int:
    """Return how many wait, up to `most`: all of a very long queue would cost more than its front."""
    # In the order of the index alone, so that it is read from there and no further.
    return waiting(queue).order_by("rank", "-returned", "joined_at")[:most].count()


def oldest_wait_seconds(queue: str = "main", *, now: datetime) -> float:
    """Return how long the one has waited who has waited longest, 0.0 where nobody does."""
    since = waiting(queue).order_by().aggregate(since=Min("joined_at"))["since"]
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def queue_entries(queue: str = "main", *, most: int = MOST_ENTRIES) -> list[dict[str, Any]]:
    """Return what handlers see of the first who wait: answers and badges, never words."""
    # Those columns alone, and the few offers apart: a console asks at every change.
    rows = waiting(queue).only(*ENTRY_FIELDS)[:most]
    offered = set(Offer.objects.values_list("contact", flat=True))
    return [_entry(place, contact, contact.pk in offered) for place, contact in enumerate(rows, start=1)]


def queue_entry(contact: Contact) -> dict[str, Any]:
    """Return what handlers see of one contact that waits."""
    offered = Offer.objects.filter(contact=contact).exists()
    return _entry(ahead_of(contact) + 1, contact, offered)


def _entry(position: int, contact: Contact, offered: bool) -> dict[str, Any]:
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
        "offered": offered,
        # A test of an admin's: nobody real waits.
        **({"practice": True} if contact.practice else {}),
    }


def answers_of(contact: Contact) -> dict[str, Any]:
    """Return what the caller answered before the first word; None is "not answered"."""
    return {
        "about": contact.about,
        "need": contact.need or None,
        "safe_now": contact.safe_now,
        "private_now": contact.private_now,
        "area": contact.area or None,
        "age_band": contact.age_band or None,
        "gender": contact.gender or None,
        "language": contact.language,
        "interpreter": contact.interpreter or None,
        "with_code": contact.with_code,
        "rang_programme": contact.rang_programme or None,
    }


def is_online(contact: Contact) -> bool:
    """Tell whether the caller's page gave a sign of life within the last lease.

    A scripted one is there, and so is one on the phone."""
    if contact.practice or is_recorded(contact.channel):
        return True
    lease = timedelta(seconds=settings.HELPLINE_DEADLINES["lease_seconds"])
    return clock.now() - contact.caller_seen_at < lease


def talking_count(queue: str = "main") -> int:
    return Contact.objects.filter(queue=queue, state=State.TALKING).count()


def wrapping_up_count(queue: str = "main") -> int:
    return Contact.objects.filter(queue=queue, state=State.ENDED).count()


def handlers_at_work() -> list[dict[str, Any]]:
    """Return the handlers whose lease runs: {name, available, training, capacity, talking, on_phone}."""
    talks = Q(handler__contacts__state=State.TALKING, handler__contacts__practice=False)
    calls = talks & Q(handler__contacts__channel=Channel.PHONE)
    present = (
        Presence.objects.filter(leased_until__gt=clock.now(), handler__is_active=True)
        .select_related("handler")
        .annotate(
            talking=Count("handler__contacts", filter=talks),
            calls=Count("handler__contacts", filter=calls),
        )
        .order_by("handler__username")
    )
    return [
        {
            "name": row.handler.username,
            "available": row.available,
            "training": row.training,
            "capacity": row.capacity,
            "talking": row.talking,
            "on_phone": row.calls > 0,
        }
        for row in present
    ]


def line_settings(queue: str = "main") -> LineSettings:
    """Return the newest settings of a queue; the defaults (unsaved, version 0) when none were ever set.

    What was saved under wider bounds counts as the nearest number that may be saved now.
    """
    newest = LineSettings.objects.filter(queue=queue).order_by("-version").first()
    if newest is None:
        return LineSettings(queue=queue, version=0)
    for name in BOUNDS:
        setattr(newest, name, within(name, getattr(newest, name)))
    return newest


def skills_now(account: Account) -> frozenset[str]:
    """Return the skills that count for this handler now: the account's, less those off for today.

    One query, or none for a handler that came with `Presence.objects.select_related("handler")`.
    """
    presence = getattr(account, "presence", None)
    if presence is None:
        return frozenset(account.skills)
    return skills_in_force(
        account.skills, chosen=presence.skills, chosen_until=presence.skills_until, now=timezone.now()
    )


def last_handler_seen_at() -> datetime | None:
    """Return when any handler last gave a sign of life."""
    latest: datetime | None = Presence.objects.aggregate(latest=Max("seen_at"))["latest"]
    return latest


def consent_text(language: str, *, version: int | None = None) -> ConsentText | None:
    """Return the text of that version, else the newest; in that language, else in English."""
    known = ConsentText.objects.filter(language__in={language, "en"}).order_by("-version")
    texts = list(known.filter(version=version)) if version else []
    texts = texts or list(known)
    return next((text for text in texts if text.language == language), None) or next(iter(texts), None)
