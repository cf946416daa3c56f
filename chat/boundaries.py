"""The graded script for contacts that cross a line: what to say, when it may end. Plain Python.

The sentences stand in chat/content/boundaries.yaml; a person sends them, nothing is sent by itself.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chat.errors import WarningFirst

CONTENT = Path(__file__).resolve().parent / "content" / "boundaries.yaml"


class Kind(StrEnum):
    """How a line is crossed."""

    ABUSIVE = "abusive"
    SEXUAL = "sexual"
    PRANK = "prank"
    THREAT = "threat"


# Answering goes on giving these what they come for, or puts the handler at risk: no warning is owed first.
AT_ONCE = frozenset({Kind.SEXUAL, Kind.THREAT})


@dataclass(frozen=True)
class WarningGiven:
    """When a contact was warned, and when its handler last wrote; None is never."""

    warned_at: datetime | None
    last_written_at: datetime | None

    @property
    def was_given(self) -> bool:
        """Tell whether a person sent something after the warning had been put into the box."""
        if self.warned_at is None or self.last_written_at is None:
            return False
        return self.last_written_at >= self.warned_at


def check_may_end(kind: Kind, warning: WarningGiven) -> None:
    """Raise WarningFirst when this kind of contact may not be ended before a warning was given."""
    if kind not in AT_ONCE and not warning.was_given:
        raise WarningFirst


@cache
def boundaries() -> dict[str, Any]:
    """Return {first: [str], kinds: [{id, label, is, is_not, name_it, warning, at_once, do, dont}], after}."""
    held = yaml.safe_load(CONTENT.read_text(encoding="utf-8"))
    kinds = [{**kind, "at_once": Kind(kind["id"]) in AT_ONCE} for kind in held["kinds"]]
    return {"first": held["first"], "kinds": kinds, "after": held["after"]}
