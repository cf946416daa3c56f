"""For how much of each hour new callers are taken: the same as asking for every minute."""

from datetime import date, datetime, time, timedelta

import pytest

from helpline.hours.bank_holidays import bank_holidays_of
from helpline.hours.by_hour import open_shares
from helpline.hours.rules import LONDON, ExceptionDay, Intake, Nation, Schedule, Span, WeeklyInterval
from tests.hours.schedules import ALWAYS, NIGHTS, OFFICE, state

# From a Monday to a Christmas Day; no clock changes among them.
DAYS = [date(2026, 12, 21) + timedelta(days=n) for n in range(5)]
HOLIDAYS = bank_holidays_of(Nation.ENGLAND, 2026)
ODD = Schedule(
    weekly=(
        WeeklyInterval(0, time(9, 10), time(12, 40)),
        WeeklyInterval(0, time(12, 40), time(17, 10)),
        WeeklyInterval(1, time(20), time(2, 30)),
        WeeklyInterval(2, time(2, 30), time(3)),
        WeeklyInterval(4, time(18), time(23)),
        WeeklyInterval(6, time(0), time(0)),
    ),
    exceptions=(ExceptionDay(date(2026, 12, 23), spans=(Span(time(23, 50), time(0, 20)),)),),
    last_intake_minutes=20,
)


@pytest.mark.parametrize("schedule", [OFFICE, NIGHTS, ODD], ids=range(3))
def test_each_hour_is_what_its_minutes_are(schedule: Schedule) -> None:
    for day in DAYS:
        begins = datetime.combine(day, time(0), tzinfo=LONDON)
        # Spans begin and end at whole ten minutes: one minute stands for ten.
        minutes = [begins + timedelta(minutes=10 * n) for n in range(144)]
        takes = [state(schedule, minute).intake is Intake.OPEN for minute in minutes]

        shares = open_shares(schedule, day, HOLIDAYS)

        assert shares == pytest.approx([sum(takes[6 * hour : 6 * hour + 6]) / 6 for hour in range(24)])


def test_two_days_of_the_week_in_numbers() -> None:
    monday, christmas = DAYS[0], DAYS[4]
    most = pytest.approx(50 / 60)

    assert open_shares(ODD, monday, HOLIDAYS)[8:18] == (0, most, 1, 1, 1, 1, 1, 1, most, 0)
    assert open_shares(ALWAYS, christmas, HOLIDAYS) == (1,) * 24
    assert open_shares(OFFICE, christmas, HOLIDAYS) == (0,) * 24
