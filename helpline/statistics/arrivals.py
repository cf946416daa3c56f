"""When contacts arrive: sums by hour and weekday of a month, which know no contact and no day.

See docs/adr/0059-staffing-from-sums.md. A bank holiday counts as one, in whatever weekday it falls; all of a
year are one sum. Who comes back to a talk that goes on does not arrive, nor does practice, nor a phone call.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Sum

from helpline.hours.bank_holidays import bank_holidays_of
from helpline.hours.rules import LONDON, Nation
from helpline.hours.services import schedule_in_force
from helpline.statistics.bands import month_of
from helpline.statistics.disclosure import masked_counts
from helpline.statistics.made_up import is_made_up
from helpline.statistics.models import ArrivalTally

BANK_HOLIDAY = ArrivalTally.BANK_HOLIDAY
WEEKDAYS, HOURS = range(7), range(24)

# A weekday 0 (Monday) to 6, or BANK_HOLIDAY, and an hour 0 to 23 by the clock in London.
Cell = tuple[int, int]


@dataclass(frozen=True)
class WeekTable:
    """Contacts that began by weekday and hour as they may be shown; None is a figure that is not shown.

    `cells` has all 168; `total` is of ordinary days, without bank holidays.
    """

    cells: Mapping[Cell, int | None]
    total: int | None


def count_arrival(*, at: datetime, turned_away: bool = False) -> None:
    """Count one who begins a chat at `at` (aware), or who could not because the line was full.

    Call it last in the transaction that stores the contact: many arrive in one hour, and each waits for the
    row of that hour until the one before is stored.
    """
    if is_made_up():
        return
    month, weekday, hour = _place(at)
    column = "turned_away" if turned_away else "number"
    with transaction.atomic():
        row = ArrivalTally.objects.filter(month=month, weekday=weekday, hour=hour)
        if not row.update(**{column: F(column) + 1}):
            ArrivalTally.objects.get_or_create(month=month, weekday=weekday, hour=hour)
            row.update(**{column: F(column) + 1})


def weekday_hour_table(months: Sequence[date]) -> WeekTable:
    """Return when contacts began over these months (first days of them), under the policy called internal.

    For pages of figures: months of the grid alone, and never two periods of which one lies within the
    other on one page. A cell below five is not shown, nor what would reveal one.
    """
    rows = ArrivalTally.objects.filter(month__in=months, weekday__in=WEEKDAYS)
    sums = Counter(
        {(weekday, hour): number for weekday, hour, number in
         rows.values_list("weekday", "hour").annotate(Sum("number"))}
    )  # fmt: skip
    names = {f"{weekday} {hour}": (weekday, hour) for weekday in WEEKDAYS for hour in HOURS}
    table = masked_counts({name: sums[cell] for name, cell in names.items()}, sums.total())
    return WeekTable({names[name]: number for name, number in table.cells.items()}, table.total)


def _place(at: datetime) -> tuple[date, int, int]:
    """Return the month (or the year), the weekday and the hour that a moment counts in."""
    local = at.astimezone(LONDON)
    if _is_bank_holiday(local.date()):
        return date(local.year, 1, 1), BANK_HOLIDAY, local.hour
    return month_of(at), local.weekday(), local.hour


def _is_bank_holiday(day: date) -> bool:
    # The service's nation is asked for only on a day that is one somewhere: every start comes by here.
    if not any(day in bank_holidays_of(nation, day.year) for nation in Nation):
        return False
    schedule = schedule_in_force()
    nation = schedule.bank_holidays.nation if schedule else Nation.ENGLAND
    return day in bank_holidays_of(nation, day.year)
