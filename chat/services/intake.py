"""Whether somebody new may start now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from chat import events
from chat.errors import HoursClosed, IntakeFull
from chat.estimates import Estimate
from chat.selectors import last_handler_seen_at, line_settings
from chat.services.waits import longest_likely_wait
from helpline.hours.rules import Intake as Hours
from helpline.hours.services import OpeningState, opening_state
from helpline.service.sign_offs import lets_callers_in
from helpline.statistics.arrivals import count_arrival
from helpline.statistics.bands import LONDON
from helpline.statistics.facts import count

FULL = "full"


@dataclass(frozen=True)
class Intake:
    """What callers are told: `name` is open, closing, full or closed."""

    name: str
    opening: OpeningState

    @property
    def is_open(self) -> bool:
        return self.name == "open"

    def as_wire(self, *, estimated_wait: Estimate | None = None) -> dict[str, Any]:
        """Return the fields of /status.json but its message."""
        return {
            "intake": self.name,
            "open": self.is_open,
            "opens_at": events.moment(self.opening.opens_at),
            "closes_at": events.moment(self.opening.closes_at),
            "last_intake_at": events.moment(self.opening.last_intake_at),
            "estimated_wait": estimated_wait,
        }


def intake(*, queue: str = "main", now: datetime | None = None) -> Intake:
    """Return whether the queue takes new callers.

    First what a service must have before it opens, then hours, then whether anybody is there in time.
    """
    now = now or timezone.now()
    if not lets_callers_in():
        # Whatever the hours say; nobody can tell yet when it will be.
        return Intake(str(Hours.CLOSED), OpeningState(Hours.CLOSED, configured=False))
    opening = opening_state(queue=queue, at=now)
    if opening.is_open and (nobody_there(now=now) or too_long(opening.closes_at, queue=queue, now=now)):
        return Intake(FULL, opening)
    return Intake(str(opening.intake), opening)


def too_long(closes_at: datetime | None, *, queue: str, now: datetime) -> bool:
    """Tell whether a newcomer would probably wait beyond the close or the line's limit. Never in the demo."""
    if settings.HELPLINE_MODE == "demo" or (wait := longest_likely_wait(queue=queue)) is None:
        return False
    most = timedelta(minutes=line_settings(queue).most_wait_minutes)
    left = closes_at - now if closes_at else most
    return timedelta(seconds=wait) > min(most, left)


def nobody_there(*, now: datetime) -> bool:
    """Tell whether no handler has been signed in for the set time (10 minutes). Never in the demo."""
    if settings.HELPLINE_MODE == "demo":
        return False
    latest = last_handler_seen_at()
    patience = timedelta(seconds=settings.HELPLINE_DEADLINES["no_handler_seconds"])
    return latest is None or now - latest >= patience


def check_intake(*, queue: str = "main", now: datetime | None = None) -> None:
    """Raise HoursClosed (with `opens_at`) or IntakeFull, and count the refusal."""
    now = now or timezone.now()
    state = intake(queue=queue, now=now)
    if state.is_open:
        return
    today = now.astimezone(LONDON).date()
    if state.name == FULL:
        count(kind="refused_full", day=today)
        # They would have come: without them a line with too few handlers would seem to need no more.
        count_arrival(at=now, turned_away=True)
        raise IntakeFull
    count(kind="refused_closed", day=today)
    raise HoursClosed(opens_at=events.moment(state.opening.opens_at))
