"""What the forecast goes by: counts of past months over the hours for which the line was open."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from helpline.hours.rules import BankHolidayPolicy, HolidayMode, Schedule
from helpline.hours.services import publish_hours
from helpline.staff.models import Account
from helpline.statistics.arrivals import BANK_HOLIDAY
from helpline.statistics.forecast import Past
from helpline.statistics.models import ArrivalTally
from helpline.statistics.past_hours import past_hours
from tests.hours.schedules import every_day

pytestmark = pytest.mark.django_db
# Half past eight in the evening of a Thursday; October 2026 has five Thursdays and no bank holiday.
NOW = datetime(2026, 11, 19, 20, 30, tzinfo=UTC)
AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (8, 9, 10, 11))
YEAR = date(2026, 1, 1)


def evenings(supervisor: Account, start: str, at: str, mode: HolidayMode = HolidayMode.AS_USUAL) -> None:
    with time_machine.travel(at, tick=False):
        policy = BankHolidayPolicy(mode=mode)
        schedule = Schedule(weekly=every_day(start, "22:00"), bank_holidays=policy)
        publish_hours(schedule=schedule, by=supervisor)


def tally(month: date, weekday: int, hour: int, number: int, turned_away: int = 0) -> None:
    ArrivalTally.objects.create(
        month=month, weekday=weekday, hour=hour, number=number, turned_away=turned_away
    )


def of(past: list[Past], weekday: int, hour: int) -> dict[float, tuple[int, float]]:
    """Return {months ago: (how many came, open hours)} of one cell."""
    return {each.months_ago: (each.number, each.open_hours) for each in past if each.cell == (weekday, hour)}


def test_counts_stand_over_open_hours_month_by_month_until_now(supervisor: Account) -> None:
    evenings(supervisor, "18:30", "2026-08-01T09:00:00Z")
    tally(AUGUST, 3, 20, 99)
    tally(SEPTEMBER, 3, 20, 12)
    tally(OCTOBER, 3, 20, 11, turned_away=4)
    tally(NOVEMBER, 3, 20, 6)

    past = past_hours(now=NOW)

    # August, the first month, is left out. Two Thursdays of November are over, and half of this hour.
    assert of(past, 3, 20) == {2: (12, 4), 1: (15, 5), 0: (6, 2.5)}
    assert of(past, 3, 18) == {2: (0, 2), 1: (0, 2.5), 0: (0, 1.5)}
    assert of(past, 3, 17) == {}
    assert of(past, 3, 21) == {2: (0, 4), 1: (0, 5), 0: (0, 2)}


def test_hours_that_were_changed_count_from_the_day_of_the_change(supervisor: Account) -> None:
    evenings(supervisor, "20:00", "2026-08-01T09:00:00Z")
    evenings(supervisor, "18:00", "2026-10-15T09:00:00Z")
    tally(AUGUST, 3, 20, 1)

    past = past_hours(now=NOW)

    assert of(past, 3, 18) == {1: (0, 3), 0: (0, 3)}
    assert of(past, 3, 20)[1] == (0, 5)


def test_bank_holidays_are_cells_of_their_own_where_the_line_was_open(supervisor: Account) -> None:
    evenings(supervisor, "18:00", "2026-01-01T09:00:00Z")
    tally(date(2026, 2, 1), 0, 20, 1)
    tally(YEAR, BANK_HOLIDAY, 20, 21)

    past = past_hours(now=NOW)

    # Good Friday, Easter Monday, two in May, one in August: in no Monday's hours.
    assert of(past, BANK_HOLIDAY, 20) == {0: (21, 5)}
    assert of(past, 0, 20)[7] == (0, 3)


def test_bank_holidays_on_which_it_is_closed_are_no_hours(supervisor: Account) -> None:
    evenings(supervisor, "18:00", "2026-01-01T09:00:00Z", HolidayMode.CLOSED)
    tally(date(2026, 2, 1), 0, 20, 1)

    past = past_hours(now=NOW)

    assert of(past, BANK_HOLIDAY, 20) == {}
    assert of(past, 0, 20)[7] == (0, 3)


def test_only_the_last_twelve_months_count(supervisor: Account) -> None:
    evenings(supervisor, "18:00", "2024-01-01T09:00:00Z")
    tally(date(2024, 1, 1), 3, 20, 1)
    tally(date(2025, 10, 1), 3, 20, 100)
    tally(date(2025, 11, 1), 3, 20, 7)

    past = past_hours(now=NOW)

    assert {each.months_ago for each in past} == set(range(13))
    assert of(past, 3, 20)[12] == (7, 4)


@pytest.mark.parametrize("first", [None, NOVEMBER])
def test_before_a_second_month_there_is_nothing_to_go_by(first: date | None, supervisor: Account) -> None:
    evenings(supervisor, "18:00", "2026-08-01T09:00:00Z")
    tally(YEAR, BANK_HOLIDAY, 20, 30)
    if first:
        tally(first, 3, 20, 40)

    assert past_hours(now=NOW) == []


def test_without_hours_the_demo_was_always_open_and_a_service_never(settings: Any) -> None:
    tally(SEPTEMBER, 3, 20, 1)
    assert of(past_hours(now=NOW), 3, 4) == {1: (0, 5), 0: (0, 3)}

    settings.HELPLINE_MODE = "service"
    assert past_hours(now=NOW) == []


def test_more_months_and_more_versions_take_no_more_queries(
    supervisor: Account, django_assert_num_queries: Any
) -> None:
    for month in (8, 9, 10):
        evenings(supervisor, "18:00", f"2026-{month:02}-01T09:00:00Z")
        tally(date(2026, month, 1), 3, 20, 1)
        if month > 8:
            with django_assert_num_queries(3):
                past_hours(now=NOW)
