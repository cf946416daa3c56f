"""Closing early and extending as rules: which hours are meant, and what is refused."""

from datetime import date, time

import pytest

from helpline.hours.bank_holidays import bank_holidays_around
from helpline.hours.conflicts import problems
from helpline.hours.rules import ExceptionDay, Intake, Schedule, Span, TodayAct, opening
from helpline.hours.today import (
    NotEarlier,
    NothingToUndo,
    NotLater,
    NotOpenToday,
    TimePassed,
    TooLate,
    acts_now,
    close_early,
    extend,
)
from tests.hours.schedules import ALWAYS, AS_USUAL, NIGHTS, OFFICE, every_day, london, state, utc

WHY = "Two handlers are ill"
TWICE = Schedule(weekly=every_day("09:00", "12:00") + every_day("14:00", "17:00"), bank_holidays=AS_USUAL)
LATE = Schedule(weekly=every_day("12:00", "00:00"), bank_holidays=AS_USUAL, last_intake_minutes=30)


def closed(schedule: Schedule, at: str, until: str | None) -> Schedule:
    moment = london(at)
    holidays = bank_holidays_around(schedule.bank_holidays.nation, moment)
    wall = time.fromisoformat(until) if until else None
    return close_early(schedule, moment, wall, reason=WHY, bank_holidays=holidays)


def extended(schedule: Schedule, at: str, until: str) -> Schedule:
    moment = london(at)
    holidays = bank_holidays_around(schedule.bank_holidays.nation, moment)
    return extend(schedule, moment, time.fromisoformat(until), reason=WHY, bank_holidays=holidays)


# -- closing early ----------------------------------------------------------------------------


def test_today_ends_at_the_time_that_is_given_and_tomorrow_is_as_ever() -> None:
    schedule = closed(OFFICE, "2026-11-25T14:00", "16:00")

    assert state(schedule, london("2026-11-25T14:00")).closes_at == utc("2026-11-25T16:00")
    # The last caller starts half an hour before the end, as on other days.
    assert state(schedule, london("2026-11-25T15:30")).intake is Intake.CLOSING
    assert state(schedule, london("2026-11-25T16:00")).opens_at == utc("2026-11-26T09:00")
    assert schedule.exceptions == (
        ExceptionDay(date(2026, 11, 25), WHY, (Span(time(9), time(16)),), TodayAct.CLOSED_EARLY),
    )


def test_now_is_this_minute() -> None:
    schedule = closed(OFFICE, "2026-11-25T14:23:40", None)

    assert state(schedule, london("2026-11-25T14:23:40")).intake is Intake.CLOSED
    assert schedule.exceptions[0].spans == (Span(time(9), time(14, 23)),)


def test_a_line_closed_in_its_first_minutes_is_no_mistake() -> None:
    for at in ("2026-11-25T09:00:20", "2026-11-25T09:05"):
        schedule = closed(OFFICE, at, None)
        assert state(schedule, london(at)).intake is Intake.CLOSED
        assert problems(schedule) == {}


def test_the_hours_of_the_afternoon_go_too() -> None:
    schedule = closed(TWICE, "2026-11-25T10:00", "11:00")

    assert schedule.exceptions[0].spans == (Span(time(9), time(11)),)
    assert state(schedule, london("2026-11-25T15:00")).opens_at == utc("2026-11-26T09:00")


def test_in_the_pause_at_noon_the_afternoon_is_shortened() -> None:
    schedule = closed(TWICE, "2026-11-25T13:00", "15:00")

    assert schedule.exceptions[0].spans == (Span(time(9), time(12)), Span(time(14), time(15)))


def test_before_opening_the_day_may_be_closed_altogether() -> None:
    schedule = closed(OFFICE, "2026-11-25T08:00", None)

    assert schedule.exceptions[0].spans == ()
    assert state(schedule, london("2026-11-25T08:00")).opens_at == utc("2026-11-26T09:00")


def test_after_midnight_it_is_the_night_of_yesterday_that_ends() -> None:
    schedule = closed(NIGHTS, "2026-11-25T02:00", "04:00")

    assert schedule.exceptions == (
        ExceptionDay(date(2026, 11, 24), WHY, (Span(time(22), time(4)),), TodayAct.CLOSED_EARLY),
    )
    assert state(schedule, london("2026-11-25T04:00")).opens_at == utc("2026-11-25T22:00")


