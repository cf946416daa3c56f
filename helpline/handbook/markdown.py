"""Markdown to HTML for the handbook's own files: no HTML in them, links that fit the place. Plain Python."""

import re
from collections.abc import Callable, Sequence
from posixpath import normpath
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin

# The address of another page: (part, name, anchor).
Place = Callable[[str, str, str], str]
LINK = re.compile(r"(?P<path>[\w./-]+)\.md(?:#(?P<anchor>[\w-]+))?|#(?P<here>[\w-]+)")
DEEPEST = 6


def words_of(token: Token) -> str:
    """Return the plain words of one line of tokens."""
    said = [
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in token.children or ()
        if child.type in {"text", "code_inline", "softbreak", "hardbreak"}
    ]
    return re.sub(r"\s+", " ", "".join(said)).strip()


def html_of(
    tokens: Sequence[Token], *, part: str, name: str, place: Place, deeper: int = 0, prefix: str = ""
) -> str:
    """Return a page as HTML; `deeper` lowers its headings, `prefix` stands before the ids of its headings."""
    env = {"part": part, "name": name, "place": place, "deeper": deeper, "prefix": prefix}
    return str(MARKDOWN.renderer.render(tokens, MARKDOWN.options, env))


def target(href: str, *, part: str, name: str) -> tuple[str, str, str] | None:
    """Return where a link leads as (part, name, anchor); None where that is out of the handbook."""
    found = LINK.fullmatch(href)
    if not found:
        return None
    if found["here"]:
        return part, name, found["here"]
    path = normpath(f"{part}/{found['path']}")
    there, _, page = path.rpartition("/")
    return there, page, found["anchor"] or ""


def _row_heads(state: StateCore) -> None:
    """Make the first cell of each row of a table's body its head."""
    first, body = False, False
    for token in state.tokens:
        if token.type in {"tbody_open", "tbody_close"}:
            body = token.type == "tbody_open"
        elif token.type == "tr_open":
            first = body
        elif token.type == "td_open" and first:
            token.tag = "th"
            token.attrSet("scope", "row")
        elif token.type == "td_close" and first:
            token.tag, first = "th", False
        elif token.type == "th_open":
            token.attrSet("scope", "col")


def _link_open(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: dict[str, Any]
) -> str:
    token = tokens[at]
    href = str(token.attrGet("href") or "")
    there = target(href, part=env["part"], name=env["name"])
    attributes = {"href": env["place"](*there)} if there else {"href": href, "rel": "noreferrer"}
    return "<a" + "".join(f' {key}="{_escaped(value)}"' for key, value in attributes.items()) + ">"


def _heading(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: dict[str, Any]) -> str:
    token = tokens[at]
    level = min(int(token.tag[1]) + int(env["deeper"]), DEEPEST)
    if token.nesting < 0:
        return f"</h{level}>\n"
    return f'<h{level} id="{env["prefix"]}{_escaped(str(token.attrGet("id") or ""))}">'


def _fence(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: dict[str, Any]) -> str:
    """The list of an index is for the order alone: what shows a page shows its contents itself."""
    token = tokens[at]
    return "" if token.info.startswith("{") else f"<pre><code>{_escaped(token.content)}</code></pre>\n"


def _table_open(self: RendererHTML, *_: Any) -> str:
    return '<div class="table-scroll" tabindex="0"><table class="table">\n'


def _table_close(self: RendererHTML, *_: Any) -> str:
    return "</table></div>\n"


def _escaped(words: str) -> str:
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        words = words.replace(sign, name)
    return words


def _made() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table").use(anchors_plugin, max_level=3)
    made.core.ruler.push("row heads", _row_heads)
    for name, rule in {
        "link_open": _link_open,
        "heading_open": _heading,
        "heading_close": _heading,
        "fence": _fence,
        "table_open": _table_open,
        "table_close": _table_close,
    }.items():
        made.add_render_rule(name, rule)
    return made


MARKDOWN = _made()
