import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from html import unescape

import pytest
import time_machine
from django.test import Client

from helpline.hours.models import HoursVersion
from helpline.hours.rules import (
    ALL_DAY,
    BankHolidayPolicy,
    ExceptionDay,
    HolidayMode,
    Nation,
    Schedule,
    Span,
    WeeklyInterval,
)
from helpline.hours.services import publish_hours, schedule_in_force
from helpline.staff.models import Account
from tests.hours.schedules import NIGHTS, OFFICE

PAGE = "/supervision/hours/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_monday_morning")]


@pytest.fixture
def _monday_morning():
    with time_machine.travel("2026-12-21T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def page(supervisor: Account, signed_in: Callable[[Account], Client]) -> Client:
    return signed_in(supervisor)


def week(version: int = 0, **answers: object) -> dict[str, object]:
    """Return a complete week form; answers replace or add fields."""
    usual = {"replaces": version, "last_intake_minutes": 30, "nation": "ENG", "holiday_mode": "closed"}
    return usual | answers


def text_of(client: Client, url: str = PAGE) -> str:
    return unescape(client.get(url, follow=True).content.decode())


def refused(client: Client, answers: dict[str, object], url: str = PAGE) -> str:
    """Post, expect the form back with an error summary, and return the page."""
    before = HoursVersion.objects.count()
    answer = client.post(url, answers)
    assert answer.status_code == 400
    assert HoursVersion.objects.count() == before
    shown = unescape(answer.content.decode())
    assert "Nothing is saved yet" in shown
    return shown


@pytest.mark.parametrize(
    ("who", "status"), [("supervisor", 200), ("admin", 200), ("handler", 403), ("analyst", 403)]
)
def test_only_those_who_manage_hours_see_the_page(
    who: str, status: int, request: pytest.FixtureRequest, signed_in: Callable[[Account], Client]
):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(PAGE).status_code == status
    assert client.post(PAGE + "restore/").status_code == (302 if status == 200 else 403)
    assert client.post(PAGE, week(d0_all_day="on")).status_code == (302 if status == 200 else 403)


def test_a_stranger_is_sent_to_sign_in():
    answer = Client().get(PAGE)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_before_any_hours_the_page_says_what_counts_and_what_to_do(page: Client):
    shown = text_of(page)

    assert "No hours are set. The demo is open at all times until they are." in shown
    assert "Give the hours of each day below." in shown
    assert "The days appear here once the week is saved." in shown
    assert "Puts back version" not in shown


def test_a_week_is_saved_as_given_and_in_force(page: Client):
    answers = week(
        d0_a_start="9", d0_a_end="12.30", d0_b_start="1pm", d0_b_end="17:00",
        d1_all_day="on",
        d4_a_start="22:00", d4_a_end="6:00", d4_a_overnight="on",
        d6_a_start="18:00", d6_a_end="24:00",
        nation="SCT", holiday_mode="special", holiday_start="10:00", holiday_end="14:00",
        last_intake_minutes="45",
    )  # fmt: skip

    answer = page.post(PAGE, answers)

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert schedule_in_force() == Schedule(
        weekly=(
            WeeklyInterval(0, time(9), time(12, 30)),
            WeeklyInterval(0, time(13), time(17)),
            WeeklyInterval(1, time(0), time(0)),
            WeeklyInterval(4, time(22), time(6)),
            WeeklyInterval(6, time(18), time(0)),
        ),
        bank_holidays=BankHolidayPolicy(Nation.SCOTLAND, HolidayMode.SPECIAL, (Span(time(10), time(14)),)),
        last_intake_minutes=45,
    )
    assert "The hours are saved and in force." in text_of(page)


def test_the_form_shows_what_is_in_force_so_that_saving_it_again_changes_nothing(
    page: Client, supervisor: Account
):
    schedule = replace(
        NIGHTS,
        weekly=(*NIGHTS.weekly[:5], WeeklyInterval(5, time(0), time(0)), WeeklyInterval(6, time(9), time(9))),
        exceptions=(ExceptionDay(date(2026, 12, 31), "Party"),),
        last_intake_minutes=15,
    )
    publish_hours(schedule=replace(schedule, weekly=schedule.weekly[5:]), by=supervisor)
    form = page.get(PAGE).context["week"]

    shown = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    page.post(PAGE, shown)

    assert HoursVersion.objects.count() == 2
    assert schedule_in_force() == replace(schedule, weekly=schedule.weekly[5:])


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (
            {"d0_a_start": "22:00", "d0_a_end": "06:00"},
            "Monday: The closing time 06:00 is before the opening time 22:00. "
            "Tick “past midnight” if it closes the next day.",
        ),
        (
            {"d0_a_start": "09:00", "d0_a_end": "17:00", "d0_a_overnight": "on"},
            "Monday: 17:00 is on the same day as 09:00. Untick “past midnight”.",
        ),
        ({"d0_a_start": "09:00"}, "Monday: Give the time at which it closes."),
        ({"d0_a_end": "17:00"}, "Monday: Give the time at which it opens."),
        ({"d0_a_overnight": "on"}, "Monday: Give the time at which it opens."),
        ({"d0_a_start": "25:00", "d0_a_end": "26:00"}, "“25:00” is not a time of day."),
        ({"d0_a_start": "9:75", "d0_a_end": "17"}, "“9:75” is not a time of day."),
        ({"d0_a_start": "13pm", "d0_a_end": "17"}, "“13pm” is not a time of day."),
        ({"d0_a_start": "soon", "d0_a_end": "17"}, "“soon” is not a time of day."),
        ({"d0_a_start": "24:00", "d0_a_end": "24:00"}, "24:00 is the end of the day."),
        (
            {"d0_all_day": "on", "d0_a_start": "09:00", "d0_a_end": "17:00"},
            "Monday: “24 hours” is ticked and times are given.",
        ),
        (
            {"d0_a_start": "09:00", "d0_a_end": "13:00", "d0_b_start": "12:00", "d0_b_end": "17:00"},
            "Monday 09:00 to 13:00 and Monday 12:00 to 17:00 overlap.",
        ),
        (
            {"d6_a_start": "22", "d6_a_end": "6", "d6_a_overnight": "on", "d0_a_start": "5", "d0_a_end": "9"},
            "Sunday 22:00 to 06:00 the next day and Monday 05:00 to 09:00 overlap.",
        ),
        (
            {"d0_a_start": "09:00", "d0_a_end": "09:30"},
            "The shortest opening lasts 30 minutes (Monday, 09:00 to 09:30).",
        ),
        ({"d0_all_day": "on", "holiday_mode": "special"}, "Bank holidays: Give the hours"),
        ({"d0_all_day": "on", "holiday_mode": "sometimes"}, "Choose one of the list"),
        ({"d0_all_day": "on", "nation": "FRA"}, "Choose one of the list"),
        (
            {"d0_all_day": "on", "last_intake_minutes": "soon"},
            "Last new caller: Give 0 to 720 whole minutes.",
        ),
        ({"d0_all_day": "on", "last_intake_minutes": ""}, "Last new caller: Give 0 to 720 whole minutes."),
        ({"d0_all_day": "on", "last_intake_minutes": "-1"}, "Last new caller: Give 0 to 720 whole minutes."),
        ({}, "With these hours nobody could ever start: there is no opening in the next 400 days."),
    ],
)
def test_a_week_that_does_not_fit_is_explained_and_not_saved(
    page: Client, answers: dict[str, object], words: str
):
    assert words in refused(page, week(**answers))