def test_before_midnight_a_night_may_end_after_it() -> None:
    schedule = closed(NIGHTS, "2026-11-24T23:00", "01:00")

    assert state(schedule, london("2026-11-24T23:00")).closes_at == utc("2026-11-25T01:00")


def test_a_line_that_never_closes_opens_again_at_midnight() -> None:
    schedule = closed(ALWAYS, "2026-11-25T15:00", "16:00")

    assert state(schedule, london("2026-11-25T15:00")).closes_at == utc("2026-11-25T16:00")
    assert state(schedule, london("2026-11-25T16:00")).opens_at == utc("2026-11-26T00:00")


def test_where_a_night_runs_into_the_next_days_hours_both_end() -> None:
    overlapping = Schedule(weekly=every_day("22:00", "06:00") + every_day("05:00", "12:00"))
    for at, until in (("2026-11-25T05:30", "05:45"), ("2026-11-25T04:00", "05:30")):
        schedule = closed(overlapping, at, until)
        closes = london(f"2026-11-25T{until}")
        assert state(schedule, closes).intake is Intake.CLOSED


def test_the_day_of_an_exception_is_shortened_as_any_other() -> None:
    planned = Schedule(
        weekly=OFFICE.weekly, exceptions=(ExceptionDay(date(2026, 11, 25), "", (Span(time(9), time(20)),)),)
    )
    schedule = closed(planned, "2026-11-25T18:00", "19:00")

    assert [each.spans for each in schedule.exceptions] == [(Span(time(9), time(19)),)]


