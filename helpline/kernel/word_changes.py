"""What differs between two texts, word by word. Plain Python."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Below this likeness both texts are shown whole: words that happen to be the same say nothing.
ALIKE = 0.5
TOKENS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Part:
    """A stretch of words: `mark` is "same", "gone" or "new"."""

    mark: str
    text: str


@dataclass(frozen=True)
class Change:
    """One thing that has a name: its words with marks."""

    name: str
    parts: tuple[Part, ...]

    @property
    def before(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.mark != "new")

    @property
    def after(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.mark != "gone")


def marked(older: str, newer: str) -> tuple[Part, ...]:
    """Return both texts as one, word by word: what stayed, what went, what came."""
    one, two = TOKENS.findall(older), TOKENS.findall(newer)
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    if matcher.ratio() < ALIKE:
        return tuple(Part(mark, text) for mark, text in (("gone", older), ("new", newer)) if text)
    parts: list[Part] = []
    for op, a1, a2, b1, b2 in _joined(matcher.get_opcodes(), one):
        if op == "equal":
            parts.append(Part("same", "".join(one[a1:a2])))
            continue
        if a2 > a1:
            parts.append(Part("gone", "".join(one[a1:a2])))
        if b2 > b1:
            parts.append(Part("new", "".join(two[b1:b2])))
    return tuple(parts)


def _joined(
    codes: Sequence[tuple[str, int, int, int, int]], one: Sequence[str]
) -> list[tuple[str, int, int, int, int]]:
    """Join changes with nothing but a space between them, so that they read as one."""
    found: list[tuple[str, int, int, int, int]] = []
    for number, code in enumerate(codes):
        op, a1, a2, _, b2 = code
        inside = 0 < number < len(codes) - 1
        is_gap = op == "equal" and inside and not "".join(one[a1:a2]).strip()
        if found and found[-1][0] != "equal" and (op != "equal" or is_gap):
            found[-1] = ("replace", found[-1][1], a2, found[-1][3], b2)
        else:
            found.append(code)
    return found
