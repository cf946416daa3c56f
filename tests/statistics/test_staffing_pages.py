"""The pages about staffing: examples that say so, figures of one's own, a week as a file, and bad input."""

import csv
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from helpline.hours.codec import schedule_to_json
from helpline.hours.models import HoursVersion
from helpline.hours.rules import BankHolidayPolicy, HolidayMode, Schedule
from helpline.hours.services import publish_hours
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.statistics import knobs
from helpline.statistics.knobs import WEEK, WHAT_IF
from helpline.statistics.models import ArrivalTally, QueryLog, TalkTally, WaitTally
from helpline.statistics.start_values import ASSUMED, OWN
from tests.hours.schedules import every_day

pytestmark = pytest.mark.django_db
WHAT_IF_URL, WEEK_URL, FILE_URL = (f"/supervision/staffing/{path}" for path in ("", "week/", "week.csv"))
NOW = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
EXAMPLES = {knob.name: f"{knob.example:g}" for knob in WHAT_IF}
WEEKS_OWN = {knob.name: f"{knob.example:g}" for knob in WEEK}


@pytest.fixture
def sue(client: Client, make_account: Callable[..., Account]) -> Any:
    client.force_login(make_account(Role.SUPERVISOR, "sue"))
    with time_machine.travel(NOW, tick=False):
        yield client


@pytest.fixture
def evenings(make_account: Callable[..., Account]) -> None:
    """Open from six to eight every evening since August, bank holidays too."""
    with time_machine.travel("2026-08-01T09:00:00Z", tick=False):
        schedule = Schedule(
            weekly=every_day("18:00", "20:00"), bank_holidays=BankHolidayPolicy(mode=HolidayMode.AS_USUAL)
        )
        publish_hours(schedule=schedule, by=make_account(Role.SUPERVISOR, "sam"))


@pytest.fixture
def counted(evenings: None) -> None:
    """Every evening from September until yesterday: eight at six, two at seven; August had somebody."""
    ArrivalTally.objects.create(month=date(2026, 8, 1), weekday=0, hour=18, number=1)
    days = [date(2026, 9, 1) + timedelta(days=n) for n in range(79)]
    for (month, weekday), weeks in Counter((day.replace(day=1), day.weekday()) for day in days).items():
        for hour, number in [(18, 8), (19, 2)]:
            ArrivalTally.objects.create(month=month, weekday=weekday, hour=hour, number=number * weeks)


def test_without_figures_of_its_own_it_starts_with_examples_that_say_so(sue: Client) -> None:
    page = sue.get(WHAT_IF_URL)

    assert page.status_code == 200
    assert {row.knob.name: row.field.value() for row in page.context["form"].rows} == EXAMPLES | {
        "handlers": "5"
    }
    text = page.content.decode()
    assert "The numbers you start with are examples" in text
    assert text.count("It is no figure of this service.") == 3
    assert ASSUMED.format(30) in text
    assert "last three months" not in text


def test_it_starts_with_this_services_own_figures_where_there_are_enough(sue: Client, counted: None) -> None:
    for at_once, talks, minutes in [(1, 40, 800), (2, 30, 900), (3, 29, 9_999)]:
        TalkTally.objects.create(month=OCTOBER, at_once=at_once, talks=talks, minutes=minutes)
    for minutes, answered, number in [(0, True, 60), (3, True, 20), (9, False, 10)]:
        WaitTally.objects.create(month=OCTOBER, minutes=minutes, answered=answered, number=number)

    page = sue.get(WHAT_IF_URL)

    rows = {row.knob.name: (row.field.value(), row.start.words) for row in page.context["form"].rows}
    # (20 x 3.5 + 10 x 9.5) minutes of waiting, and ten gave up: sixteen and a half.
    assert rows["patience"] == ("17", OWN)
    assert rows["handle"] == ("20", OWN)
    assert rows["longer"] == ("50", OWN)
    assert rows["arrivals"] == ("5", OWN)
    assert "are examples" not in page.content.decode()
    assert "three months: 17." in page.content.decode()


def test_too_few_contacts_are_no_figures_of_its_own(sue: Client) -> None:
    TalkTally.objects.create(month=OCTOBER, at_once=1, talks=29, minutes=800)
    WaitTally.objects.create(month=OCTOBER, minutes=3, answered=True, number=99)
    WaitTally.objects.create(month=OCTOBER, minutes=9, answered=False, number=4)
    WaitTally.objects.create(month=date(2026, 5, 1), minutes=9, answered=False, number=40)

    page = sue.get(WHAT_IF_URL)

    assert "last three months" not in page.content.decode()


def test_numbers_are_reckoned_and_said_in_a_sentence(sue: Client) -> None:
    page = sue.get(WHAT_IF_URL, EXAMPLES)

    found = page.context["found"]
    assert found.sentence == (
        "About 1 in 5 who write would give up. About 7 in 10 who write would be taken within 5 minutes."
    )
    assert found.verdict == "That is not what you want: it takes 5 handlers."
    assert dict(found.figures) == {
        "Have to wait": "37.8 %", "Give up": "21.8 %", "Taken within 5 min": "72.3 %",
        "Mean wait of all": "1.7 min", "Places in use": "65.2 %",
    }  # fmt: skip
    assert [(row.at_once, round(row.minutes, 1), row.is_now) for row in found.at_once] == [
        (1, 25, True), (2, 32.5, False), (3, 40, False), (4, 47.5, False),
    ]  # fmt: skip
    text = page.content.decode()
    # The pitfall: Erlang C says 35 minutes.
    assert "35.1" not in text
    assert text.count('<svg class="chart chart--lines"') == 2
    assert ' style="' not in text


