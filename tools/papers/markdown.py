"""What stands in a Markdown paper: its links, its anchors, its prose. Code is none of them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

READER = MarkdownIt("commonmark").enable("table")
OWN_ANCHOR = re.compile(r"""\b(?:id|name)=["']([^"']+)["']""")


@dataclass(frozen=True)
class Link:
    """A link or a picture: where it leads, and by which words. `line` counts from 1."""

    line: int
    target: str
    words: str
    is_picture: bool = False


def without_front_matter(text: str) -> str:
    """Return the text with the lines of its front matter made empty, so that lines keep their numbers."""
    found = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    return "\n" * found[0].count("\n") + text[found.end() :] if found else text


def inlines(text: str) -> Iterator[tuple[int, Token, Token]]:
    """Yield each run of words with its line and the token before it, which says what it belongs to."""
    line, before = 0, Token("", "", 0)
    for token in READER.parse(without_front_matter(text)):
        line = token.map[0] if token.map else line
        if token.type == "inline":
            yield line + 1, token, before
        before = token


def links(text: str) -> list[Link]:
    """Return the links and pictures of a paper, in its order."""
    found: list[Link] = []
    for first, token, _ in inlines(text):
        line, opened = first, None
        for child in token.children or []:
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            elif child.type == "link_open":
                opened = Link(line, unquote(str(child.attrs["href"])), "")
            elif child.type == "link_close" and opened:
                found.append(opened)
                opened = None
            elif child.type == "image":
                found.append(Link(line, unquote(str(child.attrs["src"])), child.content, is_picture=True))
    return found


def slug(heading: str) -> str:
    """Return the anchor that a heading gets, on the site and where the repository is browsed."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(text: str) -> set[str]:
    """Return what a link may name after its `#`: headings, numbered where two are alike, and own ids."""
    seen: Counter[str] = Counter()
    found = set(OWN_ANCHOR.findall(text))
    for _, token, before in inlines(text):
        if before.type != "heading_open":
            continue
        name = slug("".join(child.content for child in token.children or []))
        found.add(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return found


def prose(text: str) -> list[str]:
    """Return the words of a paper line by line, each in the place of its line: no code, address or markup."""
    lines = [""] * (text.count("\n") + 2)
    for first, token, _ in inlines(text):
        at = first - 1
        # Cells of a row are runs on one line.
        lines[at] += " "
        for child in token.children or []:
            if child.type in ("softbreak", "hardbreak"):
                at += 1
            elif child.type in ("text", "image"):
                lines[at] += child.content
            elif child.type == "code_inline":
                lines[at] += " "
    return lines