def test_midnight_as_a_closing_time_may_be_written_either_way(page: Client):
    page.post(PAGE, week(d0_a_start="18:00", d0_a_end="00:00"))

    assert schedule_in_force().weekly == (WeeklyInterval(0, time(18), time(0)),)


def test_what_was_typed_comes_back_with_the_mistake_beside_it(page: Client):
    shown = refused(page, week(d0_a_start="9 o'clock", d0_a_end="17:00"))

    assert 'value="9 o\'clock"' in shown
    assert 'href="#id_d0_a_start"' in shown
    assert 'id="id_d0_a_start_error"' in shown
    assert 'tabindex="-1" autofocus' in shown


def test_typed_markup_is_shown_as_text(page: Client):
    answer = page.post(PAGE, week(d0_a_start="<b>9</b>", d0_a_end="17"))

    assert b"<b>9</b>" not in answer.content
    assert b"&lt;b&gt;9&lt;/b&gt;" in answer.content


def test_hours_that_never_open_are_refused_even_with_the_answer_of_another_line(page: Client):
    words = "Give at least one day its hours. To close for a time, keep the week and add exceptions"

    assert words in refused(page, week())
    assert words in refused(page, week(closed_all_week="on"))


def test_a_phone_line_may_have_no_hours_once_that_is_said(page: Client):
    url = PAGE + "?line=phone"
    assert "Yes, we do not offer this: tell callers nothing" in refused(page, week(), url)

    page.post(url, week(closed_all_week="on"))

    assert "no hours are set, so callers are told nothing of it" in text_of(page, url)
    assert schedule_in_force() is None


