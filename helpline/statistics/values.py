"""What one contact leaves behind, checked before it is kept. Plain Python."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from helpline.kernel.errors import RequestInvalid
from helpline.statistics.categories import CODES
from helpline.statistics.noted import LISTS

AREA_CHARACTERS = 60
SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
WRONG = "is not a value that a fact may hold"


@dataclass(frozen=True, kw_only=True)
class FactValues:
    """What one contact leaves behind, in codes of `helpline.statistics.categories` and `.noted`.

    `month` is the first day of the month of the contact's start in London (`month_of`);
    scales go from 0 to 10; `signposts` holds slugs of programmes; None is "not recorded", of a marker
    "not asked".
    `outcome="abandoned"` means that the caller left before anybody answered.
    Raises RequestInvalid with `fields` when a value is not a code.
    """

    month: date
    hour_band: str
    language: str
    about: str
    outcome: str
    ended_by: str
    answered: bool
    wait_band: str
    talk_band: str
    channel: str = "web_chat"
    day_kind: str | None = None
    caller_type: str | None = None
    age_band: str | None = None
    gender: str | None = None
    nation: str | None = None
    area: str | None = None
    relationship: str | None = None
    relationship_status: str | None = None
    children: str | None = None
    reason: str | None = None
    prompted_by: str | None = None
    behaviours: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    level: str | None = None
    level_by: str | None = None
    confidentiality_given: bool | None = None
    readiness_before: int | None = None
    readiness_after: int | None = None
    importance: int | None = None
    confidence: int | None = None
    change_talk: str | None = None
    plan: str | None = None
    programme_given: bool | None = None
    signposts: tuple[str, ...] = ()
    unmet_need: str | None = None
    safeguarding: str | None = None
    marker_imminent_intent: str | None = None
    marker_threat_to_kill: str | None = None
    marker_weapon_access: str | None = None
    marker_strangulation: str | None = None
    marker_separation: str | None = None
    marker_stalking: str | None = None
    marker_suicidal: str | None = None
    marker_child_risk: str | None = None
    marker_order_breach: str | None = None
    marker_escalation: str | None = None
    marker_substance_misuse: str | None = None
    marker_pregnancy: str | None = None
    marker_sexual_coercion: str | None = None
    marker_coercive_control: str | None = None
    marker_honour_based_abuse: str | None = None

    def __post_init__(self) -> None:
        wrong = {field.name for field in fields(self) if not _fits(field.name, getattr(self, field.name))}
        if wrong:
            raise RequestInvalid(fields=dict.fromkeys(sorted(wrong), WRONG))

    def columns(self) -> dict[str, Any]:
        """Return the values by the names of the table's columns."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


COARSE_FIELDS: tuple[str, ...] = tuple(field.name for field in fields(FactValues))
NULLABLE = frozenset(field.name for field in fields(FactValues) if field.default is None)


def _fits(name: str, value: object) -> bool:
    if value is None:
        return name in NULLABLE
    if name in CODES:
        return value in CODES[name]
    return CHECKS[name](value)


def _is_scale(value: object) -> bool:
    return type(value) is int and 0 <= value <= 10


def _are_slugs(value: object) -> bool:
    return isinstance(value, tuple) and all(
        isinstance(slug, str) and SLUG.fullmatch(slug) is not None for slug in value
    )


def _are_codes(codes: Collection[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, tuple) and set(value) <= set(codes)


CHECKS: dict[str, Callable[[Any], bool]] = {
    "month": lambda value: isinstance(value, date) and value.day == 1,
    "area": lambda value: isinstance(value, str) and 0 < len(value) <= AREA_CHARACTERS,
    **dict.fromkeys(
        ["answered", "confidentiality_given", "programme_given"], lambda value: isinstance(value, bool)
    ),
    **dict.fromkeys(["readiness_before", "readiness_after", "importance", "confidence"], _is_scale),
    **{name: _are_codes(codes) for name, codes in LISTS.items()},
    "signposts": _are_slugs,
}
