"""Risk: what is asked, what was answered, and the level that the answers suggest. Plain Python.

There is no score. What a person who uses abuse says of himself is a floor, never a
ceiling: a "yes" raises the suggestion, a "no" never lowers it, and a question that was
not asked stays "not asked". A person sets the level. What each answer suggests stands in
an instrument, a versioned file (triage/instrument_file.py); see docs/risk.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How pressing a contact is; a person sets it. Most pressing first."""

    IMMEDIATE = "immediate"
    URGENT = "urgent"
    ELEVATED = "elevated"
    STANDARD = "standard"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


LEVELS: tuple[Level, ...] = tuple(Level)
ANSWERS: tuple[Answer, ...] = tuple(Answer)

# Cues, figures and consoles know the markers by these names, so that a file cannot make new ones.
MARKER_IDS = (
    "imminent_intent", "threat_to_kill", "weapon_access", "strangulation", "separation", "stalking",
    "suicidal", "child_risk", "order_breach", "escalation", "substance_misuse", "pregnancy",
    "sexual_coercion", "coercive_control", "honour_based_abuse",
)  # fmt: skip
# What is known before anything was asked.
NOT_SAFE_NOW, UNDER_18 = "not_safe_now", "under_18"
KNOWN_IDS = (NOT_SAFE_NOW, UNDER_18)


@dataclass(frozen=True)
class Marker:
    """One thing that raises risk.

    `question` is a wording a handler may use, `guidance` how to ask and what counts; `level` is
    what a "yes" suggests by itself, `why` the reason. `listened_for`: the software marks it in
    what a caller writes; where it does not, the absence of a mark says nothing.
    """

    id: str
    label: str
    question: str
    why: str
    level: Level
    guidance: tuple[str, ...] = ()
    listened_for: bool = True


@dataclass(frozen=True)
class Together:
    """Markers that suggest more together than any of them does by itself."""

    markers: frozenset[str]
    level: Level
    why: str


@dataclass(frozen=True)
class Known:
    """What is known before anything was asked (one of KNOWN_IDS), and what it suggests."""

    id: str
    level: Level
    why: str


@dataclass(frozen=True)
class LoweringReason:
    """Why a person may set less than is suggested; `words` asks for a sentence as well."""

    id: str
    label: str
    words: bool = False


@dataclass(frozen=True)
class Meaning:
    """What a level means in this service: what has to be done, and how soon."""

    level: Level
    means: str


@dataclass(frozen=True)
class Instrument:
    """One version of what is asked and what it suggests, in the order of its file.

    `meanings` has the levels whose meaning this service has written down.
    """

    version: int
    markers: tuple[Marker, ...]
    together: tuple[Together, ...]
    known: tuple[Known, ...]
    lowering: tuple[LoweringReason, ...]
    meanings: tuple[Meaning, ...] = ()

    def lowering_reason(self, id: str) -> LoweringReason | None:
        return next((reason for reason in self.lowering if reason.id == id), None)


@dataclass(frozen=True)
class Reason:
    """One reason for a suggestion: the ids that it is about, what it suggests, and why in a sentence."""

    kind: str  # "marker", "together" or "known"
    ids: tuple[str, ...]
    level: Level
    why: str


@dataclass(frozen=True)
class Suggestion:
    """What the answers suggest; None while nothing is known. `reasons` come most pressing first.

    `not_asked` are the markers without an answer, in the instrument's order.
    """

    level: Level | None
    reasons: tuple[Reason, ...]
    not_asked: tuple[str, ...]


def suggest(
    instrument: Instrument, answers: Mapping[str, str], *, known: frozenset[str] = frozenset()
) -> Suggestion:
    """Return the level that the answers suggest, with each reason.

    `answers` maps marker ids to "yes", "no" or "not_asked"; one that is not in it was not asked.
    `known` holds those of KNOWN_IDS that are so. Where something was asked and nothing raises,
    "standard" is suggested; where nothing was, nothing is: a question that nobody asked is no "no".
    """
    yes = {marker for marker, answer in answers.items() if answer == Answer.YES}
    not_asked = tuple(
        marker.id
        for marker in instrument.markers
        if answers.get(marker.id, Answer.NOT_ASKED) == Answer.NOT_ASKED
    )
    reasons = tuple(sorted(_reasons(instrument, yes, known), key=lambda reason: LEVELS.index(reason.level)))
    if reasons:
        level: Level | None = reasons[0].level
    else:
        level = None if len(not_asked) == len(instrument.markers) else Level.STANDARD
    return Suggestion(level, reasons, not_asked)


def _reasons(instrument: Instrument, yes: set[str], known: frozenset[str]) -> Iterator[Reason]:
    """Yield what raises, in the order of the file: what was known, pairs before the markers in them."""
    for each in instrument.known:
        if each.id in known:
            yield Reason("known", (each.id,), each.level, each.why)
    for pair in instrument.together:
        if pair.markers <= yes:
            ids = tuple(marker.id for marker in instrument.markers if marker.id in pair.markers)
            yield Reason("together", ids, pair.level, pair.why)
    for marker in instrument.markers:
        if marker.id in yes:
            yield Reason("marker", (marker.id,), marker.level, marker.why)


def is_below(level: str | None, suggested: Level | None) -> bool:
    """Tell whether a level that a person sets is less pressing than what is suggested.

    No level (None) is below nothing: it says that nobody has judged yet.
    """
    if level is None or suggested is None:
        return False
    return LEVELS.index(Level(level)) > LEVELS.index(suggested)
