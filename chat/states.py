"""The life of a contact: four states and the steps between them. Plain Python."""

from enum import StrEnum

from chat.errors import InvalidTransition


class State(StrEnum):
    """Where a contact is. `ended` stops the talk; `closed` counts it (wrap-up done or timed out)."""

    WAITING = "waiting"
    TALKING = "talking"
    ENDED = "ended"
    CLOSED = "closed"


class EndReason(StrEnum):
    """Why the talk stopped."""

    CALLER = "caller"
    HANDLER = "handler"
    # By the handler, because a line was crossed: the caller is neither thanked nor asked how it was.
    BOUNDARY = "boundary"
    CALLER_GONE = "caller_gone"
    HOURS_CLOSED = "hours.closed"
    # A phone call or an e-mail that nobody ended: see chat/services/recording_deadlines.py.
    LEFT_OPEN = "left_open"


class Outcome(StrEnum):
    """How a contact came out, as the handler (or, unanswered, the system) records it."""

    COMPLETED = "completed"
    SIGNPOSTED = "signposted"
    PLAN_MADE = "plan_made"
    REFERRED_ON = "referred_on"
    LEFT_EARLY = "left_early"
    ABANDONED = "abandoned"
    ENDED_INAPPROPRIATE = "ended_inappropriate"
    CLOSED_BY_HOURS = "closed_by_hours"
    DANGER_ACTED_ON = "danger_acted_on"


# What a handler may choose; the other two are the system's own.
HANDLER_OUTCOMES = frozenset(Outcome) - {Outcome.ABANDONED, Outcome.CLOSED_BY_HOURS}

# Each step has the name of what brings it about.
TRANSITIONS: dict[State, dict[State, str]] = {
    State.WAITING: {State.TALKING: "taken", State.ENDED: "left, gone or hours over"},
    State.TALKING: {
        State.WAITING: "released or handler dropped",
        State.ENDED: "ended by either, or caller gone",
    },
    State.ENDED: {State.CLOSED: "wrapped up or timed out"},
    State.CLOSED: {},
}

OPEN = frozenset({State.WAITING, State.TALKING})
OVER = frozenset({State.ENDED, State.CLOSED})


def may_become(now: State, then: State) -> bool:
    """Tell whether the table has that step."""
    return then in TRANSITIONS[now]


def check_transition(now: State, then: State) -> None:
    """Raise InvalidTransition when the table does not have that step."""
    if not may_become(now, then):
        raise InvalidTransition


def diagram() -> str:
    """Return the table as a Mermaid state diagram, for docs/contact-life.md."""
    lines = ["stateDiagram-v2", "    [*] --> waiting: consent given, intake open"]
    lines += [
        f"    {now} --> {then}: {cause}"
        for now, steps in TRANSITIONS.items()
        for then, cause in steps.items()
    ]
    lines += [
        f"    {state} --> [*]: words destroyed, fact sealed" for state, s in TRANSITIONS.items() if not s
    ]
    return "\n".join(lines) + "\n"
