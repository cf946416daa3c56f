"""Risk markers, their answers and the levels: what software may ask and a person decides. Plain Python.

There is no score. What a person who uses abuse says of himself is a floor, never a
ceiling; a question that was not asked stays "not asked" and never counts as "no".
The questions are the project's own words; published checklists are not reproduced.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from helpline.kernel.errors import RequestInvalid


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


class CallerType(StrEnum):
    """Who the handler judges the caller to be."""

    PERSON_USING_ABUSE = "person_using_abuse"
    VICTIM_SURVIVOR = "victim_survivor"
    FRIEND_OR_FAMILY = "friend_or_family"
    FRONTLINE_WORKER = "frontline_worker"
    UNCLEAR_OR_MUTUAL = "unclear_or_mutual"
    CHILD_OR_YOUNG_PERSON = "child_or_young_person"
    INAPPROPRIATE_CONTACT = "inappropriate_contact"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class Marker:
    """One thing that raises risk.

    `question` is a wording a handler may use; `consider` tells the handler, never the
    machine, which level a "yes" should make them think about.
    """

    id: str
    label: str
    question: str
    consider: Level


LEVELS: tuple[Level, ...] = tuple(Level)
ANSWERS: tuple[Answer, ...] = tuple(Answer)
CALLER_TYPES: tuple[CallerType, ...] = tuple(CallerType)
READINESS = range(11)

MARKERS: tuple[Marker, ...] = (
    Marker(
        "imminent_intent",
        "About to hurt someone",
        "Where are you, where are they, and what are you about to do?",
        Level.IMMEDIATE,
    ),
    Marker(
        "threat_to_kill",
        "Threats to kill",
        "Have you said, written or thought about killing anyone?",
        Level.IMMEDIATE,
    ),
    Marker(
        "weapon_access",
        "Weapons",
        "Is there anything at home that has been used, or could be used, as a weapon? Any firearms?",
        Level.URGENT,
    ),
    Marker(
        "strangulation",
        "Strangling or stopping breath",
        "Have you ever put your hands or anything else around their neck, or stopped their breathing?",
        Level.URGENT,
    ),
    Marker(
        "separation",
        "Separation",
        "Have they left, or said they might? What has happened since?",
        Level.ELEVATED,
    ),
    Marker(
        "stalking",
        "Following or watching",
        "Do you follow, watch, track or keep contacting them?",
        Level.URGENT,
    ),
    Marker(
        "suicidal",
        "Thoughts of suicide",
        "Are you thinking about killing yourself? Any thoughts of hurting anyone else as well?",
        Level.IMMEDIATE,
    ),
    Marker(
        "child_risk",
        "Children at risk",
        "Where are the children? What have they seen? When are they next with you?",
        Level.URGENT,
    ),
    Marker(
        "order_breach",
        "Court order or bail broken",
        "Is there a court order or bail condition about contact? Have you kept to it?",
        Level.URGENT,
    ),
    Marker("escalation", "Getting worse", "Is it happening more often, or getting worse?", Level.ELEVATED),
    Marker(
        "substance_misuse",
        "Drink or drugs",
        "How much are you drinking or using? Have you today?",
        Level.ELEVATED,
    ),
    Marker(
        "pregnancy", "Pregnancy or new baby", "Is anyone pregnant, or is there a new baby?", Level.ELEVATED
    ),
    Marker(
        "sexual_coercion",
        "Sex without wanting it",
        "Has there been sex when they did not want it, or pressure for it?",
        Level.URGENT,
    ),
)
MARKER_IDS: frozenset[str] = frozenset(marker.id for marker in MARKERS)


class TriageInvalid(RequestInvalid):
    """A triage answer does not fit; `extra["fields"]` maps each field to what is wrong with it."""


def check_answers(answers: object) -> dict[str, Answer]:
    """Return marker id -> answer, or raise TriageInvalid naming every marker that does not fit."""
    if not isinstance(answers, Mapping):
        raise TriageInvalid(fields={"markers": "must map a marker to yes, no or not_asked"})
    wrong = {
        f"markers.{marker}": "is not a known marker"
        if marker not in MARKER_IDS
        else "must be yes, no or not_asked"
        for marker, answer in answers.items()
        if marker not in MARKER_IDS or answer not in ANSWERS
    }
    if wrong:
        raise TriageInvalid(fields=wrong)
    return {marker: Answer(answer) for marker, answer in answers.items()}


def check_level(level: object) -> Level:
    """Return the level that a person set, or raise TriageInvalid."""
    if level not in LEVELS:
        raise TriageInvalid(fields={"level": "must be immediate, urgent, elevated or standard"})
    return Level(str(level))


def check_changes(changes: object) -> dict[str, Any]:
    """Return `changes` to a contact's triage, checked, or raise TriageInvalid with every wrong field.

    Keys: caller_type (or None), markers {id: answer}, readiness_before and
    readiness_after (whole numbers 0 to 10, or None), confidentiality_given (bool).
    """
    if not isinstance(changes, Mapping):
        raise TriageInvalid(fields={"changes": "must be an object"})
    checked = dict(changes)
    wrong: dict[str, str] = {}
    for field, value in changes.items():
        try:
            checked[field] = _check_field(field, value)
        except TriageInvalid as invalid:
            wrong |= invalid.extra["fields"]
    if wrong:
        raise TriageInvalid(fields=wrong)
    return checked


def _check_field(field: str, value: Any) -> Any:
    if field == "markers":
        return check_answers(value)
    allowed = {
        "caller_type": value is None or value in CALLER_TYPES,
        "readiness_before": value is None or (type(value) is int and value in READINESS),
        "readiness_after": value is None or (type(value) is int and value in READINESS),
        "confidentiality_given": isinstance(value, bool),
    }
    if field not in allowed:
        raise TriageInvalid(fields={field: "is not known"})
    if not allowed[field]:
        raise TriageInvalid(fields={field: _EXPECTED[field]})
    return value


_EXPECTED = {
    "caller_type": "must be one of " + ", ".join(CALLER_TYPES),
    "readiness_before": "must be a whole number from 0 to 10",
    "readiness_after": "must be a whole number from 0 to 10",
    "confidentiality_given": "must be true or false",
}
