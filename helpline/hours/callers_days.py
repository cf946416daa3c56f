"""The days to come in the very sentences that callers will read, in English and Welsh. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from helpline.hours.lines import Line
from helpline.hours.rules import LONDON, MIDNIGHT, BankHolidays, Schedule, instant_of, opening, periods
from helpline.hours.said import line_message


@dataclass(frozen=True)
class Said:
    """What callers read from a moment on, until the next."""

    at: datetime
    clock: str
    english: str
    welsh: str


def said_on(
    schedule: Schedule, day: date, bank_holidays: BankHolidays, *, line: Line, now: datetime
) -> tuple[Said, ...]:
    """Return what is read during a date, from its midnight or from now on, at every change."""
    start = max(instant_of(day, MIDNIGHT, fold=0), now.astimezone(UTC))
    end = instant_of(day + timedelta(days=1), MIDNIGHT, fold=0)
    moments = sorted(
        {start} | {each for each in _changes(schedule, start, end, bank_holidays) if each > start}
    )
    said = [_said(schedule, at, bank_holidays, line) for at in moments if at < end]
    return tuple(
        each
        for before, each in pairwise([None, *said])
        if each and (before is None or (before.english, before.welsh) != (each.english, each.welsh))
    )


def _changes(
    schedule: Schedule, start: datetime, end: datetime, bank_holidays: BankHolidays
) -> Iterator[datetime]:
    for period in periods(schedule, start, bank_holidays):
        if period.start >= end:
            return
        yield period.start
        yield from (each for each in (period.last_intake_at, period.end) if each)


def _said(schedule: Schedule, at: datetime, bank_holidays: BankHolidays, line: Line) -> Said:
    state = opening(schedule, at, bank_holidays)
    english, welsh = (line_message(line, language, state, now=at) for language in ("en", "cy"))
    return Said(at, f"{at.astimezone(LONDON):%H:%M}", english, welsh)
