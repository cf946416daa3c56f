"""What differs between two texts of a kind, box by box, in words. Plain Python."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from helpline.kernel.word_changes import Part, marked
from helpline.public_texts.kinds import Kind
from helpline.public_texts.shape import SHAPES, Field, Many, Words, boxes, shown


@dataclass(frozen=True)
class Difference:
    """One box that differs: what it is called, what became of it, and its words with marks."""

    name: str
    parts: tuple[Part, ...]

    @property
    def before(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.mark != "new")

    @property
    def after(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.mark != "gone")

    @property
    def what(self) -> str:
        """Return in words what became of it."""
        gone, new = self._words("gone"), self._words("new")
        if not self.before:
            return "Added"
        if not self.after:
            return "Taken out"
        said = [
            f"{many} {'word' if many == 1 else 'words'} {how}"
            for many, how in ((gone, "out"), (new, "in"))
            if many
        ]
        return f"Changed: {', '.join(said)}" if said else "Changed"

    def _words(self, mark: str) -> int:
        return sum(len(part.text.split()) for part in self.parts if part.mark == mark)


def compared(kind: Kind, older: Words, newer: Words) -> list[Difference]:
    """Return every box that differs, in the order of the newer text."""
    found = []
    for name, before, after in _pairs(kind, older, newer):
        if before != after:
            found.append(Difference(name, marked(before, after)))
    return found


def _pairs(kind: Kind, older: Words, newer: Words) -> Iterator[tuple[str, str, str]]:
    for part in SHAPES[kind]:
        if isinstance(part, Field):
            yield part.label, _value(kind, older, part.path), _value(kind, newer, part.path)
        else:
            yield from _several(part, older.get(part.path) or [], newer.get(part.path) or [])


def _several(
    part: Many, before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]
) -> Iterator[tuple[str, str, str]]:
    """Pair items by their headings: one that was put in between does not move all the others."""
    for old, new in _matched(part, before, after):
        title = str((new or old or {}).get(part.fields[0].path, ""))
        for field in part.fields:
            yield f"{part.label} “{title}”: {field.label.lower()}", _box(field, old), _box(field, new)


def _matched(part: Many, before: Sequence[Any], after: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    heading = part.fields[0].path
    one, two = ([item.get(heading, "") for item in items] for items in (before, after))
    for _, a1, a2, b1, b2 in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        for number in range(max(a2 - a1, b2 - b1)):
            old = before[a1 + number] if a1 + number < a2 else None
            new = after[b1 + number] if b1 + number < b2 else None
            yield old, new


def _value(kind: Kind, words: Words, path: str) -> str:
    return next((box.value for box in boxes(kind, words) if box.name == path), "")


def _box(field: Field, item: dict[str, Any] | None) -> str:
    if item is None:
        return ""
    return shown(field, item.get(field.path))
