"""The tables of one page: exact figures of a month, and none that could be worked out from the others."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from helpline.statistics.dashboard.counting import by_month, counted, in_lists, unmet_by_area
from helpline.statistics.dashboard.parts import Part, exact_parts, noisy_parts, readiness_of
from helpline.statistics.facts import draft_fact
from helpline.statistics.models import Fact
from helpline.statistics.questions import Period
from tests.statistics.conftest import CORRECTABLE_UNTIL, NOVEMBER, values

pytestmark = pytest.mark.django_db
THIS = Period(NOVEMBER, "month")
QUARTER = Period(date(2026, 7, 1), "quarter")


def parts() -> dict[str, Part]:
    sums = counted([THIS], drafts=True)[THIS]
    return exact_parts(sums.ways, sums.judged)


def test_sealed_facts_and_drafts_count_alike_and_each_in_its_month(sealed: Callable[..., None]) -> None:
    sealed(6)
    sealed(5, month=date(2025, 12, 1))
    sealed(9, month=date(2025, 11, 1))
    draft_fact(contact=uuid4(), values=values(), correctable_until=CORRECTABLE_UNTIL)

    months = by_month([date(2025, 12, 1), date(2026, 1, 1), NOVEMBER], drafts=True)

    assert [tally.number for tally in months.values()] == [5, 0, 7]
    assert by_month([NOVEMBER], drafts=False)[NOVEMBER].number == 6
    sums = counted([THIS, THIS.year_before()], drafts=True)
    assert [found.whole.number for found in sums.values()] == [7, 9]


def test_where_answers_are_shown_what_handlers_judged_is_of_answered_contacts(
    sealed: Callable[..., None],
) -> None:
    sealed(20, caller_type="person_using_abuse", outcome="completed", wait_band="under_1")
    sealed(9, caller_type="frontline_worker", outcome="signposted")
    sealed(4, caller_type="friend_or_family", outcome="plan_made")
    sealed(7, caller_type=None, answered=False, outcome="abandoned", wait_band="5_to_10", talk_band="none")

    found = parts()

    assert found["answered"].cells == {"answered": 33, "not_answered": 7}
    callers = found["caller_type"]
    assert (callers.people, callers.total) == ("answered", 33)
    # Four friends are hidden, and with them the nine that would give them away; 33 - 20 = 13 stay together.
    assert {code: number for code, number in callers.cells.items() if number is not None} == {
        "person_using_abuse": 20
    }
    # The seven who left before an answer must not turn up here: 33 alone is divided.
    assert (found["outcome"].total, found["outcome"].cells["completed"]) == (33, 20)
    assert "abandoned" not in found["outcome"].cells
    assert found["level"].total == 33
    assert found["wait_band"].cells == {
        "under_1": 20, "1_to_5": 13, "5_to_10": None, "10_to_20": None, "over_20": None
    }  # fmt: skip


def test_where_answers_are_hidden_the_unanswered_have_no_row_of_their_own(
    sealed: Callable[..., None],
) -> None:
    sealed(30, outcome="completed")
    sealed(4, outcome="left_early")
    sealed(3, caller_type=None, answered=False, outcome="abandoned", talk_band="none")

    found = parts()

    assert set(found["answered"].cells.values()) == {None}
    assert {found[name].total for name in ("answered", "caller_type", "outcome", "level")} == {37}
    assert found["outcome"].cells["left_early"] is None
    assert found["outcome"].people == "all"


def test_a_contact_answered_once_and_abandoned_later_is_one_that_left_early(
    sealed: Callable[..., None],
) -> None:
    sealed(5, outcome="abandoned")
    sealed(6, outcome="left_early")
    sealed(9, outcome="completed")
    sealed(8, answered=False, outcome="abandoned", caller_type=None)

    outcomes = parts()["outcome"]

    assert (outcomes.total, outcomes.cells["left_early"]) == (20, 11)


def test_where_channels_are_shown_answers_and_waits_are_of_web_chats(sealed: Callable[..., None]) -> None:
    sealed(30, wait_band="1_to_5")
    sealed(6, answered=False, outcome="abandoned", caller_type=None, wait_band="over_20", talk_band="none")
    sealed(12, channel="phone", wait_band="under_1")
    sealed(7, channel="email", wait_band="under_1", caller_type="frontline_worker")

    found = parts()

    assert found["channel"].cells == {"web_chat": 36, "phone": 12, "email": 7}
    assert (found["answered"].people, found["answered"].total) == ("web_chats", 36)
    # Nobody waited on the phone: the waits are of those who wrote.
    assert (found["wait_band"].total, found["wait_band"].cells["under_1"]) == (36, None)
    assert found["caller_type"].total == 49


@pytest.mark.parametrize("number", [0, 1, 4])
def test_nought_and_four_contacts_look_alike(number: int, sealed: Callable[..., None]) -> None:
    before = parts()
    sealed(number)

    assert parts() == before
    assert all(part.total is None for part in before.values())


def test_a_quarter_has_the_noise_of_a_release_and_no_exact_figure(sealed: Callable[..., None]) -> None:
    for month in QUARTER.months:
        sealed(31, month=month)
        sealed(4, month=month, channel="phone", caller_type="victim_survivor")
    sums = counted([QUARTER], drafts=False)[QUARTER]

    found = noisy_parts(sums.ways, sums.judged, "quarter")

    assert sums.whole.number == 105
    shown = [figure for part in found.values() for figure in (*part.cells.values(), part.total) if figure]
    assert len(shown) > 6
    assert all(figure % 5 == 0 for figure in shown)
    assert found["channel"].cells["email"] is None
    assert abs((found["channel"].cells["phone"] or 0) - 12) <= 4
    assert {part.people for part in found.values()} == {"all"}


def test_lists_are_counted_by_contact_and_places_by_what_was_missing(sealed: Callable[..., None]) -> None:
    sealed(6, signposts=("one", "two"), cues=("denial",), area="Leeds", unmet_need="cost")
    sealed(5, signposts=("two",), area="Leeds", unmet_need="none")
    sealed(4, unmet_need="no_programme")

    def numbers(sums: dict[Any, Any]) -> dict[Any, int]:
        return {name: tally.number for name, tally in sums.items()}

    assert numbers(in_lists("signposts", [NOVEMBER], drafts=True)) == {"one": 6, "two": 11}
    assert numbers(in_lists("cues", [NOVEMBER], drafts=True)) == {"denial": 6}
    assert numbers(unmet_by_area([NOVEMBER], drafts=True)) == {"Leeds": 6, "not_recorded": 4}


def test_the_keys_of_the_facts_come_with_their_number(sealed: Callable[..., None]) -> None:
    sealed(3)
    keys = sum(Fact.objects.values_list("record_key", flat=True))

    assert counted([THIS], drafts=True)[THIS].whole == (3, keys)


@pytest.mark.parametrize(
    ("value", "third"),
    [(None, "not_recorded"), (0, "low"), (3, "low"), (4, "middle"), (7, "high"), (10, "high")],
)
def test_a_scale_is_told_in_three_parts(value: int | None, third: str) -> None:
    assert readiness_of(value) == third
