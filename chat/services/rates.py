"""How a queue goes now: its places, its talks of the last hour, and the patience of who waits.

A phone call or an e-mail is none of its talks: nobody waited for it here. It holds its handler's places.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, DurationField, ExpressionWrapper, F, Q, Sum, Value
from django.utils import timezone

from chat.channels import Channel
from chat.models import Contact
from chat.selectors import handlers_at_work, waiting
from chat.states import EndReason, State

HOUR = timedelta(hours=1)
# Read at each caller's queue event: often enough from the database.
KEPT = timedelta(seconds=15)
# Who leaves at once says little about how long others would wait, nor does a talk of seconds.
LEAST_SECONDS = 60.0
FEWEST_GAVE_UP = 3
DEFAULT_PATIENCE_SECONDS = 8 * 60.0
GAVE_UP = (EndReason.CALLER, EndReason.CALLER_GONE)


@dataclass(frozen=True)
class Rates:
    """One queue now. `places` are the talks that available handlers can have at once, `free` those
    that they have not; `talks` are those that ended within the hour.

    `recent_seconds` is the longer of two waits: of who was taken last within the hour, and of who
    stands first now.
    """

    places: int
    free: int
    talks: int
    handle_seconds: float
    patience_seconds: float
    recent_seconds: float


_kept: dict[str, tuple[datetime, Rates]] = {}


def rates_of(queue: str = "main") -> Rates:
    """Return the rates of a queue, at most 15 seconds old. A fixed number of queries."""
    now = timezone.now()
    known = _kept.get(queue)
    if known is None or abs(now - known[0]) >= KEPT:
        known = _kept[queue] = (now, _read(queue, now))
    return known[1]


def forget_rates() -> None:
    """Empty the cache; for tests, whose databases begin anew."""
    _kept.clear()


def _read(queue: str, now: datetime) -> Rates:
    places = [row for row in handlers_at_work() if row["available"]]
    hour = _hour_of(queue, now)
    return Rates(
        places=sum(_places(row) for row in places),
        free=sum(max(0, _places(row) - row["talking"]) for row in places),
        talks=hour["talks"],
        handle_seconds=max(LEAST_SECONDS, _seconds(hour["talked"]) / max(1, hour["talks"])),
        patience_seconds=_patience(hour),
        recent_seconds=_recent_wait(queue, now),
    )


def _places(row: dict[str, Any]) -> int:
    """Return how many a handler can have at once now: on the phone nobody beyond whom they have."""
    return min(row["capacity"], row["talking"]) if row["on_phone"] else int(row["capacity"])


def _hour_of(queue: str, now: datetime) -> dict[str, Any]:
    """Return counts and summed durations of what ended within the hour, and of who waits."""
    since = now - HOUR
    ended, taken = Q(ended_at__gte=since), Q(first_taken_at__gte=since)
    talked = ended & Q(taken_at__isnull=False)
    unanswered = ended & Q(first_taken_at__isnull=True)
    waits = Q(state=State.WAITING, first_taken_at__isnull=True)
    so_far = ExpressionWrapper(
        Value(now, output_field=DateTimeField()) - F("joined_at"), output_field=DurationField()
    )
    written = Contact.objects.filter(queue=queue, channel=Channel.WEB_CHAT)
    return written.filter(ended | taken | waits).aggregate(
        talks=Count("pk", filter=talked),
        talked=Sum(F("ended_at") - F("taken_at"), filter=talked),
        gave_up=Count("pk", filter=unanswered & Q(end_reason__in=GAVE_UP)),
        until_taken=Sum(F("first_taken_at") - F("joined_at"), filter=taken),
        until_left=Sum(F("ended_at") - F("joined_at"), filter=unanswered),
        so_far=Sum(so_far, filter=waits),
    )


def _patience(hour: dict[str, Any]) -> float:
    """Return all waiting over those who gave up: who was taken, or waits still, has not given up yet."""
    if hour["gave_up"] < FEWEST_GAVE_UP:
        return DEFAULT_PATIENCE_SECONDS
    waited = sum(_seconds(hour[name]) for name in ("until_taken", "until_left", "so_far"))
    return max(LEAST_SECONDS, waited / int(hour["gave_up"]))


def _recent_wait(queue: str, now: datetime) -> float:
    # Whoever came back waits from another moment than `joined_at`: it would count the talk as a wait.
    first = waiting(queue).filter(first_taken_at__isnull=True).values_list("joined_at", flat=True).first()
    taken = Contact.objects.filter(queue=queue, first_taken_at__gte=now - HOUR, channel=Channel.WEB_CHAT)
    last = taken.order_by("-first_taken_at").values_list("joined_at", "first_taken_at").first()
    waits = [now - first] if first else []
    waits += [last[1] - last[0]] if last and last[1] else []
    return max((_seconds(wait) for wait in waits), default=0.0)


def _seconds(duration: timedelta | None) -> float:
    return duration.total_seconds() if duration else 0.0
