"""The pages of figures: who may open them, and what stands on them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.statistics.facts import draft_fact
from helpline.statistics.models import (
    ArrivalTally,
    Fact,
    MadeUpData,
    QueryLog,
    RangTally,
    SurveyAnswer,
    WaitTally,
)
from tests.statistics.conftest import values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_november")]
PAGE = "/supervision/figures/"
RELEASED = "/figures/overview/"
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
type_of_sign_in = Callable[[Account], Client]


@pytest.fixture
def _in_november() -> object:
    with time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def supervising(supervisor: Account, signed_in: type_of_sign_in) -> Client:
    return signed_in(supervisor)


@pytest.fixture
def analysing(make_account: Callable[..., Account], signed_in: type_of_sign_in) -> Client:
    return signed_in(make_account(Role.ANALYST))


def figures_in(text: str) -> str:
    """Return the part of the page that is the same at every look: without the token of its forms."""
    return text.partition('<div class="figures"')[2].partition("</main>")[0]


def text_of(client: Client, address: str = PAGE, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def table_of(text: str, key: str) -> dict[str, list[str]]:
    """Return a block's table: the figures of each line."""
    block = text.partition(f'aria-labelledby="{key}-name"')[2].partition("</section>")[0]
    lines = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', block)
    return {label: re.findall(r"<td[^>]*>(.*?)</td>", cells) for label, cells in lines}


@pytest.mark.parametrize(
    ("role", "internal", "released"),
    [
        (Role.HANDLER, 403, 403),
        (Role.SUPERVISOR, 200, 403),
        (Role.ANALYST, 403, 200),
        (Role.ADMIN, 403, 403),
    ],
)
def test_supervisors_see_internal_figures_and_analysts_released_ones(
    role: Role,
    internal: int,
    released: int,
    make_account: Callable[..., Account],
    signed_in: type_of_sign_in,
) -> None:
    client = signed_in(make_account(role))

    assert (client.get(PAGE).status_code, client.get(RELEASED).status_code) == (internal, released)


@pytest.mark.parametrize("page", [PAGE, RELEASED])
def test_a_stranger_is_sent_to_sign_in(page: str, client: Client) -> None:
    assert client.get(page)["Location"] == f"/accounts/login/?next={page}"


def test_an_empty_month_says_so_without_telling_nought_from_four(
    supervising: Client, sealed: Callable[..., None]
) -> None:
    none = text_of(supervising)
    sealed(4)
    few = text_of(supervising)

    assert "Fewer than 5 contacts were counted in November 2026, perhaps none." in few
    assert "Internal: for the supervisors of this service." in few
    assert len(figures_in(few)) > 5_000
    assert figures_in(few) == figures_in(none)


def test_the_page_says_the_figures_their_period_and_their_policy(
    supervising: Client, sealed: Callable[..., None]
) -> None:
    sealed(1_207, outcome="completed")
    for number, outcome in ((20, "signposted"), (3, "plan_made"), (2, "left_early")):
        sealed(number, outcome=outcome)
        sealed(number, outcome=outcome, month=OCTOBER)

    text = text_of(supervising)

    assert "<h1>Figures for November 2026</h1>" in text
    assert "Contacts counted: 1,232." in text
    assert "November 2026 is not over." in text
    # November and October stand beside each other; of last November there is nothing to show.
    assert table_of(text, "outcome")["Talk completed"] == ["1,207", "not shown"]
    assert table_of(text, "outcome")["Signposted"] == ["20", "20"]
    assert table_of(text, "series")["Oct"] == ["25"]
    assert "of about 1,232 contacts a difference of less than 98" in text
    assert not re.search(r"<[^>]*\sstyle=", text)
    # The key of help alone, a file of ours.
    assert (
        text.count("<script") == text.count('<script type="module" src="/static/help/key.js"></script>') == 1
    )


def test_the_same_page_in_welsh(supervising: Client, sealed: Callable[..., None]) -> None:
    sealed(30, caller_type="person_using_abuse")
    sealed(3, caller_type="friend_or_family")
    sealed(2, caller_type="frontline_worker")

    text = text_of(supervising, f"{PAGE}?language=cy")

    assert '<div class="figures" lang="cy">' in text
    assert "<h1>Ffigurau ar gyfer Tachwedd 2026</h1>" in text
    assert "Nid yw siaradwr Cymraeg wedi darllen y testun hwn eto." in text
    assert table_of(text, "caller_type")["Person sy&#x27;n cam-drin"] == ["30"]
    assert '<input type="hidden" name="language" value="cy">' in text


