"""What the forecast goes by: arrivals of past months, with the hours for which the line was open.

Hours of a month that has not ended count until now. The first month in which anything was counted is left
out, since nobody knows on which day of it counting began.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F, Min

from helpline.hours.bank_holidays import bank_holidays_around
from helpline.hours.by_hour import ALL_OPEN, NEVER_OPEN, open_shares
from helpline.hours.codec import schedule_from_json
from helpline.hours.models import HoursVersion
from helpline.hours.rules import LONDON, MAIN_QUEUE, BankHolidays, Nation, Schedule
from helpline.statistics.arrivals import BANK_HOLIDAY
from helpline.statistics.forecast import Past
from helpline.statistics.models import ArrivalTally
from helpline.statistics.profile import Cell

MONTHS = 12
ONE_DAY = timedelta(days=1)


class Hours:
    """The line's hours on any day, as they were in force then. Two queries when it is made."""

    def __init__(self, *, now: datetime) -> None:
        rows = HoursVersion.objects.filter(queue=MAIN_QUEUE).order_by("number")
        self._versions = [
            (at.astimezone(LONDON).date(), schedule_from_json(schedule))
            for at, schedule in rows.values_list("created_at", "schedule")
        ]
        # As everywhere: until hours are published the demo is always open, and a service is closed.
        self._without = ALL_OPEN if settings.HELPLINE_MODE == "demo" else NEVER_OPEN
        self._now = now
        self._holidays: dict[tuple[Nation, int], BankHolidays] = {}

    def schedule_on(self, day: date) -> Schedule | None:
        """Return what was in force at the end of a day; of days to come what is in force now."""
        return next((schedule for since, schedule in reversed(self._versions) if since <= day), None)

    def is_bank_holiday(self, day: date) -> bool:
        schedule = self.schedule_on(day)
        return day in self._around(schedule.bank_holidays.nation if schedule else Nation.ENGLAND, day)

    def open_on(self, day: date) -> tuple[float, ...]:
        """Return for how much of each of its 24 hours the line takes, or took, new callers on a day."""
        schedule = self.schedule_on(day)
        if schedule is None:
            return self._without
        return open_shares(schedule, day, self._around(schedule.bank_holidays.nation, day))

    def passed_on(self, day: date) -> tuple[float, ...]:
        """Return what of `open_on` is over by now."""
        local = self._now.astimezone(LONDON)
        if day != local.date():
            return self.open_on(day)
        over = [min(1.0, max(0.0, local.hour + local.minute / 60 - hour)) for hour in range(24)]
        return tuple(share * part for share, part in zip(self.open_on(day), over, strict=True))

    def _around(self, nation: Nation, day: date) -> BankHolidays:
        key = (nation, day.year)
        if key not in self._holidays:
            middle = datetime(day.year, 1, 1, 12, tzinfo=LONDON)
            self._holidays[key] = bank_holidays_around(nation, middle)
        return self._holidays[key]


def past_hours(*, now: datetime) -> list[Past]:
    """Return every cell of the last twelve months and the running one in which the line was open.

    Who was turned away because it was full counts as well. Three queries. Empty until a second month begins.
    """
    today = now.astimezone(LONDON).date()
    running = today.replace(day=1)
    first = ArrivalTally.objects.exclude(weekday=BANK_HOLIDAY).aggregate(first=Min("month"))["first"]
    if first is None or first >= running:
        return []
    since = max(_months_before(first, -1), _months_before(running, MONTHS))
    open_hours = _open_hours(Hours(now=now), since, today)
    rows = ArrivalTally.objects.filter(month__gte=date(since.year, 1, 1)).annotate(
        came=F("number") + F("turned_away")
    )
    came = {(month, (weekday, hour)): number for month, weekday, hour, number in
            rows.values_list("month", "weekday", "hour", "came")}  # fmt: skip
    return [
        # Bank holidays of this year and of the last count alike: there are so few.
        Past(
            cell, came.get((month, cell), 0), hours, 0 if cell[0] == BANK_HOLIDAY else _apart(month, running)
        )
        for (month, cell), hours in open_hours.items()
        if hours > 0
    ]


def _open_hours(hours: Hours, since: date, today: date) -> dict[tuple[date, Cell], float]:
    """Return how long the line was open, by the month and cell under which an arrival is counted."""
    found: defaultdict[tuple[date, Cell], float] = defaultdict(float)
    for day in _days(since, today):
        is_holiday = hours.is_bank_holiday(day)
        month = date(day.year, 1, 1) if is_holiday else day.replace(day=1)
        weekday = BANK_HOLIDAY if is_holiday else day.weekday()
        for hour, share in enumerate(hours.passed_on(day)):
            found[month, (weekday, hour)] += share
    return found


def _days(since: date, until: date) -> Iterator[date]:
    while since <= until:
        yield since
        since += ONE_DAY


def _months_before(month: date, number: int) -> date:
    place = month.year * 12 + month.month - 1 - number
    return date(place // 12, place % 12 + 1, 1)


def _apart(month: date, running: date) -> int:
    return (running.year - month.year) * 12 + running.month - month.month
