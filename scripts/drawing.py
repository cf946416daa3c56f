"""A script as a drawing: what stands in each box and what each line says. Plain Python.

The page's template writes the SVG; everything in it is text, and is escaped there.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from textwrap import shorten, wrap

from helpline.kernel.yaml_tree import Tree
from scripts.layout import BOX, HEAD, LINE, Band, Box, Layout, Line, lay_out, stays_inside
from scripts.naming import cue_label
from scripts.script import END
from scripts.tree import dangers_of, nodes_of, steps_of, title_of

LETTERS, PROMPT_LINES, CUES_SHOWN = 26, 3, 2
# A longer name is set closer, so that it stays in its box.
LONG_NAME = 20
ENDS = "ends here"


@dataclass(frozen=True)
class Word:
    """One line of a box: `kind` is prompt, cue, out (a way to another script, with `to`) or end."""

    text: str
    kind: str
    y: int
    to: str = ""


@dataclass(frozen=True)
class Drawn:
    """One box with its words."""

    box: Box
    words: tuple[Word, ...]
    label: str
    is_danger: bool
    is_wrong: bool
    is_here: bool

    @property
    def is_long(self) -> bool:
        return len(self.box.id) + 2 * self.is_wrong > LONG_NAME

    @property
    def outline(self) -> str:
        """The corners: cut off for danger, so that the shape says it as well."""
        x, y, right, low = self.box.x, self.box.y, self.box.x + BOX, self.box.y + self.box.height
        cut = 12
        corners = [
            (x + cut, y), (right - cut, y), (right, y + cut), (right, low - cut),
            (right - cut, low), (x + cut, low), (x, low - cut), (x, y + cut),
        ]  # fmt: skip
        return " ".join(f"{a},{b}" for a, b in corners)


@dataclass(frozen=True)
class Drawing:
    """The whole picture; `lines` of the node that is looked at come last, on top."""

    layout: Layout
    boxes: tuple[Drawn, ...]
    lines: tuple[tuple[Line, bool], ...]

    @property
    def panels(self) -> list[Band]:
        return [band for band in self.layout.bands if band.is_panel]

    @property
    def stages(self) -> list[Band]:
        return [band for band in self.layout.bands if not band.is_panel]


def draw(tree: Tree, *, wrong: Collection[str] = (), here: str = "") -> Drawing:
    """Return the drawing of a tree; `wrong` are the nodes with mistakes, `here` the one looked at."""
    said = _said(tree)
    layout = lay_out(tree, {node: len(words) for node, words in said.items()})
    dangers = dangers_of(tree)
    boxes = [
        Drawn(
            box=layout.boxes[node["id"]],
            words=tuple(
                Word(text, kind, layout.boxes[node["id"]].y + HEAD + LINE * (place + 1) - 3, to)
                for place, (text, kind, to) in enumerate(said[node["id"]])
            ),
            label=_label(title_of(node), node["id"] in dangers, node["id"] in wrong),
            is_danger=node["id"] in dangers,
            is_wrong=node["id"] in wrong,
            is_here=node["id"] == here,
        )
        for node in nodes_of(tree)
        if node["id"] in layout.boxes
    ]
    lines = sorted(
        ((line, here in (line.origin, line.to)) for line in layout.lines), key=lambda each: each[1]
    )
    return Drawing(layout, tuple(boxes), tuple(lines))


def _said(tree: Tree) -> Mapping[str, list[tuple[str, str, str]]]:
    """Return the lines in each box: (text, kind, node that it leads to)."""
    inside = stays_inside(tree)
    found = {}
    for node in nodes_of(tree):
        prompt = " ".join(str(node.get("prompt", "")).split())
        words = [(line, "prompt", "") for line in _short(prompt)]
        words += [(cue_label(cue), "cue", "") for cue in (node.get("enter_on_cues") or [])[:CUES_SHOWN]]
        for to in dict.fromkeys(to for _, to in steps_of(node)):
            if to == END:
                words.append((ENDS, "end", ""))
            elif to not in inside[node["id"]]:
                words.append((to, "out", to))
        found[node["id"]] = words
    return found


def _short(prompt: str) -> list[str]:
    lines = wrap(prompt, LETTERS) or [""]
    if len(lines) <= PROMPT_LINES:
        return lines
    return [
        *lines[: PROMPT_LINES - 1],
        shorten(" ".join(lines[PROMPT_LINES - 1 :]), LETTERS, placeholder=" …"),
    ]


def _label(title: str, is_danger: bool, is_wrong: bool) -> str:
    return title + (", for danger" if is_danger else "") + (", has mistakes" if is_wrong else "")
