"""What a handler is shown as, and what they can be given just now. Plain Python."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

# Why somebody is not there for a while; supervisors see it, callers never.
BREAK_REASONS = {
    "rest": "Rest",
    "meal": "Meal",
    "supervision": "Supervision",
    "debrief": "Debrief",
    "training": "Training",
    "other": "Other work",
}
# How long a handler who was asked whether they are there has to answer.
ANSWER_WITHIN = timedelta(minutes=2)
# Skills that were switched off for today come back by then, as long as a sign-in lasts at most.
SKILLS_HOLD = timedelta(hours=12)


class DeskState(StrEnum):
    """Where a handler is. Only one who is `available` is given a contact."""

    AVAILABLE = "available"
    BREAK = "break"
    WRAPPING_UP = "wrapping_up"
    AWAY = "away"


def desk_state(*, leased: bool, available: bool, break_reason: str, wrapping_up: int) -> DeskState:
    """Tell what a handler is shown as; `wrapping_up` counts ended talks that are not closed yet.

    Whoever is gone is away, whatever they set. A wrap-up shows only on somebody who is otherwise
    available: a break stays a break, with the wrap-up still to do.
    """
    if not leased:
        return DeskState.AWAY
    if not available:
        return DeskState.BREAK if break_reason else DeskState.AWAY
    return DeskState.WRAPPING_UP if wrapping_up else DeskState.AVAILABLE


def skills_in_force(
    trained: Iterable[str], *, chosen: Iterable[str], chosen_until: datetime | None, now: datetime
) -> frozenset[str]:
    """Return the skills that count now: those trained for, less what is switched off for today."""
    if chosen_until is None or chosen_until <= now:
        return frozenset(trained)
    return frozenset(trained) & frozenset(chosen)


def is_idle(
    *, state: DeskState, open_contacts: int, active_at: datetime | None, now: datetime, idle: timedelta
) -> bool:
    """Tell whether a handler is to be asked whether they are there.

    Somebody with a talk, a wrap-up or a break is never idle, however long they do nothing here.
    """
    if state is not DeskState.AVAILABLE or open_contacts or active_at is None:
        return False
    return now - active_at >= idle


def answer_until(asked_at: datetime) -> datetime:
    """Return until when the question can be answered."""
    return asked_at + ANSWER_WITHIN
