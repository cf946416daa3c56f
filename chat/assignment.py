"""Whose turn it is: the order of the queue, and who may take one more. Plain Python.

Order: the level where a person set one, else the caller's own answers, then time waited.
A contact that comes back (its handler dropped or released it) stands in front of its rank.
"""

from dataclasses import dataclass
from datetime import datetime

from chat.errors import AtCapacity, Away, OnThePhone, WrappingUp

LEVEL_RANKS = {"immediate": 0, "urgent": 1, "elevated": 3, "standard": 5}
# Of a danger that a handler raised and nobody closed, whatever the level.
RANK_IN_DANGER = 0
RANK_BY_ANSWERS = 2
RANK_WITHOUT = 4
UNDER_18 = frozenset({"under_13", "13_15", "16_17"})
PRESSING = frozenset({"immediate", "urgent"})
MOST_CAPACITY = 4
DEFAULT_CAPACITY = 2


@dataclass(frozen=True)
class Place:
    """What decides a contact's place; sorts in the order of the queue."""

    rank: int
    returned: bool
    joined_at: datetime

    def key(self) -> tuple[int, bool, datetime]:
        return (self.rank, not self.returned, self.joined_at)


def rank(*, level: str | None, safe_now: bool | None, age_band: str | None) -> int:
    """Return 0 (first) to 5 (last).

    A level that a person set decides; without one, `safe_now: false` or an age under 18 stand
    after urgent and before elevated, and a caller without either stands before "standard",
    so that setting the lowest level never moves anybody up.
    """
    if level is not None:
        return LEVEL_RANKS[level]
    return RANK_BY_ANSWERS if safe_now is False or age_band in UNDER_18 else RANK_WITHOUT


def is_pressing(*, level: str | None, safe_now: bool | None) -> bool:
    """Tell whether somebody may be in danger now: as a person judged, else as the caller answered."""
    return level in PRESSING if level else safe_now is False


def check_may_take(
    *, available: bool, capacity: int, open_contacts: int, wrapping_up: int = 0, on_phone: bool = False
) -> None:
    """Raise Away, OnThePhone, WrappingUp or AtCapacity when a handler may not take one more.

    `wrapping_up` counts talks that have ended and are not closed: what was agreed is fresh only once.
    A phone call takes every place (docs/adr/0038): nobody listens to one person and answers another.
    """
    if not available:
        raise Away
    if on_phone:
        raise OnThePhone
    if wrapping_up:
        raise WrappingUp
    if open_contacts >= capacity:
        raise AtCapacity


def shown_ahead(ahead: int) -> int | str:
    """Return what a caller is told about the people ahead: a number, or "few" under 3."""
    return "few" if ahead < 3 else ahead
