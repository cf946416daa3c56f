"""What a handler may record of a contact, checked before it is stored. Plain Python."""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from functools import partial
from typing import Any

from helpline.kernel.errors import RequestInvalid
from triage.noted import BEHAVIOURS, NOTED, SCALES, are_behaviours, is_noted
from triage.risk import ANSWERS, MARKER_IDS, Answer


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


CALLER_TYPES: tuple[CallerType, ...] = tuple(CallerType)
READINESS = range(11)


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


def check_changes(changes: object) -> dict[str, Any]:
    """Return `changes` to a contact's triage, checked, or raise TriageInvalid with every wrong field.

    Keys: caller_type (or None), markers {id: answer}, readiness_before, readiness_after, importance and
    confidence (whole numbers 0 to 10, or None), confidentiality_given (bool), behaviours (a list), and
    those of `triage.noted.NOTED` (a code, or None).
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
    if field not in _FITS:
        raise TriageInvalid(fields={field: "is not known"})
    fits, expected = _FITS[field]
    if not fits(value):
        raise TriageInvalid(fields={field: expected})
    return value


def _is_scale(value: object) -> bool:
    return value is None or (type(value) is int and value in READINESS)


def _one_of(codes: Collection[str]) -> tuple[Callable[[Any], bool], str]:
    return partial(is_noted, codes=codes), "must be one of " + ", ".join(codes)


_SCALE = (_is_scale, "must be a whole number from 0 to 10")
_FITS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "caller_type": _one_of(CALLER_TYPES),
    **dict.fromkeys(["readiness_before", "readiness_after", *SCALES], _SCALE),
    "confidentiality_given": (lambda value: isinstance(value, bool), "must be true or false"),
    **{field: _one_of(codes) for field, codes in NOTED.items()},
    "behaviours": (are_behaviours, "must be a list of " + ", ".join(BEHAVIOURS)),
}
