"""Where the boxes and lines of a script's drawing stand. Plain Python; all numbers are pixels at 100 %.

Each script is a panel of its own. The script in which every talk begins has a band for each stage,
from top to bottom; the others are short and read from left to right, stage by stage. A way on within a
panel is a line; one that leaves it, or ends the talk, is a word under the box.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpline.kernel.yaml_tree import Tree
from scripts.script import END
from scripts.tree import nodes_of, scripts_of, stages_of, steps_of

ACROSS, BOX, GAP, MARGIN, INSET = 5, 184, 26, 12, 18
ROW_GAP, BAND_HEAD, PANEL_HEAD = 44, 26, 44
HEAD, LINE, PAD = 26, 15, 8
WIDTH = 2 * (MARGIN + INSET) + ACROSS * BOX + (ACROSS - 1) * GAP


@dataclass(frozen=True)
class Box:
    """One node: `rows` lines of words and of ways out stand in it."""

    id: str
    x: int
    y: int
    height: int
    row: int
    column: int


@dataclass(frozen=True)
class Band:
    """A stage (`is_panel` False) or the head of a script."""

    name: str
    x: int
    y: int
    width: int
    height: int
    is_panel: bool


@dataclass(frozen=True)
class Line:
    """A way on within a panel: `path` and the three corners of its `head`, for an SVG."""

    origin: str
    to: str
    when: str
    path: str
    head: str
    is_back: bool


@dataclass(frozen=True)
class Layout:
    boxes: Mapping[str, Box]
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def lay_out(tree: Tree, rows: Mapping[str, int]) -> Layout:
    """Return where everything stands; `rows` says how many lines of text each node's box holds."""
    plan = _Plan(tree, rows)
    first = next((str(node["script"]) for node in nodes_of(tree) if node["id"] == tree.get("start")), "")
    for script in sorted(scripts_of(tree), key=lambda name: name != first):
        plan.panel(script, stacked=script == first)
    return Layout(plan.boxes, tuple(plan.bands), tuple(_lines(tree, plan.boxes)), WIDTH, plan.y + MARGIN)


def stays_inside(tree: Tree) -> dict[str, set[str]]:
    """Return for each node the nodes of its own script: a way there is a line."""
    by_script = defaultdict(set)
    for node in nodes_of(tree):
        by_script[node.get("script")].add(node["id"])
    return {node["id"]: by_script[node.get("script")] for node in nodes_of(tree)}


