"""Who may do what about a danger and a break of confidence, and when: the whole table, every role."""

from itertools import product

import pytest

from chat.errors import BreakStep, OwnProposal
from chat.safeguarding import NEEDED, Act, Steps, check_may, check_now, may, may_now
from helpline.kernel.errors import Forbidden
from helpline.staff.roles import Role

pytestmark = pytest.mark.once

# act: (handler own, handler other's, supervisor own, supervisor other's). Nobody else may anything.
WHO = {
    "raise": (True, False, True, False),
    "close": (True, False, True, True),
    "review": (False, False, False, True),
    "propose": (True, False, True, True),
    "decide": (False, False, False, True),
    "pass_on": (True, False, True, True),
    "end_hold": (False, False, True, True),
    "read_words": (False, False, True, True),
}
CELLS = [
    (Act(act), role, own, allowed)
    for act, row in WHO.items()
    for (role, own), allowed in zip(
        product((Role.HANDLER, Role.SUPERVISOR), (True, False)), row, strict=True
    )
] + [
    (act, role, own, False) for act, role, own in product(Act, (Role.ANALYST, Role.ADMIN), (True, False))
]  # fmt: skip


def test_the_table_names_every_act() -> None:
    assert set(WHO) == {str(act) for act in Act} == {str(act) for act in NEEDED}
    assert len(CELLS) == len(Act) * len(Role) * 2


@pytest.mark.parametrize(("act", "role", "own", "allowed"), CELLS)
def test_who_may(act: Act, role: Role, own: bool, allowed: bool) -> None:
    assert may(act, role=role, own=own) is allowed
    if allowed:
        check_may(act, role=role, own=own)
        return
    second_person = own and WHO[act][3] and role is Role.SUPERVISOR
    with pytest.raises(OwnProposal if second_person else Forbidden):
        check_may(act, role=role, own=own)


def test_an_unknown_role_may_nothing() -> None:
    assert not any(may(act, role="caretaker", own=own) for act in Act for own in (True, False))


# (at once, approved, held): which steps come now, of decide, pass on, end the hold and read the words.
WHEN = {
    (False, None, True): {"decide", "read_words"},
    (False, True, True): {"pass_on", "end_hold", "read_words"},
    (False, False, True): {"end_hold", "read_words"},
    (True, None, True): {"decide", "pass_on", "read_words"},
    (True, True, True): {"pass_on", "end_hold", "read_words"},
    (True, False, True): {"end_hold", "read_words"},
} | {(at_once, approved, False): set() for at_once in (True, False) for approved in (None, True, False)}
STEPS = ("decide", "pass_on", "end_hold", "read_words")


@pytest.mark.parametrize(("steps", "now"), WHEN.items())
def test_which_step_comes_when(steps: tuple[bool, bool | None, bool], now: set[str]) -> None:
    at_once, approved, held = steps
    there = Steps(at_once=at_once, approved=approved, held=held)

    assert {name for name in STEPS if may_now(Act(name), there)} == now
    for name in STEPS:
        if name in now:
            check_now(Act(name), there)
        else:
            with pytest.raises(BreakStep):
                check_now(Act(name), there)


def test_every_state_of_a_record_is_in_the_table() -> None:
    assert set(WHEN) == set(product((True, False), (None, True, False), (True, False)))
