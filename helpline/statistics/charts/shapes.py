"""The shapes a chart is made of; `kind` becomes its class in static/css/charts.css. Plain Python.

Coordinates are text, so that no language writes them with a comma.
"""

from dataclasses import dataclass
from typing import ClassVar

DECIMALS = 2


def at(value: float) -> str:
    """Return a coordinate as SVG takes it: "12.5", "40", "0"."""
    return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Box:
    """A rectangle; `title` is said when the pointer rests on it."""

    shape: ClassVar[str] = "box"
    x: str
    y: str
    width: str
    height: str
    kind: str
    title: str = ""


@dataclass(frozen=True)
class Words:
    """A line of text; `anchor` says which end of it stands at `x`."""

    shape: ClassVar[str] = "words"
    x: str
    y: str
    text: str
    kind: str
    anchor: str = "start"


@dataclass(frozen=True)
class Path:
    """A line along points, or one straight rule."""

    shape: ClassVar[str] = "path"
    d: str
    kind: str


@dataclass(frozen=True)
class Dot:
    """A figure on a line."""

    shape: ClassVar[str] = "dot"
    x: str
    y: str
    kind: str
    title: str = ""


Shape = Box | Words | Path | Dot


@dataclass(frozen=True)
class Drawing:
    """A picture: how wide and high it is in its own units, its shapes, and the names of its series."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    legend: tuple[tuple[str, str], ...] = ()  # class and name

    @property
    def has_hidden(self) -> bool:
        return any(shape.kind == HIDDEN for shape in self.shapes)


HIDDEN = "hidden"


def rule(x1: float, y1: float, x2: float, y2: float, kind: str) -> Path:
    """Return a straight line."""
    return Path(f"M{at(x1)} {at(y1)}L{at(x2)} {at(y2)}", kind)


def box(x: float, y: float, width: float, height: float, kind: str, title: str = "") -> Box:
    """Return a rectangle."""
    return Box(at(x), at(y), at(width), at(height), kind, title)


def words(x: float, y: float, text: str, kind: str, anchor: str = "start") -> Words:
    """Return a line of text."""
    return Words(at(x), at(y), text, kind, anchor)
