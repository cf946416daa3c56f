"""Whose turn it is: ranks, the order, and who may take one more."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.assignment import (
    DEFAULT_CAPACITY,
    LEVEL_RANKS,
    MOST_CAPACITY,
    Place,
    check_may_take,
    rank,
    shown_ahead,
)
from chat.errors import AtCapacity, Away, WrappingUp
from chat.starting import AGE_BANDS
from triage.risk import LEVELS

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ADULT = [None, "18_25", "26_40", "41_60", "over_60"]
UNDER_18 = ["under_13", "13_15", "16_17"]


@pytest.mark.parametrize(
    ("level", "expected"), [("immediate", 0), ("urgent", 1), ("elevated", 3), ("standard", 5)]
)
@pytest.mark.parametrize("safe_now", [True, False, None])
@pytest.mark.parametrize("age_band", [None, *AGE_BANDS])
def test_a_level_that_a_person_set_decides_alone(
    level: str, expected: int, safe_now: bool | None, age_band: str | None
) -> None:
    assert rank(level=level, safe_now=safe_now, age_band=age_band) == expected


@pytest.mark.parametrize("age_band", [*ADULT, *UNDER_18])
def test_not_safe_now_counts_without_a_level(age_band: str | None) -> None:
    assert rank(level=None, safe_now=False, age_band=age_band) == 2


@pytest.mark.parametrize("safe_now", [True, None])
@pytest.mark.parametrize("age_band", [*ADULT, *UNDER_18])
def test_under_18_counts_without_a_level_and_an_unanswered_question_does_not(
    safe_now: bool | None, age_band: str | None
) -> None:
    assert rank(level=None, safe_now=safe_now, age_band=age_band) == (2 if age_band in UNDER_18 else 4)


def test_every_level_has_a_rank() -> None:
    assert list(LEVEL_RANKS) == [str(level) for level in LEVELS]


levels = st.sampled_from([None, *LEVEL_RANKS])
answers = st.tuples(st.sampled_from([True, False, None]), st.sampled_from([None, *AGE_BANDS]))
waits = st.integers(0, 7_200).map(lambda seconds: NOON - timedelta(seconds=seconds))
callers = st.tuples(levels, answers, st.booleans(), waits)
Caller = tuple[str | None, tuple[bool | None, str | None], bool, datetime]


def place(caller: Caller) -> Place:
    level, (safe_now, age_band), returned, joined_at = caller
    return Place(rank(level=level, safe_now=safe_now, age_band=age_band), returned, joined_at)


def ahead(first: Caller, second: Caller) -> bool:
    return place(first).key() < place(second).key()


@given(callers, callers)
def test_level_stands_above_return_and_return_above_time_waited(first: Caller, second: Caller) -> None:
    one, two = place(first), place(second)
    if one.rank != two.rank:
        assert ahead(first, second) is (one.rank < two.rank)
    elif one.returned != two.returned:
        assert ahead(first, second) is one.returned
    else:
        assert ahead(first, second) is (one.joined_at < two.joined_at)


@given(answers, answers, st.booleans(), waits, waits)
def test_urgent_stands_before_all_answers_and_elevated_behind_pressing_ones(
    pressing: tuple[bool | None, str | None],
    other: tuple[bool | None, str | None],
    returned: bool,
    early: datetime,
    late: datetime,
) -> None:
    for level in ("immediate", "urgent"):
        assert ahead((level, other, False, late), (None, pressing, returned, early))
    unsafe = (False, pressing[1])
    assert ahead((None, unsafe, False, late), ("elevated", other, returned, early))


@given(answers, st.booleans(), waits)
def test_setting_the_lowest_level_never_moves_anybody_up(
    given_answers: tuple[bool | None, str | None], returned: bool, joined_at: datetime
) -> None:
    unset: Caller = (None, given_answers, returned, joined_at)
    lowest: Caller = ("standard", given_answers, returned, joined_at)

    assert ahead(unset, lowest)


@given(levels, answers, waits, waits)
def test_who_returns_stands_in_front_of_its_own_rank_and_of_no_better_one(
    level: str | None, given_answers: tuple[bool | None, str | None], early: datetime, late: datetime
) -> None:
    back: Caller = (level, given_answers, True, late)

    assert ahead(back, (level, given_answers, False, early))
    if place(back).rank > 0:
        assert ahead(("immediate", given_answers, False, late), back)


@pytest.mark.parametrize(
    ("available", "capacity", "open_contacts", "wrapping_up", "refusal"),
    [
        (True, 1, 0, 0, None),
        (True, 1, 1, 0, AtCapacity),
        (True, 2, 1, 0, None),
        (True, 2, 2, 0, AtCapacity),
        (True, 1, 2, 0, AtCapacity),
        (True, 2, 0, 1, WrappingUp),
        (True, 2, 1, 1, WrappingUp),
        (True, 2, 2, 1, WrappingUp),
        (False, 2, 0, 0, Away),
        (False, 2, 2, 0, Away),
        (False, 2, 0, 1, Away),
    ],
)
def test_who_may_take_one_more(
    available: bool, capacity: int, open_contacts: int, wrapping_up: int, refusal: type[Exception] | None
) -> None:
    with pytest.raises(refusal) if refusal else nullcontext():
        check_may_take(
            available=available, capacity=capacity, open_contacts=open_contacts, wrapping_up=wrapping_up
        )


def test_capacity_is_two_unless_chosen_and_four_at_most() -> None:
    assert (DEFAULT_CAPACITY, MOST_CAPACITY) == (2, 4)


@pytest.mark.parametrize(("number", "shown"), [(0, "few"), (2, "few"), (3, 3), (17, 17)])
def test_a_caller_is_told_a_number_from_three_on(number: int, shown: int | str) -> None:
    assert shown_ahead(number) == shown
