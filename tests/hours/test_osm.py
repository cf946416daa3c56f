"""Our writer and reader of OpenStreetMap's notation, with opening-hours-py beside them."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile

import pytest
from hypothesis import given, settings
from opening_hours import OpeningHours, State

from helpline.hours.bank_holidays import bank_holidays_around, bank_holidays_of
from helpline.hours.osm_beside import differences
from helpline.hours.osm_reading import OsmRefused, read_osm, with_dates_for_bank_holidays
from helpline.hours.osm_writing import osm_text
from helpline.hours.rules import (
    ALL_DAY,
    LONDON,
    BankHolidayPolicy,
    ExceptionDay,
    HolidayMode,
    Nation,
    Schedule,
    Span,
    WeeklyInterval,
    periods,
)
from tests.hours.random_schedules import FIRST, schedules
from tests.hours.schedules import ALWAYS, NIGHTS, OFFICE, london

THERE = "for programs that follow OpenStreetMap."
CHRISTMAS = replace(
    OFFICE,
    weekly=(*OFFICE.weekly, WeeklyInterval(5, time(22), time(6)), WeeklyInterval(6, time(9), time(9))),
    exceptions=(
        ExceptionDay(
            date(2026, 12, 24), "Early; close, “all”", (Span(time(9), time(12)), Span(time(13), time(14)))
        ),
        ExceptionDay(date(2026, 12, 25)),
    ),
)


def read(text: str) -> Schedule:
    return read_osm(text, base=Schedule())


def test_a_schedule_is_written_in_one_line():
    assert osm_text(CHRISTMAS) == (
        "Mo-Fr 09:00-17:00, Sa 22:00-06:00, Su 09:00-33:00; PH off; "
        '2026 Dec 24 09:00-12:00,13:00-14:00 "Early; close, “all”"; 2026 Dec 25 off'
    )
    assert osm_text(ALWAYS) == "Mo-Su 00:00-24:00"
    assert osm_text(Schedule()) == "Mo-Su off; PH off"


@settings(max_examples=40, deadline=None, derandomize=True)
@given(schedules())
def test_what_is_written_is_read_as_it_was(schedule: Schedule):
    assert read_osm(osm_text(schedule), base=replace(schedule, weekly=(), exceptions=())) == schedule


def test_a_straight_quotation_mark_becomes_a_round_one():
    day = ExceptionDay(date(2026, 12, 24), 'The "big" day')

    found = read(osm_text(replace(OFFICE, exceptions=(day,)))).exceptions

    assert found == (replace(day, name="The ”big” day"),)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(schedules(nights=False))
def test_without_nights_the_packaged_evaluator_has_the_same_fourteen_days(schedule: Schedule):
    """Bank holidays in it are dates, of the nation. Ours are the periods that open the chat."""
    off = {
        day: name
        for year in (2026, 2027)
        for day, name in bank_holidays_of(schedule.bank_holidays.nation, year).items()
    }
    oracle = OpeningHours(with_dates_for_bank_holidays(osm_text(schedule), sorted(off)))
    start = datetime.combine(FIRST, time(0))
    end = start + timedelta(days=14)
    aware = start.replace(tzinfo=LONDON)

    found = takewhile(lambda period: local(period.start) < end, periods(schedule, aware, off))
    ours = [
        (max(local(each.start), start), min(local(each.end) if each.end else end, end))
        for each in found
        if each.end is None or local(each.end) > start
    ]

    assert ours == [
        (since, until or end)
        for since, until, state, _ in oracle.intervals(start, end)
        if state == State.OPEN
    ]
    assert differences(osm_text(schedule), schedule, off, first=FIRST) == ()


def local(at: datetime) -> datetime:
    return at.astimezone(LONDON).replace(tzinfo=None)


def test_a_week_of_nights_alone_reads_the_same():
    holidays = bank_holidays_around(Nation.ENGLAND, london("2026-12-21T10:00"))

    assert differences(osm_text(NIGHTS), NIGHTS, holidays, first=FIRST) == ()


def test_where_a_night_meets_a_day_of_its_own_the_difference_is_named():
    schedule = replace(NIGHTS, exceptions=(ExceptionDay(date(2026, 12, 23)),))

    assert differences(osm_text(schedule), schedule, {}, first=FIRST) == (
        f"Wednesday 23 December 2026, 00:00 to 06:00: open here and closed {THERE}",
        f"Thursday 24 December 2026, 00:00 to 06:00: closed here and open {THERE}",
    )


def test_what_others_write_is_read():
    assert read("24/7") == ALWAYS
    assert read("09:00-17:00; Sa,Su off").weekly == OFFICE.weekly
    assert read("Mo-Fr  09:00 - 17:00".replace(" - ", "-")).weekly == OFFICE.weekly
    assert read("Sa-Mo 22:00-30:00").weekly == tuple(
        WeeklyInterval(day, time(22), time(6)) for day in (0, 5, 6)
    )
    assert read("Mo 09:00-12:00, Mo 13:00-17:00").weekly == (
        WeeklyInterval(0, time(9), time(12)),
        WeeklyInterval(0, time(13), time(17)),
    )
    assert read("Mo 09:00-12:00; Mo 13:00-17:00").weekly == (WeeklyInterval(0, time(13), time(17)),)
    assert read("Mo 09:00-17:00; PH,Su 10:00-12:00").bank_holidays == BankHolidayPolicy(
        mode=HolidayMode.SPECIAL, spans=(Span(time(10), time(12)),)
    )
    assert [each.date.day for each in read("2026 Dec 24-26 closed").exceptions] == [24, 25, 26]
    assert read("2026 Dec 31-2027 Jan 01 00:00-24:00").exceptions[-1] == ExceptionDay(
        date(2027, 1, 1), "", (ALL_DAY,)
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is no text."),
        ("Mo-Fr 09:00-17:00; SH off", "“SH off” has school holidays."),
        ("Mo[1] 09:00-10:00", "“Mo[1] 09:00-10:00” has only some weekdays of a month"),
        ("Mo-Fr 09:00+", "“Mo-Fr 09:00+” has an open end"),
        ("Mo sunrise-sunset", "has times of the sun"),
        ("Mo 09:00-17:00 || unknown", "has hours that are not known"),
        ("Apr-Sep Mo 09:00-10:00", "has a part of the year. Here a date needs its year"),
        ("PH off; Mo 09:00-10:00", "“Mo 09:00-10:00” comes too late. Write the week first"),
        ("2026 Dec 24 off; PH off", "“PH off” comes too late."),
        ("PH off; PH 10:00-12:00", "“PH 10:00-12:00” is the second rule for PH."),
        ("PH 10:00-12:00,13:00-14:00", "opens twice on bank holidays"),
        ("Mo 09:00-17:00 \"by the bell\"", "has a comment. Only a date can keep one"),
        ("2026 Dec 24 off \"" + "x" * 81 + "\"", "longer than 80 letters"),
        ("2026 Feb 30 off", "has a date that does not exist"),
        ("2026 Dec 24-12 off", "runs backwards"),
        ("2026 Dec 24 09:00-10:00, 2026 Dec 24 11:00-12:00", "adds to a day"),
        ("Mo 25:00-26:00", "“25:00-26:00” is longer than a day"),
        ("Mo 09:75-10:00", "“09:75” in “Mo 09:75-10:00” is not a time of day"),
        ("Mo", "“Mo” cannot be held here."),
        ("We are open on Mondays", "“We are open on Mondays” cannot be held here."),
        ("Mo 09:00-17:00; " * 2_000, "longer than 16000 letters"),
    ],
)  # fmt: skip
def test_what_cannot_be_held_is_named(text: str, words: str):
    with pytest.raises(OsmRefused) as refused:
        read(text)

    assert words in refused.value.message