class _Plan:
    """Places one panel below the other."""

    def __init__(self, tree: Tree, rows: Mapping[str, int]) -> None:
        self.tree = tree
        self.rows = rows
        self.boxes: dict[str, Box] = {}
        self.bands: list[Band] = []
        self.y = MARGIN
        self.row = 0

    def panel(self, script: str, *, stacked: bool) -> None:
        top = self.y
        self.y += PANEL_HEAD
        by_stage = self._by_stage(script)
        if stacked:
            for stage, nodes in by_stage:
                self._band(stage, nodes)
        else:
            for chunk in _columns(by_stage):
                self._columns(chunk)
        self.bands.insert(0, Band(script, MARGIN, top, WIDTH - 2 * MARGIN, self.y - top, True))
        self.y += MARGIN

    def _by_stage(self, script: str) -> list[tuple[str, list[dict[str, Any]]]]:
        mine = [node for node in nodes_of(self.tree) if node.get("script") == script]
        # A stage that the file does not name comes last: a draft may hold one.
        stages = [*stages_of(self.tree), *(str(node.get("stage", "")) for node in mine)]
        found = [
            (stage, [node for node in mine if node.get("stage") == stage]) for stage in dict.fromkeys(stages)
        ]
        return [(stage, nodes) for stage, nodes in found if nodes]

    def _band(self, stage: str, nodes: list[dict[str, Any]]) -> None:
        top = self.y
        self.y += BAND_HEAD
        # As even as can be: six boxes stand three and three.
        many = -(-len(nodes) // ACROSS)
        size = -(-len(nodes) // many)
        for start in range(0, len(nodes), size):
            self._row(self._ordered(nodes[start : start + size]))
        self.bands.append(
            Band(stage, MARGIN + INSET, top, WIDTH - 2 * MARGIN - 2 * INSET, self.y - top, False)
        )

    def _row(self, nodes: Sequence[dict[str, Any]]) -> None:
        taken = len(nodes) * BOX + (len(nodes) - 1) * GAP
        left = (WIDTH - taken) // 2
        tallest = max(self._height(node) for node in nodes)
        for column, node in enumerate(nodes):
            self._place(node, left + column * (BOX + GAP), self.y, column)
        self.row += 1
        self.y += tallest + ROW_GAP

    def _ordered(self, nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Put each box right of those of its row that lead to it, and below those of earlier rows."""
        turn = _turns(nodes)
        middle = {}
        for place, node in enumerate(nodes):
            before = [
                self.boxes[other["id"]].x
                for other in nodes_of(self.tree)
                if other["id"] in self.boxes and any(to == node["id"] for _, to in steps_of(other))
            ]
            middle[node["id"]] = sum(before) / len(before) if before else place * (BOX + GAP)
        return sorted(nodes, key=lambda node: (turn[node["id"]], middle[node["id"]]))

    def _columns(self, stages: Sequence[tuple[str, list[dict[str, Any]]]]) -> None:
        top, deepest = self.y + BAND_HEAD, 0
        for column, (stage, nodes) in enumerate(stages):
            x = MARGIN + INSET + column * (BOX + GAP)
            y = top
            for place, node in enumerate(nodes):
                self._place(node, x, y, column, row=self.row + place)
                y += self._height(node) + ROW_GAP
            deepest = max(deepest, y)
            self.bands.append(Band(stage, x, self.y, BOX, y - self.y, False))
        self.row += max(len(nodes) for _, nodes in stages)
        self.y = deepest

    def _place(self, node: dict[str, Any], x: int, y: int, column: int, *, row: int | None = None) -> None:
        row = self.row if row is None else row
        self.boxes[node["id"]] = Box(node["id"], x, y, self._height(node), row, column)

    def _height(self, node: dict[str, Any]) -> int:
        return HEAD + self.rows.get(node["id"], 0) * LINE + PAD


def _turns(nodes: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Return how many steps each node of a row has before it there; those against the file count as none."""
    turns = dict.fromkeys((str(node["id"]) for node in nodes), 0)
    for place, node in enumerate(nodes):
        later = {str(other["id"]) for other in nodes[place + 1 :]}
        for _, to in steps_of(node):
            if to in later:
                turns[to] = max(turns[to], turns[str(node["id"])] + 1)
    return turns


def _columns(
    by_stage: list[tuple[str, list[dict[str, Any]]]],
) -> Iterable[list[tuple[str, list[dict[str, Any]]]]]:
    """Yield rows of columns; a stage with many nodes takes several columns of two."""
    split = [
        (stage, nodes[start : start + 2]) for stage, nodes in by_stage for start in range(0, len(nodes), 2)
    ]
    for start in range(0, len(split), ACROSS):
        yield split[start : start + ACROSS]


def _lines(tree: Tree, boxes: Mapping[str, Box]) -> list[Line]:
    inside = stays_inside(tree)
    ways = [
        (node["id"], to, when)
        for node in nodes_of(tree)
        for when, to in steps_of(node)
        if to != END and to in inside[node["id"]] and to in boxes
    ]
    ports = _ports(ways, boxes)
    return [
        _line(boxes[origin], boxes[to], when, ports[number]) for number, (origin, to, when) in enumerate(ways)
    ]


def _ports(ways: list[tuple[str, str, str]], boxes: Mapping[str, Box]) -> list[tuple[int, int]]:
    """Spread where lines leave and reach a box over its width, so that each can be followed."""
    leave, reach = defaultdict(list), defaultdict(list)
    for number, (origin, to, _) in enumerate(ways):
        leave[origin, _side(boxes[origin], boxes[to])].append((boxes[to].x, number))
        reach[to, _side(boxes[to], boxes[origin])].append((boxes[origin].x, number))
    found = [[0, 0] for _ in ways]
    for which, groups in enumerate((leave, reach)):
        for (name, _), group in groups.items():
            for place, (_, number) in enumerate(sorted(group), start=1):
                found[number][which] = boxes[name].x + BOX * place // (len(group) + 1)
    return [(first, second) for first, second in found]


def _side(here: Box, there: Box) -> str:
    """Tell from which side of a box a line goes to the other one."""
    if here.row == there.row and abs(here.column - there.column) == 1:
        return "right" if there.column > here.column else "left"
    return "below" if there.row > here.row else "above"


def _line(here: Box, there: Box, when: str, ports: tuple[int, int]) -> Line:
    side = _side(here, there)
    is_back = there.column < here.column if here.row == there.row else side == "above"
    if side in ("right", "left"):
        path, head = _beside(here, there, side)
    elif here.row == there.row:
        (x1, x2), lift = ports, ROW_GAP * 2 // 3
        path = f"M{x1},{here.y} C{x1},{here.y - lift} {x2},{there.y - lift} {x2},{there.y - 6}"
        head = _arrow(x2, there.y, 0, 1)
    else:
        x1, x2 = ports
        y1 = here.y + here.height if side == "below" else here.y
        y2 = there.y if side == "below" else there.y + there.height
        down = 1 if side == "below" else -1
        bend = max(24, min(90, abs(y2 - y1) // 2))
        path = f"M{x1},{y1} C{x1},{y1 + down * bend} {x2},{y2 - down * bend} {x2},{y2 - down * 6}"
        head = _arrow(x2, y2, 0, down)
    return Line(here.id, there.id, when, path, head, is_back)


def _beside(here: Box, there: Box, side: str) -> tuple[str, str]:
    # The way there runs a little above the way back.
    shift, along = (-5, 1) if side == "right" else (5, -1)
    x1 = here.x + BOX if side == "right" else here.x
    x2 = there.x if side == "right" else there.x + BOX
    y1, y2 = here.y + HEAD + shift, there.y + HEAD + shift
    middle = (x1 + x2) // 2
    return f"M{x1},{y1} C{middle},{y1} {middle},{y2} {x2 - along * 6},{y2}", _arrow(x2, y2, along, 0)


def _arrow(x: int, y: int, right: int, down: int) -> str:
    """Return a small triangle whose point is at (x, y)."""
    back_x, back_y = x - right * 7, y - down * 7
    return f"{x},{y} {back_x - down * 4},{back_y - right * 4} {back_x + down * 4},{back_y + right * 4}"
