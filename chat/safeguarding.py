"""Who may raise a danger and break a confidence, and when: two tables. Plain Python.

A danger needs nobody's leave: a handler acts, and somebody else looks at it within a day. A break of
confidence is proposed by one person and approved by another; 999 alone never waits for that.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from chat.errors import BreakStep, OwnProposal
from helpline.kernel.errors import Forbidden
from helpline.staff.roles import Permission, role_may

REVIEW_WITHIN = timedelta(hours=24)


class Act(StrEnum):
    """What somebody does about a danger, or about a break of confidence."""

    RAISE = "raise"
    CLOSE = "close"
    REVIEW = "review"
    PROPOSE = "propose"
    DECIDE = "decide"
    PASS_ON = "pass_on"  # noqa: S105
    END_HOLD = "end_hold"
    READ_WORDS = "read_words"


_OWN, _ANY = Permission.READ_OWN_CONTACTS, Permission.SAFEGUARD

# By what somebody may do it where the matter is their own, and where it is somebody else's; None: nobody.
# Own is: one's own contact (raise, close, propose), what one did oneself (review), one's own proposal
# (decide, end the hold), and either of both (pass on).
NEEDED: dict[Act, tuple[Permission | None, Permission | None]] = {
    Act.RAISE: (_OWN, None),
    Act.CLOSE: (_OWN, _ANY),
    Act.REVIEW: (None, _ANY),
    Act.PROPOSE: (_OWN, _ANY),
    Act.DECIDE: (None, _ANY),
    Act.PASS_ON: (_OWN, _ANY),
    Act.END_HOLD: (_ANY, _ANY),
    Act.READ_WORDS: (_ANY, _ANY),
}


def may(act: Act, *, role: str, own: bool) -> bool:
    """Tell whether a role may do this with what is its own, or (`own=False`) somebody else's."""
    needed = NEEDED[act][0 if own else 1]
    return needed is not None and role_may(role, needed)


def check_may(act: Act, *, role: str, own: bool) -> None:
    """Raise OwnProposal where the same role might do it for somebody else, else Forbidden."""
    if may(act, role=role, own=own):
        return
    raise OwnProposal if own and may(act, role=role, own=False) else Forbidden


@dataclass(frozen=True, kw_only=True)
class Steps:
    """How far a break of confidence has come. `approved` is None until a second person has decided.

    `at_once`: somebody's life was in danger, and 999 was rung before anybody could approve.
    """

    at_once: bool = False
    approved: bool | None = None
    held: bool = True


def may_now(act: Act, steps: Steps) -> bool:
    """Tell whether this is the step that comes now, whoever it is.

    Passed on is what was approved, and in a danger also before; the hold ends once a second person decided.
    """
    if not steps.held:
        return False
    if act is Act.DECIDE:
        return steps.approved is None
    if act is Act.PASS_ON:
        return bool(steps.approved) or (steps.at_once and steps.approved is None)
    if act is Act.END_HOLD:
        return steps.approved is not None
    return act is Act.READ_WORDS


def check_now(act: Act, steps: Steps) -> None:
    """Raise BreakStep when this is not the step that comes now."""
    if not may_now(act, steps):
        raise BreakStep
