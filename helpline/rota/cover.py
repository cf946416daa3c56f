"""How many are on in each open hour, beside how many there should be. Plain Python.

Hours are wall time in Europe/London; a night belongs to the day on which it begins.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from helpline.hours.rules import (
    LONDON,
    MIDNIGHT,
    BankHolidays,
    Schedule,
    Span,
    instant_of,
    span_instants,
    spans_on,
)

DAYS = 7
ONE_DAY = timedelta(days=1)
# Two: nobody should be alone with what callers tell (docs/staffing.md).
START_MINIMUM = 2
MOST = 50
MOST_TIMES = 20

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, order=True)
class MoreAt:
    """A time of the week at which another number is needed; `weekday` 0 is Monday."""

    weekday: int
    start: time
    end: time
    number: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Cover:
    """How many should be on while the line is open: `minimum`, and at some times another number."""

    minimum: int = START_MINIMUM
    times: tuple[MoreAt, ...] = ()


@dataclass(frozen=True)
class OnDuty:
    """One shift: `who` is a username. `counts` is False where nobody new may come to them that day."""

    who: str
    day: date
    span: Span
    counts: bool = True

    @property
    def stretch(self) -> Stretch:
        return span_instants(self.day, self.span)


@dataclass(frozen=True)
class Part:
    """A stretch of open time in which nothing changes: who is on, and how many are needed."""

    start: datetime
    end: datetime
    on: tuple[str, ...]
    needed: int

    @property
    def is_short(self) -> bool:
        return len(self.on) < self.needed


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def open_stretches(schedule: Schedule, monday: date, bank_holidays: BankHolidays) -> list[Stretch]:
    """Return when the line is open in a week that begins on this Monday, clipped to it, earliest first."""
    first, last = _edges(monday)
    found: list[Stretch] = []
    for offset in range(-1, DAYS):
        day = monday + timedelta(days=offset)
        for span in spans_on(schedule, day, bank_holidays):
            start, end = span_instants(day, span)
            if max(start, first) < min(end, last):
                found.append((max(start, first), min(end, last)))
    return sorted(found)


def parts(open_: Sequence[Stretch], shifts: Iterable[OnDuty], cover: Cover, monday: date) -> list[Part]:
    """Return the open time of the week in parts, earliest first; what touches and is alike is one."""
    on = [(shift.stretch, shift.who) for shift in shifts if shift.counts]
    needs = _needs(cover, monday)
    edges = {
        edge
        for stretch in [*open_, *(each for each, _ in on), *(each for each, _ in needs)]
        for edge in stretch
    }
    found: list[Part] = []
    for start, end in pairwise(sorted(edges)):
        if not any(first <= start < last for first, last in open_):
            continue
        who = tuple(sorted({name for (first, last), name in on if first <= start < last}))
        needed = max(
            (number for (first, last), number in needs if first <= start < last), default=cover.minimum
        )
        part = Part(start, end, who, needed)
        before = found[-1] if found else None
        if before and before.end == start and (before.on, before.needed) == (part.on, part.needed):
            found[-1] = Part(before.start, end, part.on, part.needed)
        else:
            found.append(part)
    return found


def _needs(cover: Cover, monday: date) -> list[tuple[Stretch, int]]:
    """Return the times of the week that have a number of their own, with the Sunday night before."""
    days = [monday + timedelta(days=offset) for offset in range(-1, DAYS)]
    return [
        (span_instants(day, each.span), each.number)
        for day in days
        for each in cover.times
        if each.weekday == day.weekday()
    ]


def gaps(found: Iterable[Part]) -> list[Part]:
    """Return where fewer are on than are needed."""
    return [part for part in found if part.is_short]


@dataclass(frozen=True)
class Cell:
    """One hour of one day: the fewest who are on in its open part, and the most that are needed."""

    on: int
    needed: int
    who: tuple[str, ...]

    @property
    def is_short(self) -> bool:
        return self.on < self.needed


def cell(found: Iterable[Part], day: date, hour: int) -> Cell | None:
    """Return an hour of a day, None while the line is closed."""
    start = datetime.combine(day, time(hour), tzinfo=LONDON).astimezone(UTC)
    end = start + timedelta(hours=1)
    within = [part for part in found if part.start < end and start < part.end]
    if not within:
        return None
    worst = min(within, key=lambda part: len(part.on) - part.needed)
    return Cell(len(worst.on), worst.needed, tuple(sorted({name for part in within for name in part.on})))


def hours_open(found: Iterable[Part]) -> range:
    """Return the hours of the clock in which the line is open on any day; empty where it never is."""
    seen: set[int] = set()
    for part in found:
        seen.update(_hours_of(part))
    return range(min(seen), max(seen) + 1) if seen else range(0)


def _hours_of(part: Part) -> Iterator[int]:
    at = part.start.astimezone(LONDON).replace(minute=0, second=0, microsecond=0).astimezone(UTC)
    while at < part.end:
        yield at.astimezone(LONDON).hour
        at += timedelta(hours=1)


def overlap(one: Stretch, other: Stretch) -> bool:
    """Tell whether two stretches share any time; touching is none."""
    return one[0] < other[1] and other[0] < one[1]


def _edges(monday: date) -> Stretch:
    first = instant_of(monday, MIDNIGHT, fold=0)
    return first, instant_of(monday + timedelta(days=DAYS), MIDNIGHT, fold=0)
