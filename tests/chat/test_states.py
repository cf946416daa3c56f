"""The life of a contact: which steps there are, as a truth table."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from chat.errors import InvalidTransition
from chat.states import (
    OPEN,
    OVER,
    TRANSITIONS,
    EndReason,
    Outcome,
    State,
    check_transition,
    diagram,
    may_become,
)
from helpline.statistics.categories import OUTCOMES

W, T, E, C = State.WAITING, State.TALKING, State.ENDED, State.CLOSED
TRUTH = {
    (W, W): False, (W, T): True, (W, E): True, (W, C): False,
    (T, W): True, (T, T): False, (T, E): True, (T, C): False,
    (E, W): False, (E, T): False, (E, E): False, (E, C): True,
    (C, W): False, (C, T): False, (C, E): False, (C, C): False,
}  # fmt: skip


def test_the_truth_table_is_whole() -> None:
    assert set(TRUTH) == {(now, then) for now in State for then in State}


@pytest.mark.parametrize(("step", "allowed"), TRUTH.items(), ids=lambda value: str(value))
def test_a_step_is_allowed_or_refused(step: tuple[State, State], allowed: bool) -> None:
    assert may_become(*step) is allowed


@pytest.mark.parametrize("step", [step for step, allowed in TRUTH.items() if not allowed], ids=str)
def test_a_step_that_is_not_there_is_refused_with_its_code(step: tuple[State, State]) -> None:
    with pytest.raises(InvalidTransition) as refusal:
        check_transition(*step)
    assert (refusal.value.code, refusal.value.status) == ("contact.invalid_transition", 409)


@pytest.mark.parametrize("step", [step for step, allowed in TRUTH.items() if allowed], ids=str)
def test_a_step_that_is_there_passes(step: tuple[State, State]) -> None:
    check_transition(*step)


def test_every_state_is_reached_from_waiting_and_leads_to_closed() -> None:
    def reached(start: State) -> set[State]:
        found, edge = {start}, [start]
        while edge:
            new = set(TRANSITIONS[edge.pop()]) - found
            found |= new
            edge += new
        return found

    assert reached(W) == set(State)
    assert all(C in reached(state) for state in State)


def test_open_and_over_share_out_all_states() -> None:
    assert {W, T} == OPEN
    assert {E, C} == OVER


def test_the_names_are_those_of_the_protocol() -> None:
    assert [str(state) for state in State] == ["waiting", "talking", "ended", "closed"]
    reasons = ["caller", "handler", "boundary", "caller_gone", "hours.closed", "left_open"]
    assert [str(reason) for reason in EndReason] == reasons


def test_every_outcome_can_be_counted() -> None:
    assert {str(outcome) for outcome in Outcome} == set(OUTCOMES)


def test_the_diagram_has_every_step_and_no_other() -> None:
    drawn = re.findall(r"^    (\S+) --> (\S+): (.+)$", diagram(), re.MULTILINE)

    assert diagram().startswith("stateDiagram-v2\n")
    assert {(now, then) for now, then, _ in drawn} == {
        *((str(now), str(then)) for (now, then), allowed in TRUTH.items() if allowed),
        ("[*]", "waiting"),
        ("closed", "[*]"),
    }
    assert len(drawn) == 7


def test_the_page_holds_exactly_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("contact_states")
    page = (Path(settings.BASE_DIR) / "docs" / "contact-life.md").read_text(encoding="utf-8")

    assert re.findall(r"```mermaid\n(.*?)```", page, re.DOTALL) == [capsys.readouterr().out]
