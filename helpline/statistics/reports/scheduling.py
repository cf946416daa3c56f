"""On which day which report of a template is due. Plain Python."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from helpline.statistics.questions import CLOSED_AFTER_DAYS, Period

# Day 1 is the first day after the period. Before the soonest its figures could still change.
SOONEST_DUE_DAY = CLOSED_AFTER_DAYS + 1
LAST_DUE_DAY = 60
# After so long a standstill older ones are not made up for.
MOST_BACK = 12


def due_on(period: Period, due_day: int) -> date:
    """Return the day on which the report of a period is due."""
    return period.end + timedelta(days=due_day - 1)


def due(kind: Literal["month", "quarter"], due_day: int, *, since: date, today: date) -> Iterator[Period]:
    """Yield the periods whose reports are due, the newest first: none that was due before `since`."""
    period = Period.containing(today, kind)
    for _ in range(MOST_BACK + LAST_DUE_DAY // 28 + 1):
        if due_on(period, due_day) < since:
            return
        if due_on(period, due_day) <= today:
            yield period
        period = period.before()
