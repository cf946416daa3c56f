"""The handlers' guide, docs/handler-guide.md, in pieces that a template shows.

It knows the few forms that the guide is written in, and no others; tests hold the guide to them.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from django.utils.text import slugify

ITEM = re.compile(r"(?:- |\d+\. )")
SPAN = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|\*(?P<em>[^*\s][^*]*)\*|`(?P<code>[^`]+)`|\[(?P<link>[^\]]+)\]\((?P<to>#[\w-]+)\)"
)


@dataclass(frozen=True)
class Span:
    """A piece of a line: `kind` is "text", "strong", "em", "code" or "link", which leads `to` a heading."""

    kind: str
    text: str
    to: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Block:
    """`kind` is "title", "heading", "words", "points", "steps" or "table", whose first row is its head."""

    kind: str
    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()
    id: str = ""


def spans(words: str) -> Line:
    """Cut one line into what is plain and what is marked."""
    found: list[Span] = []
    at = 0
    for match in SPAN.finditer(words):
        if match.start() > at:
            found.append(Span("text", words[at : match.start()]))
        kind = next(name for name in ("strong", "em", "code", "link") if match[name])
        found.append(Span(kind, match[kind], match["to"] or ""))
        at = match.end()
    return (*found, Span("text", words[at:])) if at < len(words) else tuple(found)


def blocks(text: str) -> list[Block]:
    """Read the whole guide."""
    return [_block(part.strip("\n")) for part in re.split(r"\n\s*\n", text) if part.strip()]


def _block(part: str) -> Block:
    if part.startswith("#"):
        marks, words = part.split(" ", 1)
        return Block("title" if marks == "#" else "heading", (spans(words),), id=slugify(words))
    if part.startswith("|"):
        head, _, *rest = part.splitlines()
        return Block("table", rows=tuple(_cells(row) for row in (head, *rest)))
    if ITEM.match(part):
        items = re.split(rf"\n(?={ITEM.pattern})", part)
        kind = "points" if part.startswith("-") else "steps"
        return Block(kind, tuple(spans(_joined(ITEM.sub("", item, count=1))) for item in items))
    return Block("words", (spans(_joined(part)),))


def _cells(row: str) -> tuple[Line, ...]:
    return tuple(spans(cell.strip()) for cell in row.strip().strip("|").split("|"))


def _joined(lines: str) -> str:
    return " ".join(line.strip() for line in lines.splitlines())


def read(path: Path) -> list[Block]:
    """Read it from where it stands."""
    return blocks(path.read_text(encoding="utf-8"))