@pytest.mark.parametrize(
    "value", ["", "0", "-5", "nan", "inf", "1e400", "1e99", "six", "2,5", "\x00", "9" * 5_000, None]
)
def test_each_number_that_cannot_be_is_told_where_it_stands(sue: Client, value: str | None) -> None:
    # Nothing longer for each further talk is an answer.
    wrong = [knob for knob in WHAT_IF if value != "0" or knob.least > 0]
    others = {"unheard-of": "1"} if value is None else {knob.name: value for knob in WHAT_IF}

    page = sue.get(WHAT_IF_URL, others)

    assert page.status_code == 400
    assert page.context["found"] is None
    assert [id for id, _ in page.context["summary"]] == [f"id_{knob.name}" for knob in wrong]
    if value != "\x00":  # Told by Django in its own words.
        told = [text for _, text in page.context["summary"]]
        of = {True: "a whole number", False: "a number"}
        assert told == [f"{knob.label}: give {of[knob.is_whole]} from {knob.bounds}." for knob in wrong]


@pytest.mark.parametrize("ends", ["least", "most"])
def test_numbers_at_the_ends_of_their_bounds_are_reckoned(sue: Client, ends: str) -> None:
    page = sue.get(WHAT_IF_URL, {knob.name: f"{getattr(knob, ends):.10g}" for knob in WHAT_IF})

    assert page.status_code == 200
    assert page.context["found"].sentence


# -- the week ---------------------------------------------------------------------------------


def test_before_anything_was_counted_there_is_no_week_and_no_file(sue: Client, evenings: None) -> None:
    page, file = sue.get(WEEK_URL), sue.get(FILE_URL)

    assert (page.status_code, file.status_code) == (200, 400)
    for answer in (page, file):
        assert "Nothing to go by yet" in answer.content.decode()
    assert not QueryLog.objects.exists()


def test_a_week_says_how_many_each_hour_needs(sue: Client, counted: None) -> None:
    page = sue.get(WEEK_URL, {"week": "2026-12-21", **WEEKS_OWN})

    week = page.context["week"]
    assert [(day.day.day, day.is_bank_holiday) for day in week.days][3:6] == [
        (24, False), (25, True), (26, True),
    ]  # fmt: skip
    assert list(week.hours) == [18, 19]
    monday = week.days[0]
    assert [(each.hour, each.expected, each.open_share) for each in monday.hours] == [(18, 8, 1), (19, 2, 1)]
    for each in monday.hours:
        assert each.low <= each.expected <= each.high
        assert 1 <= each.needed <= each.needed_busy
    # Nothing was counted on a bank holiday: what its hour has in general, and less sure.
    christmas = week.days[4].hours[0]
    assert christmas.high - christmas.low > monday.hours[0].high - monday.hours[0].low
    assert "bank holiday" in page.content.decode()
    assert list(QueryLog.objects.values_list("who", "policy", "period", "what")) == [
        ("sue", "internal", "2026W52", "handlers needed by hour")
    ]


def test_the_file_has_what_a_rota_maker_needs_to_know(sue: Client, counted: None) -> None:
    answer = sue.get(FILE_URL, {"week": "2026-12-21", **WEEKS_OWN})

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="handlers-needed-2026-12-21.csv"'
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert rows[0] == ["Handlers needed by hour, Monday 21 December 2026 to Sunday 27 December 2026, UK time"]
    assert rows[1][0].startswith("Policy: internal")
    head = rows.index([]) + 1
    assert rows[head][:4] == ["date", "weekday", "bank_holiday", "hour"]
    body = rows[head + 1 :]
    assert len(body) == 14
    assert body[0][:6] == ["2026-12-21", "Monday", "no", "18:00", "1.00", "8"]
    assert [row[2] for row in body].count("yes") == 4
    assert QueryLog.objects.count() == 1


@pytest.mark.parametrize("url", [WEEK_URL, FILE_URL])
@pytest.mark.parametrize(
    "week", ["", "2026-12-22", "2026-11-09", "2030-01-07", "next", "2026-W50", "0000-00-00"]
)
def test_a_week_that_is_not_on_the_grid_is_told_so(sue: Client, counted: None, url: str, week: str) -> None:
    answer = sue.get(url, {"week": week})

    assert answer.status_code == 400
    assert "each begins on a Monday" in answer.content.decode()
    assert not QueryLog.objects.exists()


@pytest.mark.parametrize("url", [WEEK_URL, FILE_URL])
def test_numbers_that_cannot_be_make_no_week(sue: Client, counted: None, url: str) -> None:
    answer = sue.get(url, WEEKS_OWN | {"handle": "nan"})

    assert answer.status_code == 400
    assert knobs.HANDLE.label in answer.content.decode()
    assert answer.context["week"] is None


def test_a_line_that_is_closed_all_week_says_so(sue: Client, counted: None, supervisor: Account) -> None:
    HoursVersion.objects.create(number=9, schedule=schedule_to_json(Schedule()), created_by=supervisor)

    assert "closed all week" in sue.get(WEEK_URL).content.decode()


def test_one_contact_more_changes_nothing_that_is_shown(sue: Client, evenings: None) -> None:
    for month in (8, 9, 10):
        ArrivalTally.objects.create(month=date(2026, month, 1), weekday=2, hour=18, number=40)
    before = sue.get(FILE_URL).content
    ArrivalTally.objects.create(month=OCTOBER, weekday=5, hour=19, number=1)

    assert sue.get(FILE_URL).content == before


def test_ten_times_as_much_takes_no_more_queries(
    sue: Client, counted: None, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(22):
        sue.get(WEEK_URL)
