"""The handbook's pages as they stand in docs/handbook: one file is one page. Plain Python.

`caller/cy` is the callers' part in Welsh. Our own files alone are read; HTML in them would be shown as text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown_it.token import Token

from helpline.handbook.markdown import MARKDOWN, words_of

ROLES = ("caller", "handler", "supervisor", "administrator")
PARTS = (*ROLES, "caller/cy")
INDEX = "index"
# In an index: the names in their order, one a line; "*" for those that are not named.
ORDER = re.compile(r"```\{toctree\}\n(.*?)```", re.DOTALL)
NAME = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True)
class Passage:
    """A paragraph, a point or a row, as plain words, under its heading."""

    anchor: str
    heading: str
    words: str


@dataclass(frozen=True)
class Page:
    """One page. `lead` is its first paragraph in plain words; `tokens` is what it is rendered from."""

    part: str
    name: str
    title: str
    lead: str
    tokens: Sequence[Token]
    passages: tuple[Passage, ...]

    @property
    def headings(self) -> list[tuple[str, str]]:
        """The (anchor, words) of each heading of the second level."""
        return [(anchor, words) for tag, anchor, words in _headings(self.tokens) if tag == "h2"]

    @property
    def anchors(self) -> set[str]:
        return {anchor for _, anchor, _ in _headings(self.tokens)}


def read_handbook(folder: Path) -> dict[str, list[Page]]:
    """Return each part's pages in their order, its index first."""
    return {part: _read_part(folder, part) for part in PARTS}


def read_page(text: str, *, part: str, name: str) -> Page:
    """Read one page from its Markdown."""
    tokens = MARKDOWN.parse(text)
    passages = tuple(_passages(tokens))
    title = next((words for tag, _, words in _headings(tokens) if tag == "h1"), name)
    lead = next((each.words for each in passages), "")
    return Page(part, name, title, lead, tokens, passages)


def _read_part(folder: Path, part: str) -> list[Page]:
    files = {path.stem: path.read_text(encoding="utf-8") for path in sorted((folder / part).glob("*.md"))}
    if INDEX not in files:
        return []
    order = [INDEX, *_order(files[INDEX])]
    pages = [read_page(text, part=part, name=name) for name, text in files.items()]
    last = len(order)
    return sorted(
        pages,
        key=lambda page: (order.index(page.name) if page.name in order else last, page.title.casefold()),
    )


def _order(index: str) -> list[str]:
    found = ORDER.search(index)
    return [line for line in found[1].split("\n") if NAME.fullmatch(line)] if found else []


def _headings(tokens: Sequence[Token]) -> Iterator[tuple[str, str, str]]:
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            yield token.tag, str(token.attrGet("id") or ""), words_of(tokens[at + 1])


def _passages(tokens: Sequence[Token]) -> Iterator[Passage]:
    """Give each piece of words; the cells of a row are one."""
    anchor = heading = ""
    row: list[str] | None = None
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            anchor = "" if token.tag == "h1" else str(token.attrGet("id") or "")
            heading = "" if token.tag == "h1" else words_of(tokens[at + 1])
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield Passage(anchor, heading, ": ".join(row))
            row = None
        elif token.type == "inline" and tokens[at - 1].type != "heading_open":
            if row is None:
                yield Passage(anchor, heading, words_of(token))
            else:
                row.append(words_of(token))
