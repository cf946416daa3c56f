"""The supervisors' report: exact figures, and none that could be worked out."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from helpline.statistics.facts import count, draft_fact
from helpline.statistics.reports import monthly_report, months_to
from helpline.statistics.tables import Breakdown
from tests.statistics.conftest import CORRECTABLE_UNTIL, NOVEMBER, values

pytestmark = pytest.mark.django_db


def figures(table: Breakdown) -> dict[str, int | None]:
    return {row.label: row.count for row in table.rows}


def test_twelve_months_end_with_the_chosen_one() -> None:
    months = months_to(NOVEMBER)

    assert (months[0], months[1], months[-1], len(months)) == (
        date(2025, 12, 1),
        date(2026, 1, 1),
        NOVEMBER,
        12,
    )


def test_sealed_facts_and_drafts_count_alike_and_other_years_do_not(sealed: Callable[..., None]) -> None:
    sealed(6)
    sealed(5, month=date(2025, 12, 1))
    sealed(4, month=date(2026, 10, 1))
    sealed(9, month=date(2025, 11, 1))
    sealed(8, month=date(2026, 12, 1))
    draft_fact(contact=uuid4(), values=values(), correctable_until=CORRECTABLE_UNTIL)

    report = monthly_report(month=NOVEMBER)

    assert report.total == 7
    series = figures(report.series)
    assert series["November 2026"] == 7
    assert series["December 2025"] == 5
    assert series["October 2026"] is None
    assert series["September 2026"] is None
    assert len(series) == 12
    assert report.series.total is None


def test_where_answers_are_shown_the_breakdowns_are_of_answered_contacts(sealed: Callable[..., None]) -> None:
    sealed(20, caller_type="person_using_abuse", outcome="completed", wait_band="under_1")
    sealed(9, caller_type="frontline_worker", outcome="signposted", wait_band="1_to_5")
    sealed(4, caller_type="friend_or_family", outcome="plan_made", wait_band="1_to_5")
    sealed(7, caller_type=None, answered=False, outcome="abandoned", wait_band="5_to_10", talk_band="none")

    report = monthly_report(month=NOVEMBER)
    _, answered, callers, outcomes, waits = report.breakdowns

    assert figures(answered) == {"Answered": 33, "Not answered": 7}
    assert answered.total == 40
    # Four friends are hidden, and with them the nine that would give them away; 33 - 20 = 13 stay together.
    assert {label: number for label, number in figures(callers).items() if number is not None} == {
        "Person using abuse": 20
    }
    assert callers.sentence == "33 answered contacts, by who the handler took the caller to be."
    assert callers.total == 33
    # The seven who left before an answer must not turn up here: 33 alone is divided.
    assert outcomes.total == 33
    assert figures(outcomes)["Talk completed"] == 20
    assert figures(outcomes)["Caller left early"] is None
    assert "Left before an answer" not in figures(outcomes)
    assert waits.total == 40
    assert figures(waits) == {
        "Under 1 minute": 20,
        "1 to 5 minutes": 13,
        "5 to 10 minutes": None,
        "10 to 20 minutes": None,
        "20 minutes or more": None,
    }
    assert waits.sentence == "40 contacts, by the time until somebody answered or the caller left."


def test_where_answers_are_hidden_the_unanswered_have_no_row_of_their_own(
    sealed: Callable[..., None],
) -> None:
    sealed(30, outcome="completed")
    sealed(4, outcome="left_early")
    sealed(3, caller_type=None, answered=False, outcome="abandoned", talk_band="none")

    _, answered, callers, outcomes, _ = monthly_report(month=NOVEMBER).breakdowns

    assert figures(answered) == {"Answered": None, "Not answered": None}
    assert (answered.total, callers.total, outcomes.total) == (37, 37, 37)
    assert figures(outcomes)["Caller left, before or after an answer"] is None
    assert figures(outcomes)["Talk completed"] == 30
    assert callers.sentence == "37 contacts, by who the handler took the caller to be."


def test_a_contact_answered_once_and_abandoned_later_is_one_that_left_early(
    sealed: Callable[..., None],
) -> None:
    sealed(5, outcome="abandoned")
    sealed(6, outcome="left_early")
    sealed(9, outcome="completed")
    sealed(8, answered=False, outcome="abandoned", caller_type=None)

    outcomes = monthly_report(month=NOVEMBER).breakdowns[3]

    assert outcomes.total == 20
    assert figures(outcomes)["Caller left early"] == 11


def test_where_channels_are_shown_answers_and_waits_are_of_web_chats(sealed: Callable[..., None]) -> None:
    sealed(30, wait_band="1_to_5")
    sealed(6, answered=False, outcome="abandoned", caller_type=None, wait_band="over_20", talk_band="none")
    sealed(12, channel="phone", wait_band="under_1")
    sealed(7, channel="email", wait_band="under_1", caller_type="frontline_worker")

    channels, answered, callers, outcomes, waits = monthly_report(month=NOVEMBER).breakdowns

    assert (figures(channels), channels.total) == ({"Web chat": 36, "Phone": 12, "E-mail": 7}, 55)
    assert (figures(answered), answered.total) == ({"Answered": 30, "Not answered": 6}, 36)
    assert answered.sentence == "How many of 36 web chats were answered."
    # Nobody waited on the phone: the waits are of those who wrote.
    assert (waits.total, figures(waits)["Under 1 minute"], figures(waits)["1 to 5 minutes"]) == (36, None, 30)
    assert waits.sentence == "36 web chats, by the time until somebody answered or the caller left."
    assert (callers.total, figures(callers)["Frontline worker"], outcomes.total) == (49, None, 49)
    assert figures(callers)["Person using abuse"] == 42


def test_calls_and_emails_are_shown_together_where_one_of_them_is_too_small(
    sealed: Callable[..., None],
) -> None:
    sealed(30)
    sealed(12, channel="phone", wait_band="under_1")

    channels, answered, *_, waits = monthly_report(month=NOVEMBER).breakdowns

    assert figures(channels) == {"Web chat": 30, "Phone or e-mail": 12}
    assert (answered.total, waits.total) == (30, 30)


def test_few_calls_are_hidden_and_no_other_table_tells_of_them(sealed: Callable[..., None]) -> None:
    sealed(30, wait_band="1_to_5")
    sealed(4, channel="phone", wait_band="under_1")

    channels, answered, *_, waits = monthly_report(month=NOVEMBER).breakdowns

    assert (figures(channels), channels.total) == ({"Web chat": None, "Phone or e-mail": None}, 34)
    assert (answered.total, waits.total) == (34, 34)
    assert waits.sentence == "34 contacts, by the time until somebody answered or the caller left."


@pytest.mark.parametrize("number", [0, 1, 4])
def test_nought_and_four_contacts_look_alike(number: int, sealed: Callable[..., None]) -> None:
    before = monthly_report(month=NOVEMBER)
    sealed(number)

    report = monthly_report(month=NOVEMBER)

    assert report == before
    assert (report.total, report.breakdowns) == (None, ())
    assert set(figures(report.series).values()) == {None}


def test_bars_are_in_proportion_to_the_largest_figure_shown(sealed: Callable[..., None]) -> None:
    sealed(40, wait_band="under_1")
    sealed(10, wait_band="over_20")
    sealed(6, wait_band="5_to_10")
    sealed(3, wait_band="1_to_5")
    sealed(2, wait_band="10_to_20")

    waits = monthly_report(month=NOVEMBER).breakdowns[4]

    assert [(row.count, row.bar) for row in waits.rows] == [
        (40, 100),
        (None, 0),
        (6, 15),
        (None, 0),
        (10, 25),
    ]


def test_refusals_of_the_month_are_added_up(sealed: Callable[..., None]) -> None:
    for day in (1, 2, 3, 29, 30):
        count(kind="refused_closed", day=date(2026, 11, day))
        count(kind="refused_full", day=date(2026, 10, day))
    count(kind="refused_throttled", day=date(2026, 11, 1))

    assert figures(monthly_report(month=NOVEMBER).refusals) == {
        "The service was closed": 5,
        "No handler was free to take more": None,
        "Too many attempts at once": None,
    }


@pytest.mark.parametrize("number", [1, 3])
def test_a_report_takes_three_queries_for_one_fact_and_for_three(
    number: int, sealed: Callable[..., None], django_assert_num_queries: Any
) -> None:
    for outcome in ["completed", "signposted", "plan_made"][:number]:
        sealed(5, outcome=outcome)

    with django_assert_num_queries(3):
        monthly_report(month=NOVEMBER)