def test_a_page_that_somebody_else_overtook_saves_nothing_the_first_time(page: Client, admin: Account):
    publish_hours(schedule=OFFICE, by=admin)

    shown = refused(page, week(version=0, d0_all_day="on"))

    assert "Somebody else has changed the hours meanwhile" in shown
    assert '<input type="hidden" name="replaces" value="1">' in shown
    assert page.post(PAGE, week(version=1, d0_all_day="on")).status_code == 302


def test_a_form_without_its_version_saves_nothing(page: Client, admin: Account):
    publish_hours(schedule=OFFICE, by=admin)
    answers = week(d0_all_day="on")
    del answers["replaces"]

    refused(page, answers)


def test_the_next_fourteen_days_are_shown_with_bank_holidays(page: Client, admin: Account):
    publish_hours(schedule=OFFICE, by=admin)

    days = page.get(PAGE).context["days"]
    shown = text_of(page)

    assert (days[0]["date"], days[-1]["date"]) == (date(2026, 12, 21), date(2027, 1, 3))
    assert "Open until Monday 21 December 2026 at 17:00." in shown
    assert "Bank holiday: Christmas Day" in shown
    assert "Bank holiday: New Year's Day" in shown


def test_the_next_fourteen_days_mark_the_change_of_clocks(page: Client, admin: Account):
    publish_hours(schedule=OFFICE, by=admin)

    with time_machine.travel("2027-03-22T10:00:00+00:00", tick=False):
        page.force_login(admin)
        assert "The clocks go forward at 01:00" in text_of(page)


def test_an_exception_is_added_and_removed_and_the_removal_undone(page: Client, supervisor: Account):
    publish_hours(schedule=OFFICE, by=supervisor)
    christmas = {"day": "2026-12-25", "name": "Christmas line", "a_start": "10:00", "a_end": "14:00"}

    page.post(PAGE + "exceptions/add/", {"replaces": 1, **christmas})
    day = ExceptionDay(date(2026, 12, 25), "Christmas line", (Span(time(10), time(14)),))
    assert schedule_in_force().exceptions == (day,)
    assert "Exception: Christmas line." in text_of(page)

    page.post(PAGE + "exceptions/remove/", {"replaces": 2, "day": "2026-12-25"})
    assert schedule_in_force().exceptions == ()
    assert "The exception on Friday 25 December 2026 is removed." in text_of(page)

    page.post(PAGE + "restore/", {"replaces": 3})
    assert schedule_in_force().exceptions == (day,)
    assert "The earlier hours are in force again." in text_of(page)


