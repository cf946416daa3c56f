"""One thing that was looked at, how it is, and how to mend it. Plain Python."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    WELL = "well"
    UNKNOWN = "not known"
    UNWISE = "unwise"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """What is so, in one line, and what to do about it, in another. Neither holds a secret."""

    part: str
    state: State
    says: str
    mend: str = ""


Findings = Iterator[Finding]


def well(part: str, says: str) -> Finding:
    return Finding(part, State.WELL, says)


def unknown(part: str, says: str, mend: str = "") -> Finding:
    return Finding(part, State.UNKNOWN, says, mend)


def unwise(part: str, says: str, mend: str = "") -> Finding:
    return Finding(part, State.UNWISE, says, mend)


def wrong(part: str, says: str, mend: str = "") -> Finding:
    return Finding(part, State.WRONG, says, mend)


def exit_code(findings: Iterable[Finding]) -> int:
    """Return 2 where something is wrong, 1 where something is unwise, 0 where all is well or not known."""
    states = {finding.state for finding in findings}
    return 2 if State.WRONG in states else 1 if State.UNWISE in states else 0
