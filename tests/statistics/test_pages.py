"""The figures page: who may open it, and what stands on it."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.statistics.models import RangTally, SurveyAnswer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_november")]
PAGE = "/supervision/figures/"
type_of_sign_in = Callable[[Account], Client]


@pytest.fixture
def _in_november() -> object:
    with time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), tick=False):
        yield


def figures_in(text: str) -> str:
    """Return the part of the page that is the same at every look: without the token of its forms."""
    return text.partition('<div class="figures">')[2].partition("</main>")[0]


def text_of(client: Client, address: str = PAGE, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.HANDLER, 403), (Role.SUPERVISOR, 200), (Role.ANALYST, 403), (Role.ADMIN, 403)],
)
def test_supervisors_alone_see_internal_figures(
    role: Role, status: int, make_account: Callable[..., Account], signed_in: type_of_sign_in
) -> None:
    assert signed_in(make_account(role)).get(PAGE).status_code == status


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get(PAGE)

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/supervision/figures/"


def test_an_empty_month_says_so_without_telling_nought_from_four(
    supervisor: Account, signed_in: type_of_sign_in
) -> None:
    text = text_of(signed_in(supervisor))

    assert "Fewer than 5 contacts were counted in November 2026 so far, perhaps none." in text
    assert "Who got in touch" not in text
    assert "Internal: for the supervisors of this service." in text


def test_the_page_says_the_figures_their_period_and_their_policy(
    supervisor: Account, signed_in: type_of_sign_in, sealed: Callable[..., None]
) -> None:
    sealed(1_207, outcome="completed")
    sealed(12, outcome="signposted", month=date(2026, 10, 1))

    text = text_of(signed_in(supervisor))

    assert "<h1>Figures for November 2026</h1>" in text
    assert "1207 contacts were counted in November 2026 so far." in text
    assert '<th scope="row">October 2026</th> <td class="table__number">12</td>' in text
    assert '<th scope="row">Signposted</th> <td class="table__number muted">not shown</td>' in text
    assert "A figure below 5, nought included" in text
    assert "style=" not in text
    assert "<script" not in text


def test_a_month_is_chosen_by_name(
    supervisor: Account, signed_in: type_of_sign_in, sealed: Callable[..., None]
) -> None:
    sealed(6, month=date(2026, 3, 1))

    text = text_of(signed_in(supervisor), f"{PAGE}?month=2026-03")

    assert "6 contacts were counted in March 2026." in text
    assert '<option value="2026-03" selected>March 2026</option>' in text


@pytest.mark.parametrize(
    "month",
    ["", "2026", "2026-13", "2026-00", "2026-12", "26-01", "2026-11-01", "0001-01", "2026-1١", "November"],
)
def test_a_month_that_does_not_exist_is_refused_in_words(
    month: str, supervisor: Account, signed_in: type_of_sign_in
) -> None:
    text = text_of(signed_in(supervisor), f"{PAGE}?month={month}", status=400)

    assert "There are no figures for that month" in text
    assert "up to November 2026" in text


def test_the_page_is_read_only_and_not_kept_by_the_browser(
    supervisor: Account, signed_in: type_of_sign_in
) -> None:
    client = signed_in(supervisor)

    assert client.post(PAGE).status_code == 405
    assert "no-store" in client.get(PAGE)["Cache-Control"]


def test_what_callers_said_is_shown_for_a_settled_month(
    supervisor: Account, signed_in: type_of_sign_in
) -> None:
    answers = [(8, 5), (8, 6), (7, 4), (9, 7), (6, None)]
    SurveyAnswer.objects.bulk_create(
        [SurveyAnswer(month=date(2026, 10, 1), heard=heard, clearer=clear) for heard, clear in answers]
    )

    text = text_of(signed_in(supervisor), f"{PAGE}?month=2026-10")

    assert "5 callers answered questions at the end of their contact in October 2026" in text
    assert '<th scope="row">Felt heard</th><td class="table__number">7.6</td>' in text
    for name in ("Clearer about what to do", "Likely to contact the service they were told about"):
        assert f'<th scope="row">{name}</th><td class="table__number muted">fewer than 5</td>' in text


def test_whether_those_who_came_back_had_rung_is_shown_for_a_settled_month(
    supervisor: Account, signed_in: type_of_sign_in
) -> None:
    client = signed_in(supervisor)
    assert "said whether they had rung" in text_of(client, f"{PAGE}?month=2026-10")
    for answer, number in (("yes", 12), ("not_yet", 7), ("none_given", 2)):
        RangTally.objects.create(month=date(2026, 10, 1), answer=answer, number=number)

    text = text_of(client, f"{PAGE}?month=2026-10")

    assert '<th scope="row">Had rung</th><td class="table__number">12</td>' in text
    assert '<th scope="row">Not yet</th><td class="table__number muted">not shown</td>' in text
    assert '<th scope="row">Were given none</th><td class="table__number muted">not shown</td>' in text


def test_what_callers_said_in_the_running_month_waits(
    supervisor: Account, signed_in: type_of_sign_in
) -> None:
    SurveyAnswer.objects.bulk_create([SurveyAnswer(month=date(2026, 11, 1), heard=8) for _ in range(30)])

    text = text_of(signed_in(supervisor))

    assert "from 4 December 2026." in text
    assert "Felt heard" not in text
    assert "8.0" not in text


def test_few_answers_and_none_are_said_alike(supervisor: Account, signed_in: type_of_sign_in) -> None:
    client = signed_in(supervisor)
    none = text_of(client, f"{PAGE}?month=2026-10")
    SurveyAnswer.objects.bulk_create([SurveyAnswer(month=date(2026, 10, 1), heard=8) for _ in range(4)])

    few = text_of(client, f"{PAGE}?month=2026-10")

    assert "Fewer than 5 callers answered the questions at the end in October 2026, perhaps none." in few
    assert len(figures_in(few)) > 3_000
    assert figures_in(few) == figures_in(none)