@pytest.mark.parametrize(
    ("schedule", "at", "until", "refusal"),
    [
        (OFFICE, "2026-11-25T14:00", "17:00", NotEarlier),
        (OFFICE, "2026-11-25T14:00", "18:30", NotEarlier),
        (OFFICE, "2026-11-25T14:00", "13:30", TimePassed),
        (OFFICE, "2026-11-25T14:00", "14:00", TimePassed),
        (NIGHTS, "2026-11-25T02:00", "01:00", TimePassed),
        (NIGHTS, "2026-11-24T23:00", "07:00", NotEarlier),
        (OFFICE, "2026-11-25T17:00", None, NotOpenToday),
        (OFFICE, "2026-11-25T18:00", "19:00", NotOpenToday),
        # A Saturday, and a bank holiday.
        (OFFICE, "2026-11-28T10:00", None, NotOpenToday),
        (OFFICE, "2026-12-25T10:00", "11:00", NotOpenToday),
        (Schedule(), "2026-11-25T10:00", None, NotOpenToday),
    ],
)
def test_what_cannot_be_is_refused(
    schedule: Schedule, at: str, until: str | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        closed(schedule, at, until)


# -- extending --------------------------------------------------------------------------------


def test_today_ends_later_and_takes_callers_until_shortly_before() -> None:
    schedule = extended(OFFICE, "2026-11-25T16:45", "19:00")

    assert state(schedule, london("2026-11-25T16:45")).intake is Intake.OPEN
    assert state(schedule, london("2026-11-25T18:29")).closes_at == utc("2026-11-25T19:00")
    assert state(schedule, london("2026-11-26T18:00")).intake is Intake.CLOSED
    assert schedule.exceptions[0].act is TodayAct.EXTENDED


def test_what_has_closed_already_opens_again() -> None:
    schedule = extended(OFFICE, "2026-11-25T17:20", "18:00")

    assert state(schedule, london("2026-11-25T17:20")).intake is Intake.OPEN


def test_an_evening_may_go_on_past_midnight() -> None:
    schedule = extended(LATE, "2026-11-25T23:00", "01:30")

    assert state(schedule, london("2026-11-26T00:30")).closes_at == utc("2026-11-26T01:30")
    assert schedule.exceptions[0].date == date(2026, 11, 25)


def test_an_evening_may_end_at_midnight() -> None:
    schedule = extended(OFFICE, "2026-11-25T16:00", "00:00")

    assert state(schedule, london("2026-11-25T20:00")).closes_at == utc("2026-11-26T00:00")


def test_after_midnight_it_is_the_night_of_yesterday_that_goes_on() -> None:
    schedule = extended(NIGHTS, "2026-11-25T05:00", "08:00")

    assert state(schedule, london("2026-11-25T07:00")).closes_at == utc("2026-11-25T08:00")


def test_of_two_openings_the_last_is_made_longer() -> None:
    schedule = extended(TWICE, "2026-11-25T10:00", "19:00")

    assert schedule.exceptions[0].spans == (Span(time(9), time(12)), Span(time(14), time(19)))


def test_what_was_closed_early_may_be_extended_again() -> None:
    schedule = extended(closed(OFFICE, "2026-11-25T14:00", None), "2026-11-25T14:10", "16:00")

    assert state(schedule, london("2026-11-25T14:10")).closes_at == utc("2026-11-25T16:00")
    assert [each.act for each in schedule.exceptions] == [TodayAct.EXTENDED]


@pytest.mark.parametrize(
    ("schedule", "at", "until", "refusal"),
    [
        (OFFICE, "2026-11-25T14:00", "17:00", NotLater),
        (OFFICE, "2026-11-25T14:00", "16:00", NotLater),
        (OFFICE, "2026-11-25T18:00", "17:30", TimePassed),
        (OFFICE, "2026-11-25T18:00", "18:00", TimePassed),
        # A time of the morning, where the evening was meant.
        (OFFICE, "2026-11-25T14:00", "07:00", TooLate),
        (OFFICE, "2026-11-25T14:00", "01:01", TooLate),
        (OFFICE, "2026-11-25T14:00", "09:00", TooLate),
        (ALWAYS, "2026-11-25T14:00", "16:00", NotLater),
        (OFFICE, "2026-11-28T10:00", "18:00", NotOpenToday),
        (OFFICE, "2026-12-25T10:00", "18:00", NotOpenToday),
    ],
)
def test_no_time_that_makes_no_day_longer_is_taken(
    schedule: Schedule, at: str, until: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        extended(schedule, at, until)


# -- the days on which the clocks change --------------------------------------------------------


def test_in_the_hour_that_october_has_twice_now_is_now() -> None:
    # 01:20, the first of two: an end at 01:20 would be the second.
    at = utc("2026-10-25T00:20")
    schedule = close_early(ALWAYS, at, None, reason=WHY, bank_holidays={})

    assert opening(schedule, at, {}).intake is Intake.CLOSED
    assert schedule.exceptions[0].spans == (Span(time(0), time(0, 59)),)


def test_a_time_of_that_hour_is_the_second_one() -> None:
    at = utc("2026-10-25T00:20")
    schedule = close_early(ALWAYS, at, time(1, 40), reason=WHY, bank_holidays={})

    assert opening(schedule, at, {}).closes_at == utc("2026-10-25T01:40")


def test_a_time_that_march_has_not_is_the_jump() -> None:
    at = utc("2026-03-29T00:30")
    schedule = close_early(ALWAYS, at, time(1, 30), reason=WHY, bank_holidays={})

    assert opening(schedule, at, {}).closes_at == utc("2026-03-29T01:00")
    with pytest.raises(NotLater):
        extend(NIGHTS, at, time(5), reason=WHY, bank_holidays={})


def test_the_summer_s_end_is_extended_by_the_clock_on_the_wall() -> None:
    schedule = extended(LATE, "2026-10-24T23:00", "01:30")

    assert state(schedule, london("2026-10-24T23:00")).closes_at == utc("2026-10-25T01:30")


# -- what was done ----------------------------------------------------------------------------


def test_what_was_done_today_is_known_and_until_noon_what_was_done_last_night() -> None:
    planned = ExceptionDay(date(2026, 11, 25), "training", ())
    night = closed(NIGHTS, "2026-11-25T02:00", "04:00")

    assert acts_now(Schedule(exceptions=(planned,)), london("2026-11-25T10:00")) == ()
    assert acts_now(night, london("2026-11-25T11:59")) == night.exceptions
    assert acts_now(night, london("2026-11-25T12:00")) == ()
    day = closed(OFFICE, "2026-11-25T14:00", None)
    assert acts_now(day, london("2026-11-25T23:59")) == day.exceptions
    assert NothingToUndo.code == "hours.nothing_to_undo"
