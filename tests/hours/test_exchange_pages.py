"""Hours brought in and taken out on their page: shown first, saved once that was said, never by half."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from html import unescape

import pytest
import time_machine
from django.test import Client

from helpline.hours.models import HoursVersion
from helpline.hours.rules import ExceptionDay, Schedule, Span
from helpline.hours.services import publish_hours, schedule_in_force
from helpline.staff.models import Account
from tests.hours.schedules import NIGHTS, OFFICE
from tests.hours.test_calendars import file

SERIES = "SUMMARY:Series\r\nRRULE:FREQ=DAILY\r\nDTSTART;VALUE=DATE:20261222"
PAGE = "/supervision/hours/exchange/"
TEXT, CALENDAR = PAGE + "opening-hours/", PAGE + "calendar/"
CLOSED = "SUMMARY:Team day\r\nDTSTART;VALUE=DATE:20261222"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_monday_morning")]


@pytest.fixture
def _monday_morning():
    with time_machine.travel("2026-12-21T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def page(admin: Account, signed_in: Callable[[Account], Client]) -> Client:
    publish_hours(schedule=OFFICE, by=admin)
    return signed_in(admin)


def posted(client: Client, url: str, status: int, **answers: object) -> str:
    answer = client.post(url, {"replaces": 1, **answers})
    assert answer.status_code == status
    return unescape(answer.content.decode())


def test_the_page_gives_the_text_and_names_where_others_read_it_otherwise(page: Client, admin: Account):
    assert "Mo-Fr 09:00-17:00; PH off" in unescape(page.get(PAGE).content.decode())

    publish_hours(schedule=replace(NIGHTS, exceptions=(ExceptionDay(date(2026, 12, 23)),)), by=admin)

    shown = unescape(page.get(PAGE).content.decode())
    assert "Wednesday 23 December 2026, 00:00 to 06:00: open here and closed for programs" in shown


def test_the_calendar_is_a_file_of_the_line_that_is_asked_for(page: Client, admin: Account):
    publish_hours(queue="phone", schedule=NIGHTS, by=admin)

    answer = page.get(PAGE + "hours.ics?line=phone")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="hours-phone.ics"'
    assert b"SUMMARY:Phone line open" in answer.content
    assert page.get(PAGE + "hours.ics?line=fax").status_code == 404


def test_a_text_is_shown_first_and_saved_when_that_is_said(page: Client):
    text = 'Mo-Fr 10:00-16:00; PH off; 2026 Dec 22 off "Team day"; 2026 Dec 1 off'

    shown = posted(page, TEXT, 200, text=text)

    assert "Nothing is saved yet." in shown
    assert "1 of its days or events have passed or were cancelled, and are left out." in shown
    assert "The chat is closed now. It opens again on Wednesday at 10 in the morning." in shown
    assert "You can start until half past 3 in the afternoon." in shown
    assert "Gallwch ddechrau tan hanner awr wedi 3 y prynhawn." in shown
    assert HoursVersion.objects.count() == 1

    posted(page, TEXT, 302, text=text, confirm="on")

    saved = schedule_in_force()
    assert saved.exceptions == (ExceptionDay(date(2026, 12, 22), "Team day"),)
    assert {(each.start, each.end) for each in saved.weekly} == {(time(10), time(16))}
    assert saved.last_intake_minutes == OFFICE.last_intake_minutes


def test_exceptions_that_a_text_does_not_name_are_named_before_they_go(page: Client, admin: Account):
    publish_hours(schedule=replace(OFFICE, exceptions=(ExceptionDay(date(2026, 12, 22)),)), by=admin)

    shown = posted(page, TEXT, 200, replaces=2, text="Mo-Fr 10:00-16:00; PH off")

    assert "The exceptions in force that the text does not name go: Tuesday 22 December 2026." in shown


def test_days_of_a_calendar_are_shown_first_and_take_the_place_of_what_the_date_had(
    page: Client, admin: Account
):
    before = ExceptionDay(date(2026, 12, 22), "Late", (Span(time(12), time(17)),))
    publish_hours(schedule=replace(OFFICE, exceptions=(before,)), by=admin)
    text = file(CLOSED, "SUMMARY:Weekend\r\nDTSTART;VALUE=DATE:20261226")

    shown = posted(page, CALENDAR, 200, replaces=2, means="closed", text=text)

    assert (
        "Tuesday 22 December 2026 has an exception already: 12:00 to 17:00 (Late). It is replaced." in shown
    )
    assert "1 of its days are so anyway, and need no exception." in shown
    assert HoursVersion.objects.count() == 2

    posted(page, CALENDAR, 302, replaces=2, means="closed", text=text, confirm="on")

    assert schedule_in_force().exceptions == (ExceptionDay(date(2026, 12, 22), "Team day"),)


@pytest.mark.parametrize(
    ("url", "answers", "words"),
    [
        (TEXT, {"text": ""}, "Paste the text first."),
        (TEXT, {"text": "Mo-Fr 09:00-17:00; SH off"}, "“SH off” has school holidays."),
        (TEXT, {"text": "Mo-Su off"}, "With these hours nobody could ever start"),
        (TEXT, {"text": "Mo 09:00-12:00,11:00-13:00"}, "and Monday 11:00 to 13:00 overlap."),
        (TEXT, {"text": "Mo 09:00-10:00,11:00-12:00,13:00-14:00"}, "Monday opens 3 times."),
        (TEXT, {"text": "Mo 09:00-09:20"}, "The shortest opening lasts 20 minutes (Monday, 09:00 to 09:20)."),
        (TEXT, {"text": "Mo-Fr 09:00-17:00; PH off"}, "Nothing would differ"),
        (TEXT, {"text": "Mo-Fr 09:00-17:00", "replaces": 0}, "Somebody else has changed the hours"),
        (CALENDAR, {"text": "", "means": "closed"}, "Choose a file, or paste what is in it."),
        (CALENDAR, {"text": "hello", "means": "closed"}, "This is not a calendar file (.ics)"),
        (CALENDAR, {"text": file(CLOSED)}, "Say whether its events are times when you are closed or open."),
        (CALENDAR, {"text": file("DTSTART;VALUE=DATE:20261226"), "means": "closed"}, "Nothing would differ"),
        (
            CALENDAR,
            {"text": file(CLOSED, SERIES), "means": "closed"},
            "“Series” repeats.",
        ),
        (CALENDAR, {"text": "x" * 200_001, "means": "closed"}, "The file is too long."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_explained_and_nothing_of_it_saved(
    page: Client, url: str, answers: dict[str, object], words: str
):
    for confirm in ("", "on"):
        shown = posted(page, url, 400, confirm=confirm, **answers)

        assert words in shown
        assert "Nothing is saved yet" in shown
    assert schedule_in_force() == OFFICE


def test_markup_in_a_name_is_shown_as_text(page: Client):
    text = file("SUMMARY:<b>Party</b>\r\nDTSTART;VALUE=DATE:20261222")

    answer = page.post(CALENDAR, {"replaces": 1, "means": "closed", "text": text})

    assert b"&lt;b&gt;Party&lt;/b&gt;" in answer.content
    assert b"<b>Party" not in answer.content


def test_a_phone_line_begins_from_nothing(page: Client):
    posted(page, TEXT + "?line=phone", 302, replaces=0, text="Sa 10:00-12:00", confirm="on")

    saved = schedule_in_force(queue="phone")
    assert isinstance(saved, Schedule)
    assert [each.weekday for each in saved.weekly] == [5]
    assert schedule_in_force() == OFFICE


def test_more_than_a_page_takes_is_refused_before_it_is_read(page: Client):
    answer = page.post(CALENDAR, {"replaces": 1, "means": "closed", "text": "x" * 1_100_000})

    assert answer.status_code == 413
    assert "Nothing of it was kept, and nothing was changed." in answer.content.decode()
    assert schedule_in_force() == OFFICE
