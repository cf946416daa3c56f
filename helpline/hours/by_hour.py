"""For how much of each hour of a day the line takes new callers. Plain Python.

By the clock on the wall: on the two days on which it changes an hour more or less is left aside.
"""

from datetime import date, timedelta
from functools import lru_cache

from helpline.hours.rules import DAY_MINUTES, BankHolidays, Schedule, Span, minute_of, spans_on

HOURS = 24
ALL_OPEN = (1.0,) * HOURS
NEVER_OPEN = (0.0,) * HOURS
ONE_DAY = timedelta(days=1)


def open_shares(schedule: Schedule, day: date, bank_holidays: BankHolidays) -> tuple[float, ...]:
    """Return 24 shares from 0 to 1; `bank_holidays` cover the day before and the day after too.

    After the last intake nobody new is taken, so that this counts as closed.
    """
    before, this, after = (
        spans_on(schedule, each, bank_holidays) for each in (day - ONE_DAY, day, day + ONE_DAY)
    )
    return _shares(before, this, after, schedule.last_intake_minutes)


# A year has few kinds of days.
@lru_cache(maxsize=512)
def _shares(
    before: tuple[Span, ...], this: tuple[Span, ...], after: tuple[Span, ...], last_intake: int
) -> tuple[float, ...]:
    is_open = [False] * (4 * DAY_MINUTES)
    for number, spans in enumerate((before, this, after)):
        for span in spans:
            start = number * DAY_MINUTES + minute_of(span.start)
            is_open[start : start + span.minutes] = [True] * span.minutes
    # What comes after the day after is as its last minute.
    is_open[3 * DAY_MINUTES :] = [is_open[3 * DAY_MINUTES - 1]] * DAY_MINUTES
    minutes = range(DAY_MINUTES, 2 * DAY_MINUTES)
    takes = [is_open[minute] and all(is_open[minute : minute + last_intake + 1]) for minute in minutes]
    return tuple(sum(takes[60 * hour : 60 * hour + 60]) / 60 for hour in range(HOURS))
