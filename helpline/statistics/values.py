"""What one contact leaves behind, checked before it is kept. Plain Python."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from helpline.kernel.errors import RequestInvalid
from helpline.statistics.categories import CODES

AREA_CHARACTERS = 60
SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
WRONG = "is not a value that a fact may hold"


@dataclass(frozen=True, kw_only=True)
class FactValues:
    """What one contact leaves behind, in codes of `helpline.statistics.categories`.

    `month` is the first day of the month of the contact's start in London (`month_of`);
    readiness goes from 0 to 10; `signposts` holds slugs of programmes; None is "not recorded".
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
    caller_type: str | None = None
    age_band: str | None = None
    gender: str | None = None
    area: str | None = None
    level: str | None = None
    readiness_before: int | None = None
    readiness_after: int | None = None
    signposts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        wrong = {field.name for field in fields(self) if not _fits(field.name, getattr(self, field.name))}
        if wrong:
            raise RequestInvalid(fields=dict.fromkeys(sorted(wrong), WRONG))

    def columns(self) -> dict[str, Any]:
        """Return the values by the names of the table's columns."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {
            "signposts": list(self.signposts)
        }


COARSE_FIELDS: tuple[str, ...] = tuple(field.name for field in fields(FactValues))
NULLABLE = frozenset(field.name for field in fields(FactValues) if field.default is None)


def _fits(name: str, value: object) -> bool:
    if value is None:
        return name in NULLABLE
    if name in CODES:
        return value in CODES[name]
    return CHECKS[name](value)


CHECKS: dict[str, Callable[[Any], bool]] = {
    "month": lambda value: isinstance(value, date) and value.day == 1,
    "answered": lambda value: isinstance(value, bool),
    "area": lambda value: isinstance(value, str) and 0 < len(value) <= AREA_CHARACTERS,
    "readiness_before": lambda value: type(value) is int and 0 <= value <= 10,
    "readiness_after": lambda value: type(value) is int and 0 <= value <= 10,
    "signposts": lambda value: (
        isinstance(value, tuple)
        and all(isinstance(slug, str) and SLUG.fullmatch(slug) is not None for slug in value)
    ),
}
