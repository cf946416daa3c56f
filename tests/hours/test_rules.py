from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from helpline.hours.rules import (
    BankHolidayPolicy,
    ExceptionDay,
    HolidayMode,
    Intake,
    Nation,
    Opening,
    Schedule,
    Span,
    WeeklyInterval,
    opening,
)
from tests.hours.schedules import ALWAYS, AS_USUAL, NIGHTS, OFFICE, every_day, london, state, utc

TEN_TO_NOON = Span(time(10), time(12))


def test_within_the_hours_the_line_is_open_and_says_until_when():
    assert state(OFFICE, london("2026-11-23T10:00")) == Opening(
        Intake.OPEN,
        opens_at=None,
        closes_at=utc("2026-11-23T17:00"),
        last_intake_at=utc("2026-11-23T16:30"),
    )


def test_the_opening_minute_is_open_and_the_minute_before_is_not():
    assert state(OFFICE, london("2026-11-23T08:59:59")).intake is Intake.CLOSED
    assert state(OFFICE, london("2026-11-23T09:00")).intake is Intake.OPEN


def test_soft_close_refuses_intake_from_the_last_intake_until_closing():
    closing = Opening(
        Intake.CLOSING,
        opens_at=utc("2026-11-24T09:00"),
        closes_at=utc("2026-11-23T17:00"),
        last_intake_at=utc("2026-11-23T16:30"),
    )

    assert state(OFFICE, london("2026-11-23T16:29:59")).intake is Intake.OPEN
    assert state(OFFICE, london("2026-11-23T16:30")) == closing
    assert state(OFFICE, london("2026-11-23T16:59:59")) == closing
    assert state(OFFICE, london("2026-11-23T17:00")) == Opening(
        Intake.CLOSED, opens_at=utc("2026-11-24T09:00")
    )


def test_without_a_last_intake_the_line_never_is_closing():
    schedule = replace(OFFICE, last_intake_minutes=0)

    assert state(schedule, london("2026-11-23T16:59:59")).intake is Intake.OPEN
    assert state(schedule, london("2026-11-23T17:00")).intake is Intake.CLOSED


def test_christmas_eve_evening_opens_after_the_substitute_bank_holiday():
    assert state(OFFICE, london("2026-12-24T18:00")).opens_at == utc("2026-12-29T09:00")


@pytest.mark.parametrize(
    ("nation", "at", "opens_at"),
    [
        (Nation.ENGLAND, "2026-11-27T18:00", "2026-11-30T09:00"),
        (Nation.SCOTLAND, "2026-11-27T18:00", "2026-12-01T09:00"),
        (Nation.NORTHERN_IRELAND, "2027-03-16T18:00", "2027-03-18T09:00"),
        (Nation.WALES, "2027-03-16T18:00", "2027-03-17T09:00"),
    ],
)
def test_each_nation_has_its_own_bank_holidays(nation: Nation, at: str, opens_at: str):
    schedule = replace(OFFICE, bank_holidays=BankHolidayPolicy(nation))

    assert state(schedule, london(at)).opens_at == utc(opens_at)


def test_bank_holidays_as_usual_are_open():
    schedule = replace(OFFICE, bank_holidays=AS_USUAL)

    assert state(schedule, london("2026-12-25T10:00")).intake is Intake.OPEN


def test_bank_holidays_may_have_hours_of_their_own():
    policy = BankHolidayPolicy(mode=HolidayMode.SPECIAL, spans=(TEN_TO_NOON,))
    schedule = replace(OFFICE, bank_holidays=policy)

    assert state(schedule, london("2026-12-24T18:00")).opens_at == utc("2026-12-25T10:00")
    assert state(schedule, london("2026-12-25T11:00")).closes_at == utc("2026-12-25T12:00")


def test_an_exception_counts_before_the_bank_holiday_and_before_the_week():
    schedule = replace(
        OFFICE,
        exceptions=(
            ExceptionDay(date(2026, 12, 25), "Christmas line", (TEN_TO_NOON,)),
            ExceptionDay(date(2026, 12, 29), "Training"),
        ),
    )

    assert state(schedule, london("2026-12-25T10:30")).closes_at == utc("2026-12-25T12:00")
    assert state(schedule, london("2026-12-25T13:00")).opens_at == utc("2026-12-30T09:00")


def test_a_closed_day_does_not_cut_the_night_that_began_before_it():
    schedule = replace(NIGHTS, exceptions=(ExceptionDay(date(2026, 12, 25), "Closed"),))

    assert state(schedule, london("2026-12-25T03:00")).closes_at == utc("2026-12-25T06:00")
    assert state(schedule, london("2026-12-25T23:00")).opens_at == utc("2026-12-26T22:00")


def test_hours_that_touch_are_one_opening():
    weekly = (
        WeeklyInterval(0, time(18), time(0)),
        WeeklyInterval(1, time(0), time(2)),
        WeeklyInterval(1, time(2), time(3)),
    )
    schedule = Schedule(weekly=weekly, last_intake_minutes=60)

    assert state(schedule, london("2026-11-23T23:30")) == Opening(
        Intake.OPEN,
        closes_at=utc("2026-11-24T03:00"),
        last_intake_at=utc("2026-11-24T02:00"),
    )


