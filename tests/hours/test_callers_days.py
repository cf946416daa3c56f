"""What callers will read on the days to come, and what is said of bank holidays and of clock changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chat.views.page_data import status_data
from helpline.hours.bank_holidays import bank_holidays_around
from helpline.hours.callers_days import said_on
from helpline.hours.clock_changes import meanings, next_change
from helpline.hours.conflicts import never_opens, repeats
from helpline.hours.first_step import step
from helpline.hours.holiday_list import coming_holidays
from helpline.hours.lines import Line
from helpline.hours.models import HoursVersion
from helpline.hours.rules import (
    BankHolidayPolicy,
    ExceptionDay,
    HolidayMode,
    Nation,
    Schedule,
    Span,
    WeeklyInterval,
)
from helpline.hours.services import HoursInvalid, publish_hours, restore_previous_hours
from helpline.service.steps import Step
from helpline.staff.models import Account
from tests.hours.schedules import AS_USUAL, NIGHTS, OFFICE, every_day, london

MONDAY = london("2026-12-21T10:00")
HOLIDAYS = bank_holidays_around(Nation.ENGLAND, MONDAY)


def said(schedule: Schedule, day: date, line: Line = Line.CHAT) -> list[tuple[str, str]]:
    return [(each.clock, each.english) for each in said_on(schedule, day, HOLIDAYS, line=line, now=MONDAY)]


def test_a_day_is_told_from_midnight_on_at_every_change():
    assert said(OFFICE, date(2026, 12, 24)) == [
        ("00:00", "The chat is closed now. It opens again today at 9 in the morning."),
        ("09:00", "The chat is open. You can start until half past 4 in the afternoon."),
        (
            "16:30",
            "The chat takes no new conversations before it closes. "
            "It opens again on Tuesday at 9 in the morning.",
        ),
        ("17:00", "The chat is closed now. It opens again on Tuesday at 9 in the morning."),
    ]


def test_today_is_told_from_now_on_and_a_bank_holiday_in_one_sentence():
    assert [clock for clock, _ in said(OFFICE, date(2026, 12, 21))] == ["10:00", "16:30", "17:00"]
    assert [clock for clock, _ in said(OFFICE, date(2026, 12, 25))] == ["00:00"]


def test_the_sentences_are_those_of_the_page_for_callers(db: None, admin: Account, settings: Any):
    publish_hours(schedule=OFFICE, by=admin)
    day = date(2026, 12, 22)

    for each in said_on(OFFICE, day, HOLIDAYS, line=Line.CHAT, now=MONDAY):
        with time_machine.travel(each.at, tick=False):
            assert status_data("en")["message"] == each.english
            assert status_data("cy")["message"] == each.welsh


def test_the_phone_line_says_when_it_is_open_and_opens_nothing():
    assert said(OFFICE, date(2026, 12, 22), Line.PHONE) == [
        ("00:00", "Our phone line is closed now. It opens again today at 9 in the morning."),
        ("09:00", "Our phone line is open until half past 4 in the afternoon."),
        ("16:30", "Our phone line is closed now. It opens again tomorrow at 9 in the morning."),
    ]


@pytest.mark.django_db
def test_callers_who_find_the_chat_shut_read_the_other_lines_in_one_question_more(admin: Account):
    publish_hours(schedule=OFFICE, by=admin)
    publish_hours(
        queue="phone", schedule=Schedule(weekly=every_day("18:00", "20:00"), bank_holidays=AS_USUAL), by=admin
    )
    publish_hours(queue="email", schedule=OFFICE, by=admin)
    with time_machine.travel("2026-12-26T18:30:00+00:00", tick=False):
        with CaptureQueriesContext(connection) as asked:
            told = status_data("en")
        welsh = status_data("cy")["message"]

    assert sum("hours_hoursversion" in each["sql"] for each in asked.captured_queries) == 2
    assert told["message"] == (
        "The chat is closed now. It opens again on Tuesday at 9 in the morning. "
        "Our phone line is open until 8 in the evening. "
        "E-mails to us are not read just now. They are read again on Tuesday at 9 in the morning."
    )
    assert "Mae ein llinell ffôn ar agor tan 8 yr hwyr." in welsh
    assert told["open"] is False


@pytest.mark.django_db
def test_a_line_that_is_not_offered_is_not_spoken_of(admin: Account):
    publish_hours(schedule=OFFICE, by=admin)
    publish_hours(queue="phone", schedule=Schedule(), by=admin)

    with time_machine.travel("2026-12-26T18:30:00+00:00", tick=False):
        assert "phone" not in status_data("en")["message"]


def test_bank_holidays_of_all_nations_are_listed_with_what_the_line_does():
    special = BankHolidayPolicy(Nation.SCOTLAND, HolidayMode.SPECIAL, (Span(time(10), time(12)),))
    exception = ExceptionDay(date(2026, 12, 25), "", (Span(time(8), time(9)),))
    schedule = replace(OFFICE, bank_holidays=special, exceptions=(exception,))

    found = {each.date: each for each in coming_holidays(schedule, date(2026, 12, 1))}

    assert [(found[day].name, found[day].nations, found[day].hours) for day in (
        date(2026, 12, 25), date(2027, 1, 4), date(2027, 3, 17), date(2027, 3, 29), date(2027, 11, 30),
    )] == [
        ("Christmas Day", "All four nations", "08:00 to 09:00 (an exception)"),
        ("New Year Holiday (substitute day)", "Scotland", "10:00 to 12:00"),
        ("Saint Patrick's Day", "Northern Ireland", "09:00 to 17:00 (as in the week)"),
        ("Easter Monday", "England, Wales, Northern Ireland", "09:00 to 17:00 (as in the week)"),
        ("Saint Andrew's Day", "Scotland", "10:00 to 12:00"),
    ]  # fmt: skip
    assert min(found) >= date(2026, 12, 1)
    assert max(found) < date(2027, 12, 1)


def test_a_night_over_a_clock_change_says_how_long_it_lasts():
    march, october = date(2027, 3, 28), date(2026, 10, 25)
    early = Schedule(weekly=(WeeklyInterval(6, time(1), time(1, 45)), WeeklyInterval(6, time(0), time(4))))

    assert meanings(NIGHTS, march, {}) == (
        "Saturday’s hours, 22:00 to 06:00 the next day, last 7 hours instead of 8 hours",
    )
    assert meanings(NIGHTS, october, {}) == (
        "Saturday’s hours, 22:00 to 06:00 the next day, last 9 hours instead of 8 hours",
    )
    assert meanings(early, march, {}) == (
        "The hours 00:00 to 04:00 last 3 hours instead of 4 hours",
        "The hours 01:00 to 01:45 fall out: the clock skips them",
    )
    assert meanings(OFFICE, march, {}) == ()
    assert meanings(NIGHTS, march.replace(day=27), {}) == ()


def test_the_next_clock_change_is_named():
    assert [
        (each.date, each.forward) for each in map(next_change, (date(2026, 12, 21), date(2027, 3, 29)))
    ] == [
        (date(2027, 3, 28), True),
        (date(2027, 10, 31), False),
    ]


def test_hours_never_open_only_where_nobody_could_ever_start():
    day = ExceptionDay(date(2026, 12, 30), "", (Span(time(9), time(10)),))

    assert never_opens(OFFICE, MONDAY) == ""
    assert never_opens(Schedule(exceptions=(day,)), MONDAY) == ""
    assert "there is no opening in the next 400 days" in never_opens(Schedule(), MONDAY)
    assert never_opens(Schedule(exceptions=(replace(day, date=date(2026, 12, 1)),)), MONDAY)
    assert never_opens(Schedule(exceptions=(day,), last_intake_minutes=60), MONDAY)


@pytest.mark.django_db
def test_neither_a_save_nor_an_undo_shuts_the_chat_for_ever(admin: Account):
    HoursVersion.objects.create(number=1, schedule={
        "weekly": [], "exceptions": [], "last_intake_minutes": 0,
        "bank_holidays": {"nation": "ENG", "mode": "closed", "spans": []},
    })  # fmt: skip
    publish_hours(schedule=OFFICE, by=admin)

    with pytest.raises(HoursInvalid):
        publish_hours(schedule=Schedule(), by=admin)
    with pytest.raises(HoursInvalid):
        restore_previous_hours(by=admin)

    assert HoursVersion.objects.count() == 2


def test_an_exception_that_repeats_what_is_so_anyway_is_named_with_why():
    assert repeats(OFFICE, ExceptionDay(date(2026, 12, 22), "", (Span(time(9), time(17)),)), HOLIDAYS) == (
        "Tuesday 22 December 2026 is open 09:00 to 17:00 anyway. Nothing would differ."
    )
    assert repeats(OFFICE, ExceptionDay(date(2026, 12, 25)), HOLIDAYS) == (
        "Friday 25 December 2026 (Christmas Day) is closed anyway. Nothing would differ."
    )
    assert repeats(OFFICE, ExceptionDay(date(2026, 12, 22)), HOLIDAYS) == ""


@pytest.mark.django_db
def test_several_days_differ_alike_and_those_that_are_so_anyway_are_left_out(
    admin: Account, signed_in: Callable[[Account], Client]
):
    publish_hours(schedule=OFFICE, by=admin)
    with time_machine.travel(MONDAY, tick=False):
        client = signed_in(admin)
        add = "/supervision/hours/exceptions/add/"
        asked = {
            "replaces": 1,
            "day": "2026-12-23",
            "last_day": "2027-01-04",
            "closed": "on",
            "name": "Winter",
        }
        wrong = [
            client.post(add, asked | {"last_day": last}).content.decode()
            for last in ("2026-12-22", "2027-03-30")
        ]
        shown = client.post(add, asked, follow=True).content.decode()

    stored = HoursVersion.objects.first()
    assert [each["date"] for each in stored.schedule["exceptions"]] == [
        "2026-12-23", "2026-12-24", "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-04",
    ]  # fmt: skip
    assert "6 exceptions are added, from Wednesday 23 December 2026 to Monday 4 January 2027." in shown
    assert "Tuesday 22 December 2026 is before Wednesday 23 December 2026." in wrong[0]
    assert "Those are more than 62 days." in wrong[1]


@pytest.mark.django_db
def test_the_first_hours_step_is_done_once_somebody_can_start_a_chat(admin: Account):
    with time_machine.travel(MONDAY, tick=False):
        assert step() == Step(False, "No hours are set: callers read that you are closed.")

        publish_hours(schedule=replace(OFFICE, bank_holidays=BankHolidayPolicy(Nation.WALES)), by=admin)

        assert step().done
        assert step().sentence.endswith("Bank holidays are those of Wales.")
    day = ExceptionDay(date(2026, 12, 22), "", (Span(time(9), time(17)),))
    with time_machine.travel(MONDAY, tick=False):
        publish_hours(schedule=Schedule(exceptions=(day,)), by=admin)
    with time_machine.travel(london("2026-12-23T10:00"), tick=False):
        assert step() == Step(False, "No day has hours any more: nobody can start a chat.")
