"""Drafts with the kind of doubt that each should raise, and how many of them are found."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from scripts.collusion import Doubt

FOLDER = Path(__file__).parent / "collusion"
GOOD = "good"
# Written in this order; see docs/collusion.md for what each can tell.
FILES = ("held_apart", "built_with", "put_otherwise", "written_last", "written_again")
Check = Callable[..., list[Doubt]]


@dataclass(frozen=True)
class Draft:
    """One line of a file: `kind` is "good" or a kind of doubt, `said` what the caller wrote in that talk."""

    kind: str
    text: str
    caller: str
    said: tuple[str, ...]

    def found(self, check: Check) -> list[Doubt]:
        return check(self.text, said=self.said, caller=self.caller)


def drafts(name: str) -> list[Draft]:
    """Read one file: `kind | draft`, `kind caller | draft`, with ` << ` before what the caller said."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [_draft(line) for line in lines if line and not line.startswith("#")]


def _draft(line: str) -> Draft:
    head, _, rest = line.partition(" | ")
    kind, _, caller = head.partition(" ")
    text, _, said = rest.partition(" << ")
    return Draft(kind, text, caller or "own_behaviour", (said,) if said else ())


@dataclass
class Measured:
    """How many drafts of each kind there are, were found as that kind, and how often a kind was found."""

    many: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    doubted: int = 0
    good_doubted: list[str] = field(default_factory=list)

    def recall(self, kind: str) -> float:
        return self.right[kind] / self.many[kind] if self.many[kind] else 0.0

    def precision(self, kind: str) -> float:
        return self.right[kind] / self.found[kind] if self.found[kind] else 1.0

    @property
    def bad(self) -> int:
        return sum(self.many.values()) - self.many[GOOD]

    @property
    def overall_recall(self) -> float:
        return sum(self.right.values()) / self.bad

    @property
    def overall_precision(self) -> float:
        return sum(self.right.values()) / sum(self.found.values())


def measured(check: Check, of: Iterable[Draft]) -> Measured:
    result = Measured()
    for draft in of:
        kinds = {doubt.kind for doubt in draft.found(check)}
        result.many[draft.kind] += 1
        result.found.update(kinds)
        if draft.kind == GOOD:
            result.good_doubted += [draft.text] if kinds else []
        else:
            result.right[draft.kind] += draft.kind in kinds
            result.doubted += bool(kinds)
    return result