def test_a_day_may_be_closed_by_an_exception(page: Client, supervisor: Account):
    publish_hours(schedule=OFFICE, by=supervisor)

    page.post(PAGE + "exceptions/add/", {"replaces": 1, "day": "2026-12-22", "closed": "on"})

    assert schedule_in_force().exceptions == (ExceptionDay(date(2026, 12, 22)),)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"day": "2026-12-20", "closed": "on"}, "Sunday 20 December 2026 has passed."),
        ({"day": "2026-12-31", "closed": "on"}, "Thursday 31 December 2026 already has an exception."),
        ({"day": "2026-02-30", "closed": "on"}, "Give the date, with day, month and year."),
        ({"closed": "on"}, "Give the date, with day, month and year."),
        ({"day": "2026-12-22"}, "Tick “Closed all day”, or give the hours of that day."),
        (
            {"day": "2026-12-22", "closed": "on", "a_start": "9", "a_end": "10"},
            "“Closed all day” is ticked and times are given.",
        ),
        ({"day": "2026-12-22", "a_start": "9", "a_end": "8"}, "That day: The closing time 08:00 is before"),
        (
            {"day": "2026-12-22", "a_start": "9", "a_end": "12", "b_start": "11", "b_end": "13"},
            "The hours of Tuesday 22 December 2026 overlap",
        ),
        (
            {"day": "2026-12-22", "a_start": "9", "a_end": "9:20"},
            "The shortest opening lasts 20 minutes (Tuesday 22 December 2026, 09:00 to 09:20).",
        ),
        ({"day": "2026-12-22", "closed": "on", "replaces": 0}, "Somebody else has changed the hours"),
    ],
)
def test_an_exception_that_does_not_fit_is_explained_and_not_saved(
    page: Client, supervisor: Account, answers: dict[str, object], words: str
):
    publish_hours(
        schedule=replace(OFFICE, exceptions=(ExceptionDay(date(2026, 12, 31)),)),
        by=supervisor,
    )

    assert words in refused(page, {"replaces": 1, **answers}, PAGE + "exceptions/add/")


def test_an_exception_needs_a_week_to_differ_from(page: Client):
    answers = {"replaces": 0, "day": "2026-12-22", "closed": "on"}

    assert "Set the hours of the week first." in refused(page, answers, PAGE + "exceptions/add/")


@pytest.mark.parametrize("day", ["2026-12-22", "nonsense", ""])
def test_removing_what_is_not_there_changes_nothing(page: Client, supervisor: Account, day: str):
    publish_hours(schedule=OFFICE, by=supervisor)

    page.post(PAGE + "exceptions/remove/", {"replaces": 1, "day": day})

    assert "That exception is not there any more." in text_of(page)
    assert HoursVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("replaces", "words"),
    [
        (1, "There is no earlier version to put back, and nothing was changed. Change the hours by hand."),
        (0, "Somebody else has changed the hours meanwhile"),
    ],
)
def test_an_undo_that_cannot_be_is_explained(page: Client, supervisor: Account, replaces: int, words: str):
    publish_hours(schedule=OFFICE, by=supervisor)
    if replaces == 0:
        publish_hours(schedule=NIGHTS, by=supervisor)
    in_force = schedule_in_force()

    page.post(PAGE + "restore/", {"replaces": replaces})

    assert words in text_of(page)
    assert schedule_in_force() == in_force


def test_exceptions_that_have_passed_are_neither_shown_nor_kept(page: Client, supervisor: Account):
    past = ExceptionDay(date(2026, 12, 1), "Long ago", (ALL_DAY,))
    publish_hours(schedule=replace(OFFICE, exceptions=(past,)), by=supervisor)
    assert "Long ago" not in text_of(page)

    page.post(PAGE, week(version=1, d0_all_day="on"))

    assert schedule_in_force().exceptions == ()


def test_the_page_takes_no_post_without_its_csrf_token(supervisor: Account):
    client = Client(enforce_csrf_checks=True)
    client.force_login(supervisor)

    assert client.post(PAGE, week(d0_all_day="on")).status_code == 403
    assert not HoursVersion.objects.exists()


@pytest.mark.parametrize("exceptions", [1, 3])
def test_the_page_asks_the_same_few_queries_whatever_it_lists(
    page: Client, supervisor: Account, exceptions: int, django_assert_num_queries: Callable[..., object]
):
    days = tuple(ExceptionDay(date(2026, 12, 22 + each)) for each in range(exceptions))
    publish_hours(schedule=OFFICE, by=supervisor)
    publish_hours(schedule=replace(OFFICE, exceptions=days), by=supervisor)
    page.get(PAGE)

    with django_assert_num_queries(7):
        page.get(PAGE)


def test_the_page_holds_modules_and_no_inline_script_or_style(page: Client, supervisor: Account):
    publish_hours(schedule=OFFICE, by=supervisor)
    shown = text_of(page)

    scripts = re.findall("<script.*?</script>", shown, re.DOTALL)
    assert '<script type="module" src="/static/hours/main.js"></script>' in scripts
    assert [each for each in scripts if not each.endswith('.js"></script>')] == []
    assert "style=" not in shown