def test_hidden_figures_leave_no_trace_on_the_whole_page(
    supervising: Client, sealed: Callable[..., None]
) -> None:
    """Two callers of one kind and three of another, or the other way round: the same page to the letter."""

    def page_with(friends: int, workers: int) -> str:
        Fact.objects.all().delete()
        sealed(30, level="standard")
        sealed(friends, caller_type="friend_or_family", level="urgent")
        sealed(workers, caller_type="frontline_worker", level="urgent")
        return figures_in(text_of(supervising))

    assert page_with(4, 3) == page_with(3, 4)
    assert page_with(4, 3).count("<svg") > 5


def test_a_quarter_is_shown_once_it_is_closed_and_as_it_is_released(
    supervising: Client, sealed: Callable[..., None]
) -> None:
    for month in (7, 8, 9):
        sealed(41, month=date(2026, month, 1))

    text = text_of(supervising, f"{PAGE}?period=2026-Q3")

    assert "<h1>Figures for July to September 2026</h1>" in text
    (total,) = re.findall(r"Contacts counted: (\d+)\.", text)
    assert int(total) % 5 == 0
    assert abs(int(total) - 123) <= 4
    assert "no month can be worked out from them" in text


@pytest.mark.parametrize(
    "period",
    [
        "",
        "2026-13",
        "2026-00",
        "2026-12",
        "26-01",
        "2026-11-01",
        "0001-01",
        "2026-1١",
        "November",
        "2027",
        "2026-Q5",
    ],
)
def test_a_period_that_is_not_on_the_grid_is_refused_in_words(period: str, supervising: Client) -> None:
    text = text_of(supervising, f"{PAGE}?period={period}", status=400)

    assert "There are no figures for that period" in text
    assert "See the figures for November 2026" in text


@pytest.mark.parametrize("period", ["2026", "2026-Q4"])
def test_a_quarter_or_year_that_goes_on_says_from_when_it_is_shown(period: str, supervising: Client) -> None:
    assert "from 4 January 2027." in text_of(supervising, f"{PAGE}?period={period}", status=409)


def test_an_analyst_sees_no_unprotected_figure(analysing: Client, sealed: Callable[..., None]) -> None:
    sealed(43, month=OCTOBER, cues=("denial",), signposts=("one",))
    sealed(7, month=OCTOBER, answered=False, outcome="abandoned", talk_band="none", caller_type=None)
    for minutes in range(40):
        WaitTally.objects.create(month=OCTOBER, minutes=minutes, answered=True, number=7)
    for hour in range(9, 17):
        ArrivalTally.objects.create(month=OCTOBER, weekday=2, hour=hour, number=13)
    SurveyAnswer.objects.bulk_create([SurveyAnswer(month=OCTOBER, heard=8) for _ in range(33)])
    for answer in ("yes", "not_yet"):
        RangTally.objects.create(month=OCTOBER, answer=answer, number=17)

    text = text_of(analysing, RELEASED)

    shown = re.findall(r'<td class="table__number[^"]*">([^<]*)</td>', text)
    assert {cell for cell in shown if not cell.replace(",", "").isdigit()} == {"fewer than 5"}
    assert all(int(cell.replace(",", "")) % 5 == 0 for cell in shown if cell[0].isdigit())
    assert len([cell for cell in shown if cell[0].isdigit()]) > 15
    assert "Released figures for October 2026" in text
    assert "Median" not in text
    assert "it may be up to four above or below the true one" in text


def text_of_released(client: Client, period: str, status: int) -> str:
    return text_of(client, f"{RELEASED}?period={period}", status=status)


def test_an_analyst_is_shown_closed_periods_alone(analysing: Client) -> None:
    assert "from 4 December 2026." in text_of_released(analysing, "2026-11", 409)
    assert '<option value="2026-11"' not in text_of(analysing, RELEASED)
    assert '<option value="2026-10" selected>' in text_of(analysing, RELEASED)


def test_a_period_beside_it_that_could_still_change_is_left_out(
    analysing: Client, sealed: Callable[..., None]
) -> None:
    for month in (date(2026, 9, 1), OCTOBER):
        sealed(43, month=month)
        sealed(17, month=month, caller_type="friend_or_family")
    before = text_of(analysing, RELEASED)
    late = values(month=date(2026, 9, 1))
    draft_fact(contact=uuid4(), values=late, correctable_until=datetime(2026, 11, 22, tzinfo=UTC))

    text = text_of(analysing, RELEASED)

    assert [len(line) for line in table_of(before, "caller_type").values()][:2] == [2, 2]
    assert [len(line) for line in table_of(text, "caller_type").values()][:2] == [1, 1]
    assert table_of(before, "series")["Sep"][0].isdigit()
    assert table_of(text, "series")["Sep"] == ["fewer than 5"]


