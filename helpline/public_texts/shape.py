"""Which words each text is made of: the boxes that staff fill, and the way from boxes to words. Plain Python.

Words are what the caller's pages take: texts, lists of texts, lists of mappings. A box has a name that is its
path: "points.0.title" is the title of the first point.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from helpline.kernel.errors import RequestInvalid
from helpline.public_texts.kinds import Kind

Words = dict[str, Any]
TITLE, TEXT, LONG = 120, 600, 3_000


class Form(StrEnum):
    LINE = "line"
    TEXT = "text"
    LINES = "lines"
    PICTURES = "pictures"
    MARKUP = "markup"


@dataclass(frozen=True)
class Field:
    """One text. `hint` is read beside the box."""

    path: str
    label: str
    form: Form = Form.LINE
    most: int = TITLE
    hint: str = ""
    required: bool = True


@dataclass(frozen=True)
class Many:
    """Several of a kind, one after the other; what is left empty is left out."""

    path: str
    label: str
    fields: tuple[Field, ...]
    most: int


Parts = tuple[Field | Many, ...]
ONE_A_LINE = "One to a line."
PICTURES = "One to a line: the name of a drawing, a colon, the sentence."
MARKUP = (
    "Optional. An empty line parts paragraphs, “- ” begins a line of a list, “## ” a heading, "
    "**two stars** make words strong, [words](https://address) a link."
)

SHAPES: dict[Kind, Parts] = {
    Kind.CONSENT: (
        Field("heading", "Heading"),
        Field("intro", "First words", Form.TEXT, TEXT),
        Many(
            "points",
            "Point",
            (Field("title", "Its heading"), Field("text", "What it says", Form.TEXT, TEXT)),
            12,
        ),
        Field("agree", "The button that agrees"),
        Field("decline", "The button that does not"),
        Field("work.heading", "To workers: heading"),
        Field("work.intro", "To workers: first words", Form.TEXT, TEXT),
        Field("work.points", "To workers: what to leave out", Form.LINES, LONG, ONE_A_LINE),
        Field("work.agree", "To workers: the button that goes on"),
    ),
    Kind.EASY: (
        Field("heading", "Heading"),
        Field("intro", "First lines", Form.PICTURES, TEXT, PICTURES),
        Many(
            "points",
            "Point",
            (Field("title", "Its heading"), Field("lines", "Its lines", Form.PICTURES, LONG, PICTURES)),
            12,
        ),
        Field("end", "Last lines", Form.PICTURES, TEXT, PICTURES),
    ),
    Kind.PRIVACY: (
        Field("heading", "Heading"),
        Field("intro", "First words", Form.TEXT, TEXT),
        Field("who", "Heading over who is responsible"),
        Many(
            "parts",
            "Part",
            (Field("heading", "Its heading"), Field("points", "What it says", Form.LINES, LONG, ONE_A_LINE)),
            16,
        ),
        Field("more", "More in your own words", Form.MARKUP, LONG, MARKUP, required=False),
        Field("ask_heading", "Heading over how to ask"),
        Field("ask", "How to ask", Form.TEXT, TEXT),
    ),
    Kind.CLOSING: (
        Field("ended_heading", "Heading"),
        Field("ended_caller", "When the caller ended it", Form.TEXT, TEXT),
        Field("ended_handler", "When the handler ended it", Form.TEXT, TEXT),
        Field("ended_caller_gone", "When we lost touch", Form.TEXT, TEXT),
        Field("ended_hours", "When we closed and nobody could answer", Form.TEXT, TEXT),
        Field("ended_boundary", "When we ended it for abuse", Form.TEXT, TEXT),
        Field("ended_other", "In any other case", Form.TEXT, TEXT),
        Field("ended_danger", "In danger", Form.TEXT, TEXT),
        Field("ended_now", "Heading over what happens to the words"),
        Field("ended_words", "What happens to the words", Form.TEXT, TEXT),
    ),
}


@dataclass(frozen=True)
class Box:
    """A box of the form, with what it says. `group` is the heading of the several that it is one of."""

    name: str
    field: Field
    value: str
    group: str = ""

    @property
    def label(self) -> str:
        """What the box is called where it stands alone."""
        return f"{self.group}: {self.field.label.lower()}" if self.group else self.field.label

    @property
    def is_line(self) -> bool:
        return self.field.form == Form.LINE

    @property
    def rows(self) -> int:
        """How many rows its words need."""
        lines = sum(1 + len(line) // 62 for line in self.value.split("\n"))
        return max(lines + 1, 2 if self.field.form == Form.TEXT else 5)


def boxes(kind: Kind, words: Mapping[str, Any], *, spare: int = 0) -> list[Box]:
    """Return the boxes with their values, and `spare` empty ones after those of which there are several."""
    found: list[Box] = []
    for part in SHAPES[kind]:
        if isinstance(part, Field):
            found.append(Box(part.path, part, shown(part, _at(words, part.path))))
            continue
        items = words.get(part.path) or []
        for number in range(min(len(items) + spare, part.most)):
            item = items[number] if number < len(items) else {}
            found += [
                Box(
                    f"{part.path}.{number}.{field.path}",
                    field,
                    shown(field, item.get(field.path)),
                    f"{part.label} {number + 1}",
                )
                for field in part.fields
            ]
    return found


def read_words(kind: Kind, values: Mapping[str, str]) -> Words:
    """Return the words of filled boxes; an empty item of several is left out.

    A draft may be unfinished, so that nothing is missing here. Raises RequestInvalid with `fields` where a
    box holds more than fits.
    """
    words: Words = {}
    wrong: dict[str, str] = {}
    for part in SHAPES[kind]:
        if isinstance(part, Field):
            _put(words, part.path, _taken(part, part.path, values, wrong))
            continue
        items = [
            {
                field.path: _taken(field, f"{part.path}.{number}.{field.path}", values, wrong)
                for field in part.fields
            }
            for number in range(part.most)
        ]
        words[part.path] = [item for item in items if any(item.values())]
    if wrong:
        raise RequestInvalid(fields=wrong)
    return words


def _taken(field: Field, name: str, values: Mapping[str, str], wrong: dict[str, str]) -> Any:
    text = str(values.get(name, "")).replace("\r\n", "\n").strip()
    if len(text) > field.most:
        wrong[name] = f"has {len(text)} characters: {field.most} at most"
    if field.form == Form.MARKUP:
        return text
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    if field.form == Form.LINES:
        return lines
    if field.form == Form.PICTURES:
        return [_picture(line) for line in lines]
    return " ".join(lines)


def _picture(line: str) -> dict[str, str]:
    name, colon, sentence = line.partition(":")
    if not colon or " " in name.strip():
        return {"picture": "", "text": line}
    return {"picture": name.strip().lower(), "text": sentence.strip()}


def shown(field: Field, value: Any) -> str:
    """Return a value as it stands in its box."""
    if not value:
        return ""
    if field.form == Form.LINES:
        return "\n".join(value)
    if field.form == Form.PICTURES:
        return "\n".join(f"{line['picture']}: {line['text']}" for line in value)
    return str(value)


def _at(words: Mapping[str, Any], path: str) -> Any:
    outer, _, inner = path.rpartition(".")
    return (words.get(outer) or {}).get(inner) if outer else words.get(path)


def _put(words: Words, path: str, value: Any) -> None:
    outer, _, inner = path.rpartition(".")
    (words.setdefault(outer, {}) if outer else words)[inner or path] = value


def sentences(words: Any) -> Iterator[str]:
    """Yield every text of some words but the names of drawings."""
    if isinstance(words, str):
        yield words
    elif isinstance(words, list):
        for each in words:
            yield from sentences(each)
    elif isinstance(words, Mapping):
        for name, each in words.items():
            if name != "picture":
                yield from sentences(each)