def test_equal_start_and_end_last_24_hours():
    schedule = Schedule(weekly=(WeeklyInterval(0, time(9), time(9)),))

    assert state(schedule, london("2026-11-24T08:59")).closes_at == utc("2026-11-24T09:00")
    assert state(schedule, london("2026-11-24T09:00")).opens_at == utc("2026-11-30T09:00")


def test_no_hours_at_all_open_never():
    assert state(Schedule(), london("2026-11-23T10:00")) == Opening(Intake.CLOSED)


def test_the_next_opening_is_found_a_year_ahead_but_not_for_ever():
    once = Schedule(exceptions=(ExceptionDay(date(2027, 12, 1), "", (TEN_TO_NOON,)),))

    assert state(once, london("2026-11-23T10:00")).opens_at == utc("2027-12-01T10:00")
    assert state(once, london("2026-10-01T10:00")) == Opening(Intake.CLOSED)


def test_an_opening_too_short_for_anybody_is_not_promised():
    schedule = replace(
        OFFICE,
        exceptions=(ExceptionDay(date(2026, 11, 24), "Short", (Span(time(9), time(9, 20)),)),),
    )

    assert state(schedule, london("2026-11-23T18:00")).opens_at == utc("2026-11-25T09:00")
    assert state(schedule, london("2026-11-24T09:00")).intake is Intake.CLOSING


@pytest.mark.parametrize(
    ("evening", "closes_at", "hours"),
    [
        ("2026-03-28T22:00", "2026-03-29T05:00", 7),
        ("2027-03-27T22:00", "2027-03-28T05:00", 7),
        ("2026-10-24T22:00", "2026-10-25T06:00", 9),
        ("2027-10-30T22:00", "2027-10-31T06:00", 9),
        ("2026-11-23T22:00", "2026-11-24T06:00", 8),
    ],
)
def test_a_night_shift_is_an_hour_shorter_in_march_and_longer_in_october(
    evening: str, closes_at: str, hours: int
):
    start = london(evening).astimezone(UTC)

    assert state(NIGHTS, start - timedelta(seconds=1)).opens_at == start
    assert state(NIGHTS, start).closes_at == utc(closes_at) == start + timedelta(hours=hours)


def test_office_hours_stay_at_nine_on_the_clock_on_both_sides_of_a_change():
    schedule = Schedule(weekly=every_day("09:00", "17:00"), bank_holidays=AS_USUAL)

    assert state(schedule, utc("2026-03-28T20:00")).opens_at == utc("2026-03-29T08:00")
    assert state(schedule, utc("2026-10-24T20:00")).opens_at == utc("2026-10-25T09:00")


@pytest.mark.parametrize(
    "evening",
    [
        "2026-10-24T22:00",
        pytest.param("2026-03-28T22:00", marks=pytest.mark.long),
        pytest.param("2027-10-30T22:00", marks=pytest.mark.long),
    ],
)
def test_round_the_clock_is_open_in_every_minute_of_a_change_night(evening: str):
    start = london(evening).astimezone(UTC)

    states = {state(ALWAYS, start + timedelta(minutes=minute)) for minute in range(10 * 60)}

    assert states == {Opening(Intake.OPEN)}


def test_hours_within_the_skipped_hour_begin_and_end_at_the_jump():
    def on_that_sunday(start: time, end: time) -> Schedule:
        return Schedule(weekly=(WeeklyInterval(6, start, end),), bank_holidays=AS_USUAL)

    before = london("2026-03-29T00:45")

    assert state(on_that_sunday(time(0, 30), time(1, 30)), before).closes_at == utc("2026-03-29T01:00")
    assert state(on_that_sunday(time(1, 30), time(4)), before).opens_at == utc("2026-03-29T01:00")
    # Wholly inside the hour that does not exist: nothing this week.
    assert state(on_that_sunday(time(1, 10), time(1, 40)), before).opens_at == utc("2026-04-05T00:10")


def test_hours_within_the_repeated_hour_last_from_its_first_to_its_second_turn():
    schedule = Schedule(weekly=(WeeklyInterval(6, time(1, 10), time(1, 40)),), bank_holidays=AS_USUAL)
    begins = utc("2026-10-25T00:10")

    assert state(schedule, utc("2026-10-25T00:00")).opens_at == begins
    assert state(schedule, begins).closes_at == utc("2026-10-25T01:40")


def test_a_date_is_a_bank_holiday_only_when_it_is_among_those_given():
    at = london("2026-12-25T10:00")

    assert opening(OFFICE, at, {}).intake is Intake.OPEN
    assert opening(OFFICE, at, {date(2026, 12, 25): "Christmas Day"}).intake is Intake.CLOSED


def test_the_moment_may_come_in_any_time_zone():
    at = datetime.fromisoformat("2026-07-01T08:00:00+00:00")

    assert state(OFFICE, at).intake is Intake.OPEN
    assert state(OFFICE, at) == state(OFFICE, london("2026-07-01T09:00"))
