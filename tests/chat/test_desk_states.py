"""What a handler is shown as: one rule for the console, the board and the queue."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.desk_states import BREAK_REASONS, DeskState, desk_state, is_idle, skills_in_force
from chat.models import BreakReason

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
IDLE = timedelta(minutes=20)


@pytest.mark.parametrize(
    ("leased", "available", "break_reason", "wrapping_up", "shown"),
    [
        (True, True, "", 0, "available"),
        (True, True, "", 1, "wrapping_up"),
        (True, False, "", 0, "away"),
        (True, False, "", 1, "away"),
        (True, False, "meal", 0, "break"),
        (True, False, "meal", 2, "break"),
        (False, True, "", 0, "away"),
        (False, True, "", 1, "away"),
        (False, False, "meal", 0, "away"),
    ],
)
def test_what_a_handler_is_shown_as(
    leased: bool, available: bool, break_reason: str, wrapping_up: int, shown: str
) -> None:
    found = desk_state(leased=leased, available=available, break_reason=break_reason, wrapping_up=wrapping_up)

    assert found == shown


@given(st.booleans(), st.booleans(), st.sampled_from(["", "rest", "meal"]), st.integers(0, 4))
def test_only_who_is_there_has_set_it_and_has_nothing_to_wrap_up_is_available(
    leased: bool, available: bool, break_reason: str, wrapping_up: int
) -> None:
    found = desk_state(leased=leased, available=available, break_reason=break_reason, wrapping_up=wrapping_up)

    assert (found is DeskState.AVAILABLE) is (leased and available and not wrapping_up)


@pytest.mark.parametrize(("seconds", "expected"), [(0, False), (1_199, False), (1_200, True), (9_999, True)])
def test_who_does_nothing_for_the_set_time_is_idle(seconds: int, expected: bool) -> None:
    at = NOON + timedelta(seconds=seconds)

    assert is_idle(state=DeskState.AVAILABLE, open_contacts=0, active_at=NOON, now=at, idle=IDLE) is expected


@pytest.mark.parametrize("state", DeskState)
@pytest.mark.parametrize("open_contacts", [0, 1, 4])
def test_nobody_with_a_talk_a_wrap_up_or_a_break_is_idle(state: DeskState, open_contacts: int) -> None:
    late = NOON + timedelta(hours=5)
    found = is_idle(state=state, open_contacts=open_contacts, active_at=NOON, now=late, idle=IDLE)

    assert found is (state is DeskState.AVAILABLE and open_contacts == 0)


def test_whose_last_act_is_not_known_is_not_asked() -> None:
    assert not is_idle(state=DeskState.AVAILABLE, open_contacts=0, active_at=None, now=NOON, idle=IDLE)


def test_a_break_has_the_reasons_that_are_stored() -> None:
    assert list(BREAK_REASONS.items()) == BreakReason.choices


skills = st.frozensets(st.sampled_from(["women", "men", "under_18", "language:cy"]))


@given(skills, skills, st.none() | st.timedeltas(timedelta(hours=-30), timedelta(hours=30)))
def test_switching_off_holds_for_a_time_and_never_adds_a_skill(
    trained: frozenset[str], chosen: frozenset[str], left: timedelta | None
) -> None:
    until = NOON + left if left is not None else None
    found = skills_in_force(trained, chosen=chosen, chosen_until=until, now=NOON)

    assert found == (trained & chosen if until and until > NOON else trained)
