"""Schedules in words and in JSON."""

from dataclasses import replace
from datetime import date, time

import pytest

from helpline.hours.bank_holidays import bank_holidays_of
from helpline.hours.codec import schedule_from_json, schedule_to_json
from helpline.hours.preview import days_ahead
from helpline.hours.rules import (
    ALL_DAY,
    BankHolidayPolicy,
    ExceptionDay,
    HolidayMode,
    Nation,
    Opening,
    Schedule,
    Span,
    WeeklyInterval,
)
from helpline.hours.wording import closing_text, span_text, state_text
from tests.hours.schedules import ALWAYS, AS_USUAL, NIGHTS, OFFICE, london, state

HOLIDAYS_2026 = bank_holidays_of(Nation.ENGLAND, 2026)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (Span(time(9), time(17)), "09:00 to 17:00"),
        (Span(time(18), time(0)), "18:00 to 24:00"),
        (Span(time(22), time(6)), "22:00 to 06:00 the next day"),
        (Span(time(9), time(9)), "09:00 to 09:00 the next day"),
        (ALL_DAY, "24 hours"),
    ],
)
def test_spans_in_words(span: Span, text: str):
    assert span_text(span) == text


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (
            "2026-07-01T10:00",
            "Open until Wednesday 1 July 2026 at 17:00. "
            "New callers can start until Wednesday 1 July 2026 at 16:30.",
        ),
        (
            "2026-07-01T16:45",
            "Closing: conversations go on until Wednesday 1 July 2026 at 17:00, nobody new can start. "
            "Opens Thursday 2 July 2026 at 09:00.",
        ),
        ("2026-12-24T18:00", "Closed. Opens Tuesday 29 December 2026 at 09:00."),
    ],
)
def test_each_state_in_words_and_in_london_time(at: str, text: str):
    assert state_text(state(OFFICE, london(at)), configured=True) == text


def test_a_line_without_an_end_or_without_an_opening_says_so():
    now = london("2026-11-23T10:00")

    assert state_text(state(ALWAYS, now), configured=True) == "Open, with no closing time in sight."
    assert (
        state_text(state(Schedule(), now), configured=True)
        == "Closed. There is no opening in the next 400 days."
    )


def test_unset_hours_say_so():
    assert state_text(Opening(state(ALWAYS, london("2026-11-23T10:00")).intake), configured=False) == (
        "No hours are set. The demo is open at all times until they are."
    )
    assert state_text(state(Schedule(), london("2026-11-23T10:00")), configured=False) == (
        "No hours are set, so the line is closed."
    )


def test_days_ahead_name_bank_holidays_and_exceptions():
    schedule = replace(OFFICE, exceptions=(ExceptionDay(date(2026, 12, 24), "Early close", (ALL_DAY,)),))

    days = days_ahead(schedule, date(2026, 12, 24), 3, HOLIDAYS_2026)

    assert [(day.label, day.hours, day.notes) for day in days] == [
        ("Thursday 24 December 2026", "24 hours", ("Exception: Early close",)),
        ("Friday 25 December 2026", "Closed", ("Bank holiday: Christmas Day",)),
        ("Saturday 26 December 2026", "Closed", ("Bank holiday: Boxing Day",)),
    ]


def test_a_bank_holiday_with_usual_hours_is_still_named():
    (day,) = days_ahead(replace(OFFICE, bank_holidays=AS_USUAL), date(2026, 12, 28), 1, HOLIDAYS_2026)

    assert day.hours == "09:00 to 17:00"
    assert day.notes == ("Bank holiday: Boxing Day (substitute day) (hours as usual)",)


@pytest.mark.parametrize(
    ("sunday", "note"),
    [
        (
            date(2026, 3, 29),
            "The clocks go forward at 01:00: this day has 23 hours, and 01:00 to 02:00 does not exist",
        ),
        (
            date(2026, 10, 25),
            "The clocks go back at 02:00: this day has 25 hours, and 01:00 to 02:00 comes twice",
        ),
    ],
)
def test_clock_changes_are_marked_on_their_day_alone(sunday: date, note: str):
    days = days_ahead(OFFICE, sunday.replace(day=sunday.day - 1), 3, {})

    assert [day.notes for day in days] == [(), (note,), ()]


def test_a_night_is_mentioned_on_the_day_on_which_it_ends():
    (day,) = days_ahead(NIGHTS, date(2026, 11, 24), 1, {})

    assert day.hours == "22:00 to 06:00 the next day"
    assert day.notes == ("Monday’s hours run until 06:00",)


def test_a_schedule_survives_storing():
    schedule = Schedule(
        weekly=(WeeklyInterval(0, time(9), time(17)), WeeklyInterval(5, time(18), time(0))),
        exceptions=(ExceptionDay(date(2026, 12, 24), "Early", (Span(time(22), time(6)),)),),
        bank_holidays=BankHolidayPolicy(Nation.SCOTLAND, HolidayMode.SPECIAL, (ALL_DAY,)),
        last_intake_minutes=45,
    )

    stored = schedule_to_json(schedule)

    assert stored["weekly"][1] == {"weekday": 5, "start": "18:00", "end": "24:00"}
    assert schedule_from_json(stored) == schedule


@pytest.mark.parametrize(
    ("closes", "words"),
    [
        ("2026-12-24T21:00", "at 21:00"),
        ("2026-12-25T00:00", "at midnight"),
        ("2026-12-25T06:00", "on Friday 25 December at 06:00"),
        ("2027-01-01T00:00", "on Thursday 31 December at midnight"),
    ],
)
def test_the_next_closing_is_said_with_its_day_unless_it_is_today(closes: str, words: str):
    assert closing_text(london(closes), now=london("2026-12-24T18:00")) == words
