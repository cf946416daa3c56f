"""What a complaint goes through, and by when. Plain Python.

Whoever is unhappy with how we handle what is theirs is told within 30 days that we have it, and answered
without undue delay (Data Protection Act 2018, s.164A). Whoever asks for their data is answered within a month
(UK GDPR, Art 12).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from helpline.kernel.errors import HelplineError, RequestInvalid

ACKNOWLEDGE_DAYS = 30
# A month, counted so that it is never too long: the shortest has 28 days.
RIGHTS_DAYS = 28
# The law sets no day for answering a complaint; this is the aim that the register counts by.
ANSWER_DAYS = 60
LONGEST_TEXT = 4_000
LONGEST_ANSWER_TO = 200
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


class Kind(StrEnum):
    DATA = "data"
    SERVICE = "service"
    RIGHTS = "rights"


class State(StrEnum):
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    CLOSED = "closed"


class Outcome(StrEnum):
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    NOTHING_HELD = "nothing_held"
    NO_WAY_TO_ANSWER = "no_way_to_answer"
    NOT_A_COMPLAINT = "not_a_complaint"


# Closing by mistake starts the clock of its end, so there is a way back.
NEXT: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.ACKNOWLEDGED, State.ANSWERED, State.CLOSED}),
    State.ACKNOWLEDGED: frozenset({State.ANSWERED, State.CLOSED}),
    State.ANSWERED: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.ACKNOWLEDGED}),
}


class ComplaintGone(HelplineError):
    """There is none with this id, or no more."""

    code = "complaint.gone"
    status = 404
    message = (
        "This complaint is not here: its time may be over, and then it is deleted. Go back to the list "
        "and choose another."
    )


class StepImpossible(HelplineError):
    """Somebody else took it on meanwhile, or the step does not follow."""

    code = "complaint.step_impossible"
    status = 409
    message = "That step does not follow from where this complaint is now. Look at it again."


@dataclass(frozen=True)
class Told:
    """What somebody wrote, as it is kept: a text, and how to answer, empty where they gave no way."""

    kind: Kind
    text: str
    answer_to: str


@dataclass(frozen=True)
class Due:
    """What has to be done next ("acknowledge" or "answer"), and by which day."""

    what: str
    on: date

    def days_left(self, today: date) -> int:
        """Return the days that are left, negative once it is overdue."""
        return (self.on - today).days


def read_form(form: Mapping[str, str]) -> Told:
    """Read what was sent. Raises RequestInvalid: `fields` says "missing" or "too_long"."""
    wrong: dict[str, str] = {}
    said = form.get("kind", "")
    kind = Kind(said) if said in set(Kind) else None
    if kind is None:
        wrong["kind"] = "missing"
    text = legible(form.get("text", ""))
    if not text:
        wrong["text"] = "missing"
    elif len(text) > LONGEST_TEXT:
        wrong["text"] = "too_long"
    answer_to = " ".join(legible(form.get("answer_to", "")).split())
    if len(answer_to) > LONGEST_ANSWER_TO:
        wrong["answer_to"] = "too_long"
    if wrong or kind is None:
        raise RequestInvalid(fields=wrong)
    return Told(kind=kind, text=text, answer_to=answer_to)


def legible(text: str) -> str:
    """Return `text` in NFC without control characters but newline and tab; empty if nothing is seen."""
    seen = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    kept = unicodedata.normalize("NFC", seen).strip()
    return "" if all(c.isspace() or c in INVISIBLE for c in kept) else kept


def first_state(told: Told) -> State:
    """The page acknowledges each at once; where there is no way to answer, that is all there can be."""
    return State.RECEIVED if told.answer_to else State.ACKNOWLEDGED


def answer_by(kind: Kind, received_on: date) -> date:
    return received_on + timedelta(days=RIGHTS_DAYS if kind == Kind.RIGHTS else ANSWER_DAYS)


def next_due(kind: Kind, state: State, received_on: date) -> Due | None:
    """Return what has to be done next; None once it is answered."""
    if state == State.RECEIVED:
        acknowledge = Due("acknowledge", received_on + timedelta(days=ACKNOWLEDGE_DAYS))
        answer = Due("answer", answer_by(kind, received_on))
        return min(acknowledge, answer, key=lambda due: due.on)
    return Due("answer", answer_by(kind, received_on)) if state == State.ACKNOWLEDGED else None


def check_step(state: State, to: State, outcome: str) -> None:
    """Raise StepImpossible unless `to` follows, and whoever closes says how it ended."""
    if to not in NEXT[state]:
        raise StepImpossible
    if to == State.CLOSED and outcome not in set(Outcome):
        raise RequestInvalid(fields={"outcome": "missing"})
