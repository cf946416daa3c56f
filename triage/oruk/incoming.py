"""One service as a file tells it, before it meets the directory. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass
class Incoming:
    """What one row says; a field that is not in `values` was not said and stays as it is.

    `row` counts as the file's reader does. `prose` is a description by somebody else: staff read it, no
    caller. `inactive`: the source no longer offers it. `left_out` says what could not be taken over.
    """

    row: int
    id: UUID | None = None
    slug: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    prose: str | None = None
    inactive: bool = False
    left_out: list[str] = field(default_factory=list)


def identifier(text: object) -> UUID | None:
    """Return the UUID that is written out in full, or None."""
    if not isinstance(text, str) or len(text) != 36:
        return None
    try:
        return UUID(text)
    except ValueError:
        return None


def once(texts: Iterable[str]) -> list[str]:
    """Return the texts, each once, in order, without empty ones."""
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))
