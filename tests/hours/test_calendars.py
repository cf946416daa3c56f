"""The calendar file that is given out, and days that are read from one."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from icalendar import Calendar

from helpline.hours.bank_holidays import bank_holidays_around, bank_holidays_of
from helpline.hours.calendar_reading import CalendarRefused, Meaning, read_calendar
from helpline.hours.calendar_writing import calendar_text
from helpline.hours.lines import Line
from helpline.hours.rules import ExceptionDay, Nation, Schedule, Span, span_instants, spans_on
from tests.hours.random_schedules import FIRST, schedules
from tests.hours.schedules import ALWAYS, NIGHTS, OFFICE, london, utc

CHANGED = utc("2026-12-01T10:00")
HOLIDAYS = bank_holidays_around(Nation.ENGLAND, london("2026-12-21T10:00"))


def written(schedule: Schedule, holidays: dict[date, str]) -> Calendar:
    text = calendar_text(schedule, holidays, line=Line.CHAT, first=FIRST, changed_at=CHANGED)
    calendar = Calendar.from_ical(text)
    assert isinstance(calendar, Calendar)
    return calendar


def file(*events: str) -> str:
    """Return a calendar with these events, each given as its lines."""
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n"
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:{each}\r\n{text}\r\nEND:VEVENT\r\n" for each, text in enumerate(events)
    )
    return f"{head}{body}END:VCALENDAR\r\n"


def read(
    *events: str, means: Meaning = Meaning.CLOSED, schedule: Schedule = OFFICE
) -> tuple[ExceptionDay, ...]:
    text = file(*events)
    return read_calendar(text, means=means, schedule=schedule, bank_holidays=HOLIDAYS, today=FIRST).exceptions


@settings(max_examples=3, deadline=None, derandomize=True)
@given(schedules())
def test_the_file_holds_every_opening_of_a_year_and_no_other(schedule: Schedule):
    nation = schedule.bank_holidays.nation
    off = {day: name for year in (2026, 2027) for day, name in bank_holidays_of(nation, year).items()}
    days = [FIRST + timedelta(days=each) for each in range(365)]
    expected = [
        (start, end)
        for day in days
        for start, end in (span_instants(day, span) for span in spans_on(schedule, day, off))
        if start < end
    ]

    events = written(schedule, off).walk("VEVENT")

    assert [
        tuple(each.decoded(part).astimezone(UTC) for part in ("DTSTART", "DTEND")) for each in events
    ] == expected


def test_times_are_londons_with_its_zone_in_the_file_and_a_night_keeps_its_clock_in_march():
    calendar = written(NIGHTS, {})
    text = calendar.to_ical().decode()

    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "TZID:Europe/London" in text
    assert "DTSTART;TZID=Europe/London:20270327T220000\r\nDTEND;TZID=Europe/London:20270328T060000" in text


def test_reasons_of_exceptions_stay_out():
    day = ExceptionDay(date(2026, 12, 22), "Ann is away", (Span(time(10), time(11)),))

    assert b"Ann" not in written(replace(OFFICE, exceptions=(day,)), HOLIDAYS).to_ical()


def test_two_openings_have_two_names_and_the_same_each_time():
    first, again = (written(OFFICE, HOLIDAYS) for _ in range(2))
    names = [str(each["UID"]) for each in first.walk("VEVENT")]

    assert first.to_ical() == again.to_ical()
    assert len(set(names)) == len(names)


def test_whole_days_are_closed():
    found = read("SUMMARY:Christmas\r\nDTSTART;VALUE=DATE:20261223\r\nDTEND;VALUE=DATE:20261225")

    assert found == (
        ExceptionDay(date(2026, 12, 23), "Christmas"),
        ExceptionDay(date(2026, 12, 24), "Christmas"),
    )


def test_a_time_is_taken_out_of_the_days_hours():
    found = read("SUMMARY:Lunch\r\nDTSTART:20261222T120000Z\r\nDTEND:20261222T133000Z")

    spans = (Span(time(9), time(12)), Span(time(13, 30), time(17)))
    assert ExceptionDay(date(2026, 12, 22), "Lunch", spans) in found


def test_a_time_after_midnight_is_taken_out_of_the_night_before():
    found = read("SUMMARY:Work\r\nDTSTART:20261223T040000Z\r\nDURATION:PT4H", schedule=NIGHTS)

    assert ExceptionDay(date(2026, 12, 22), "Work", (Span(time(22), time(4)),)) in found


def test_times_may_be_the_hours_themselves():
    found = read(
        "SUMMARY:Carols\r\nDTSTART;TZID=Europe/London:20261225T180000\r\nDTEND;TZID=Europe/London:20261226T020000",
        "DTSTART;TZID=America/New_York:20261227T050000\r\nDURATION:PT2H",
        means=Meaning.OPEN,
    )

    assert found == (
        ExceptionDay(date(2026, 12, 25), "Carols", (Span(time(18), time(2)),)),
        ExceptionDay(date(2026, 12, 27), "An event without a name", (Span(time(10), time(12)),)),
    )


def test_our_own_file_brings_back_the_days_that_it_came_from():
    days = (
        ExceptionDay(date(2026, 12, 22), "", (Span(time(10), time(12)),)),
        ExceptionDay(date(2026, 12, 25), "", (Span(time(18), time(2)),)),
    )
    own = calendar_text(
        replace(Schedule(), exceptions=days), {}, line=Line.CHAT, first=FIRST, changed_at=CHANGED
    ).decode()

    found = read_calendar(own, means=Meaning.OPEN, schedule=OFFICE, bank_holidays=HOLIDAYS, today=FIRST)

    assert [(each.date, each.spans) for each in found.exceptions] == [
        (each.date, each.spans) for each in days
    ]


def test_what_has_passed_or_was_cancelled_is_left_out_and_counted():
    found = read_calendar(
        file("DTSTART;VALUE=DATE:20201224", "STATUS:CANCELLED\r\nDTSTART;VALUE=DATE:20261224"),
        means=Meaning.CLOSED, schedule=OFFICE, bank_holidays=HOLIDAYS, today=FIRST,
    )  # fmt: skip

    assert (found.exceptions, found.left_out) == ((), 2)


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (("SUMMARY:Team\r\nRRULE:FREQ=WEEKLY\r\nDTSTART:20261222T120000Z",), "“Team” repeats."),
        (("SUMMARY:Team\r\nDTSTART:soon",), "“Team” does not say when it begins or ends."),
        (("SUMMARY:Team",), "“Team” does not say when it begins or ends."),
        (
            ("SUMMARY:Team\r\nDTSTART;TZID=Moon/Base:20261222T120000\r\nDURATION:PT1H",),
            "“Team” is in a time zone that is not known: “Moon/Base”.",
        ),
        (("SUMMARY:Team\r\nDTSTART:20261222T120030Z\r\nDURATION:PT1H",), "Hours here are whole minutes."),
        (("SUMMARY:Team\r\nDTSTART:20261222T120000Z\r\nDTEND:20261222T110000Z",), "ends before it begins."),
        (("SUMMARY:Team\r\nDTSTART;VALUE=DATE:20261222\r\nDTEND:20261223T110000Z",), "the other way round"),
        (("SUMMARY:Team\r\nDTSTART;VALUE=DATE:20261222\r\nDTEND;VALUE=DATE:20301222",), "more than 400 days"),
        (("DTSTART;VALUE=DATE:20261222",) * 501, "more than 500 events"),
        ((), "There is no event in this calendar"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_cannot_be_held_is_named(events: tuple[str, ...], words: str):
    with pytest.raises(CalendarRefused) as refused:
        read(*events)

    assert words in refused.value.message


def test_a_night_that_would_fall_in_two_is_left_to_a_person():
    with pytest.raises(CalendarRefused, match="divides the night of Tuesday 22 December 2026 after midnight"):
        read("SUMMARY:Work\r\nDTSTART:20261223T010000Z\r\nDURATION:PT1H", schedule=NIGHTS)


@pytest.mark.parametrize("text", ["", "hello", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT", "x" * 200_001])
def test_what_is_no_calendar_is_refused(text: str):
    with pytest.raises(CalendarRefused):
        read_calendar(text, means=Meaning.OPEN, schedule=ALWAYS, bank_holidays={}, today=FIRST)


def test_the_clock_of_a_time_without_a_zone_is_londons():
    (found,) = read("DTSTART:20270701T100000\r\nDURATION:PT1H", means=Meaning.OPEN)

    assert found.spans == (Span(time(10), time(11)),)
    assert datetime(2027, 7, 1, tzinfo=UTC).date() == found.date
