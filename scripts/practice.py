"""A scripted caller to practise with: a small state machine without a clock. Plain Python.

The caller says the lines of a node one by one, then waits for an answer. What kinds of answer
the handler's words were (`scripts.answers`) decides which node comes next; where nobody answers
in time, silence does. No way leads in a circle (`scripts.practice_file` refuses one), so that
every walk ends, whatever a handler does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from helpline.kernel.content_errors import ContentError

# Somebody reads, thinks and types: seconds before a line, and how long a pause may be.
READS_SECONDS, SECONDS_A_CHARACTER, LONGEST_SECONDS = 2.0, 0.05, 12.0
# After the last line of all: time to read it before the practice is over.
LAST_SECONDS = 20.0


@dataclass(frozen=True)
class Way:
    """Where a kind of answer leads; the first way of a node that fits is taken."""

    on: frozenset[str]
    to: str


@dataclass(frozen=True)
class Moment:
    """One node: what the caller says, and what comes of each answer. Without `otherwise` it is an end.

    `cues` are those that the console marks in its lines; `note` says in the look back why the caller
    spoke so. `line` is where it stands in the file.
    """

    id: str
    says: tuple[str, ...]
    cues: tuple[str, ...]
    note: str
    ways: tuple[Way, ...]
    otherwise: str
    silence: str
    line: int

    @property
    def ends(self) -> bool:
        return not self.otherwise


@dataclass(frozen=True)
class Answers:
    """What a caller answered before the first word; "" and None are "not answered"."""

    about: str
    need: str = ""
    age_band: str = ""
    gender: str = ""
    safe_now: bool | None = None
    private_now: bool | None = None


@dataclass(frozen=True)
class ScriptedCaller:
    """One invented caller. `asks` are the topics that a handler should raise with them.

    `hanging` tells where a mark of their lines hangs on a hair, where that was looked for.
    """

    id: str
    title: str
    trains: str
    stage: str
    caller_type: str
    answers: Answers
    asks: tuple[str, ...]
    patience_seconds: int
    start: str
    moments: Mapping[str, Moment]
    hanging: tuple[ContentError, ...] = ()

    @property
    def hurts_others(self) -> bool:
        """Tell whether to take their side is to go along with it."""
        return self.caller_type in {"person_using_abuse", "unclear_or_mutual"}


@dataclass(frozen=True)
class Place:
    """Where a talk stands: the node, how many of its lines were said, the answers heard since."""

    node: str
    said: int = 0
    heard: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Turn:
    """What the caller does next: a line, and the place after it."""

    line: str
    place: Place


def begin(caller: ScriptedCaller) -> Place:
    return Place(caller.start)


def hear(place: Place, kinds: Iterable[str], *, other: str = "other") -> Place:
    """Return the place once the handler has answered; words of no known kind are an answer too."""
    return replace(place, heard=place.heard | (frozenset(kinds) or {other}))


def next_turn(caller: ScriptedCaller, place: Place) -> Turn | None:
    """Return what the caller does once the pause is over; None when they go."""
    moment = caller.moments[place.node]
    if place.said >= len(moment.says):
        if moment.ends:
            return None
        place = Place(_answered(moment, place.heard))
        moment = caller.moments[place.node]
    return Turn(moment.says[place.said], replace(place, said=place.said + 1))


def pause_seconds(caller: ScriptedCaller, place: Place) -> float:
    """Return how long it takes until the next turn, from the last thing said on either side."""
    turn = next_turn(caller, place)
    if turn is None:
        return LAST_SECONDS
    is_answer = bool(place.heard) or place.said < len(caller.moments[place.node].says)
    if not is_answer:
        return float(caller.patience_seconds)
    return min(LONGEST_SECONDS, READS_SECONDS + SECONDS_A_CHARACTER * len(turn.line))


def _answered(moment: Moment, heard: frozenset[str]) -> str:
    if not heard:
        return moment.silence or moment.otherwise
    return next((way.to for way in moment.ways if way.on & heard), moment.otherwise)