def test_who_looked_at_what_is_written_down_without_a_figure(
    supervising: Client, supervisor: Account
) -> None:
    text_of(supervising, f"{PAGE}?period=2026-10")

    assert list(QueryLog.objects.values_list("who", "policy", "period", "what")) == [
        (supervisor.username, "internal", "2026-10", "overview")
    ]


def test_made_up_figures_are_called_so(supervising: Client) -> None:
    MadeUpData.objects.create(facts=1, seed=1, made_at=datetime(2026, 11, 1, tzinfo=UTC))

    assert "Made-up data, for training." in text_of(supervising)


def test_the_page_is_read_only_and_not_kept_by_the_browser(supervising: Client) -> None:
    assert supervising.post(PAGE).status_code == 405
    assert "no-store" in supervising.get(PAGE)["Cache-Control"]


def test_the_first_month_says_that_there_is_nothing_to_compare_with(
    supervising: Client, sealed: Callable[..., None]
) -> None:
    sealed(20)
    assert "This is the first month with figures" in text_of(supervising)
    sealed(20, month=OCTOBER)
    assert "This is the first month with figures" not in text_of(supervising)


def test_what_callers_said_is_shown_for_a_settled_month(supervising: Client) -> None:
    answers = [(8, 5), (8, 6), (7, 4), (9, 7), (6, None)]
    SurveyAnswer.objects.bulk_create(
        [SurveyAnswer(month=OCTOBER, heard=heard, clearer=clear) for heard, clear in answers]
    )
    SurveyAnswer.objects.bulk_create([SurveyAnswer(month=NOVEMBER, heard=8) for _ in range(30)])

    said = table_of(text_of(supervising, f"{PAGE}?period=2026-10"), "survey")

    assert list(said.values()) == [["7.6"], ["fewer than 5"], ["fewer than 5"]]
    running = text_of(supervising)
    assert "when its last answers are in: from 4 December 2026." in running
    assert "Felt heard" not in running


def test_whether_those_who_came_back_had_rung_is_shown_for_a_settled_month(supervising: Client) -> None:
    for answer, number in (("yes", 12), ("not_yet", 7), ("none_given", 2)):
        RangTally.objects.create(month=OCTOBER, answer=answer, number=number)

    rang = table_of(text_of(supervising, f"{PAGE}?period=2026-10"), "rang")

    assert rang == {"Had rung": ["12"], "Not yet": ["not shown"], "Were given none": ["not shown"]}


def test_waits_are_told_in_three_figures(supervising: Client) -> None:
    for minutes, number in ((0, 30), (3, 20), (9, 10)):
        WaitTally.objects.create(month=NOVEMBER, minutes=minutes, answered=True, number=number)
    WaitTally.objects.create(month=NOVEMBER, minutes=40, answered=False, number=90)

    marks = table_of(text_of(supervising), "wait_marks")

    assert list(marks.values()) == [["0"], ["9"], ["85"]]


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_takes_as_many_queries_for_one_contact_as_for_three(
    number: int, supervising: Client, sealed: Callable[..., None], django_assert_max_num_queries: Any
) -> None:
    for outcome in ["completed", "signposted", "plan_made"][:number]:
        sealed(5, outcome=outcome)

    with django_assert_max_num_queries(32):
        text_of(supervising)


def test_figures_and_staffing_lead_to_one_another(supervising: Client, analysing: Client) -> None:
    def leads_to(client: Client, page: str) -> set[str]:
        main = client.get(page).content.decode().partition("<main")[2].partition("</main>")[0]
        found = set(re.findall(r'href="(/[^"?#]*)"', main))
        assert {client.get(address).status_code for address in found} == {200}
        return found

    staffing = {"/supervision/staffing/", "/supervision/staffing/week/"}
    assert staffing | {"/supervision/quality/figures/", "/figures/reports/"} <= leads_to(supervising, PAGE)
    for page in staffing:
        assert leads_to(supervising, page) >= {PAGE, *staffing} - {page}
    wanted = {"/supervision/released/", "/figures/reports/", "/figures/equality/"}
    assert wanted <= leads_to(analysing, RELEASED)
