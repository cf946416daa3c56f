"""Light markup that supervisors write, as HTML of a few elements. See docs/adr/0064-notices-to-handlers.md.

Blank lines part paragraphs; "- " and "1. " begin lines of a list, "## " a heading; **strong**, *stressed*,
[words](https://address).
"""

import re
from html import escape

from helpline.kernel.sanitise import clean_rich_text

_STRONG = re.compile(r"\*\*([^*\n]+)\*\*")
_STRESSED = re.compile(r"\*([^*\n]+)\*")
_LINK = re.compile(r"\[([^][\n]+)\]\(([^()\s]+)\)")
_POINT, _STEP, _HEADING = "- ", re.compile(r"\d{1,2}\. "), "## "
_HEADING_LINE = re.compile(r"^[ \t]*(## .*)$", re.MULTILINE)


def to_html(text: str) -> str:
    """Return the text as HTML. HTML that is typed stays words: only what is made here becomes an element."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    # A heading is a block of its own, whatever stands next to it.
    blocks = re.split(r"\n[ \t]*\n", _HEADING_LINE.sub(r"\n\1\n", lines))
    # Made of escaped words, and cleaned all the same: addresses of links are judged there.
    return clean_rich_text("\n".join(_block(block) for block in blocks if block.strip()))


def _block(block: str) -> str:
    lines = [line.strip() for line in block.strip().split("\n")]
    if all(line.startswith(_POINT) for line in lines):
        return _list("ul", [line.removeprefix(_POINT) for line in lines])
    if all(_STEP.match(line) for line in lines):
        return _list("ol", [_STEP.sub("", line, count=1) for line in lines])
    if lines[0].startswith(_HEADING):
        return f"<h2>{_inline(lines[0].removeprefix(_HEADING))}</h2>"
    return f"<p>{'<br>'.join(_inline(line) for line in lines)}</p>"


def _list(tag: str, lines: list[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{_inline(line)}</li>' for line in lines)}</{tag}>"


def _inline(line: str) -> str:
    made, at = [], 0
    for link in _LINK.finditer(line):
        # The address stands as it was typed: a star in it stresses nothing.
        made += [_marked(line[at : link.start()]), f'<a href="{escape(link[2])}">{_marked(link[1])}</a>']
        at = link.end()
    return "".join([*made, _marked(line[at:])])


def _marked(words: str) -> str:
    return _STRESSED.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", escape(words)))
