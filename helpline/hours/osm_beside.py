"""Where programs for OpenStreetMap read a text otherwise than hours count here. Plain Python.

The packaged evaluator gets the text with bank holidays as dates, and both are asked by the clock on the
wall. They differ where a night runs into a day with hours of its own: there it ends at midnight, here it
runs to its end.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from opening_hours import OpeningHours

from helpline.hours.osm_reading import with_dates_for_bank_holidays
from helpline.hours.rules import BankHolidays, Schedule, spans_on
from helpline.hours.wording import date_text

A_DAY = timedelta(days=1)
MIDNIGHT = time(0)
Stretch = tuple[datetime, datetime]


def differences(
    text: str, schedule: Schedule, bank_holidays: BankHolidays, *, first: date, days: int = 14
) -> tuple[str, ...]:
    """Return a sentence for each stretch of these days that is open for one and closed for the other."""
    start = datetime.combine(first, MIDNIGHT)
    end = start + timedelta(days=days)
    theirs = list(_theirs(text, sorted(bank_holidays), start, end))
    ours = list(_joined(_clipped(_ours(schedule, bank_holidays, first, days), start, end)))
    only_here = ((*each, "open here and closed") for each in _without(ours, theirs))
    only_there = ((*each, "closed here and open") for each in _without(theirs, ours))
    return tuple(_sentence(*each) for each in sorted([*only_here, *only_there]))


def _theirs(text: str, holidays: list[date], start: datetime, end: datetime) -> Iterator[Stretch]:
    near = [day for day in holidays if start - A_DAY <= datetime.combine(day, MIDNIGHT) <= end]
    evaluator = OpeningHours(with_dates_for_bank_holidays(text, near))
    found = (
        (since, until or end)
        for since, until, state, _ in evaluator.intervals(start, end)
        if str(state) == "open"
    )
    return _joined(_clipped(found, start, end))


def _ours(schedule: Schedule, holidays: BankHolidays, first: date, days: int) -> Iterator[Stretch]:
    for offset in range(-1, days):
        day = first + timedelta(days=offset)
        for span in spans_on(schedule, day, holidays):
            begins = datetime.combine(day, span.start)
            yield begins, begins + timedelta(minutes=span.minutes)


def _clipped(stretches: Iterable[Stretch], start: datetime, end: datetime) -> Iterator[Stretch]:
    for since, until in stretches:
        if since < end and until > start:
            yield max(since, start), min(until, end)


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    current: Stretch | None = None
    for since, until in sorted(stretches):
        if current and since <= current[1]:
            current = (current[0], max(current[1], until))
            continue
        if current:
            yield current
        current = (since, until)
    if current:
        yield current


def _without(stretches: list[Stretch], others: list[Stretch]) -> Iterator[Stretch]:
    for since, until in stretches:
        at = since
        for other_since, other_until in others:
            if other_until <= at or other_since >= until:
                continue
            if other_since > at:
                yield at, other_since
            at = other_until
        if at < until:
            yield at, until


def _sentence(since: datetime, until: datetime, said: str) -> str:
    if until.date() == since.date() or until == datetime.combine(since.date() + A_DAY, MIDNIGHT):
        end = "24:00" if until.time() == MIDNIGHT else f"{until:%H:%M}"
    else:
        end = f"{until:%H:%M} on {date_text(until.date())}"
    return (
        f"{date_text(since.date())}, {since:%H:%M} to {end}: {said} for programs that follow OpenStreetMap."
    )
