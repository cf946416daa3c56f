from dataclasses import replace
from datetime import date, time

import pytest

from helpline.hours.conflicts import HoursInvalid, check_schedule, problems
from helpline.hours.rules import BankHolidayPolicy, ExceptionDay, HolidayMode, Schedule, Span, WeeklyInterval
from tests.hours.schedules import ALWAYS, NIGHTS, OFFICE


def test_sound_schedules_have_no_problems():
    assert [problems(schedule) for schedule in (OFFICE, NIGHTS, ALWAYS, Schedule())] == [{}, {}, {}, {}]


def test_hours_that_overlap_on_a_day_are_named():
    weekly = (WeeklyInterval(2, time(9), time(13)), WeeklyInterval(2, time(12), time(17)))

    assert problems(Schedule(weekly=weekly)) == {
        "weekly.2": "Wednesday 09:00 to 13:00 and Wednesday 12:00 to 17:00 overlap."
    }


def test_the_same_hours_twice_overlap():
    twice = WeeklyInterval(0, time(9), time(10))

    assert list(problems(Schedule(weekly=(twice, twice)))) == ["weekly.0"]


def test_sunday_night_may_not_run_into_mondays_hours():
    weekly = (WeeklyInterval(6, time(22), time(6)), WeeklyInterval(0, time(5), time(9)))

    assert problems(Schedule(weekly=weekly)) == {
        "weekly.0": "Sunday 22:00 to 06:00 the next day and Monday 05:00 to 09:00 overlap."
    }


def test_hours_that_only_touch_do_not_overlap():
    weekly = (WeeklyInterval(6, time(22), time(6)), WeeklyInterval(0, time(6), time(9)))

    assert problems(Schedule(weekly=weekly)) == {}


def test_hours_of_an_exception_may_not_overlap():
    day = ExceptionDay(date(2026, 12, 24), "", (Span(time(9), time(12)), Span(time(11), time(13))))

    assert problems(Schedule(exceptions=(day,))) == {
        "exceptions": "The hours of Thursday 24 December 2026 overlap: 09:00 to 12:00, and 11:00 to 13:00."
    }


def test_a_date_has_one_exception():
    days = (ExceptionDay(date(2026, 12, 24)), ExceptionDay(date(2026, 12, 24), "Twice"))

    assert problems(Schedule(exceptions=days)) == {
        "exceptions": "Thursday 24 December 2026 has two exceptions. Remove one first."
    }


@pytest.mark.parametrize("minutes", [-1, 721])
def test_the_last_intake_has_bounds(minutes: int):
    assert problems(replace(ALWAYS, last_intake_minutes=minutes)) == {
        "last_intake_minutes": "Give 0 to 720 minutes."
    }


def test_a_last_intake_as_long_as_the_shortest_opening_leaves_no_time_to_start():
    schedule = replace(OFFICE, weekly=(*OFFICE.weekly, WeeklyInterval(5, time(10), time(10, 30))))

    assert list(problems(schedule)) == ["last_intake_minutes"]
    assert problems(replace(schedule, last_intake_minutes=29)) == {}


def test_short_hours_that_touch_a_longer_opening_are_long_enough():
    weekly = (WeeklyInterval(6, time(20), time(0)), WeeklyInterval(0, time(0), time(0, 15)))

    assert problems(Schedule(weekly=weekly, last_intake_minutes=30)) == {}


def test_bank_holiday_hours_count_for_the_last_intake():
    policy = BankHolidayPolicy(mode=HolidayMode.SPECIAL, spans=(Span(time(10), time(10, 20)),))

    assert list(problems(replace(OFFICE, bank_holidays=policy))) == ["last_intake_minutes"]


def test_the_check_raises_with_all_that_is_wrong():
    twice = WeeklyInterval(0, time(9), time(10))

    with pytest.raises(HoursInvalid) as refused:
        check_schedule(Schedule(weekly=(twice, twice), last_intake_minutes=-1))

    assert refused.value.code == "hours.invalid"
    assert set(refused.value.extra["fields"]) == {"weekly.0", "last_intake_minutes"}
