"""Bars that lie: a group for each label, and in it a bar for each series. Plain Python."""

from helpline.statistics.charts.figures import Figures
from helpline.statistics.charts.scale import Scale, scale_for
from helpline.statistics.charts.shapes import HIDDEN, Drawing, Shape, box, words

WIDTH = 360
ROOM_FOR_FIGURES = 92  # for "fewer than 5" in either language
LENGTH = WIDTH - ROOM_FOR_FIGURES
LABEL, GAP = 17, 9
THICK, THIN = 13, 11  # the first series, and those it is compared with
MOST_CHARACTERS = 44
HATCH = 26  # as wide for every figure that is not shown


def kind_of(place: int) -> str:
    """Return the class of a series by its place."""
    return f"series series--{place + 1}"


def legend(figures: Figures) -> tuple[tuple[str, str], ...]:
    """Return class and name of each series; none where there is one alone."""
    if len(figures.series) < 2:
        return ()
    return tuple((kind_of(place), each.name) for place, each in enumerate(figures.series))


def shortened(label: str) -> str:
    """Return a label that has room above its bar; the whole of it stands in the table."""
    return label if len(label) <= MOST_CHARACTERS else f"{label[: MOST_CHARACTERS - 1].rstrip()}…"


def bars(figures: Figures, *, top: int | None = None) -> Drawing:
    """Draw a group of bars for each label, as long as its figures; one not shown is hatched, all alike."""
    scale = scale_for(figures.shown, LENGTH, top=top)
    shapes: list[Shape] = []
    y = 0.0
    for place, label in enumerate(figures.labels):
        shapes.append(words(0, y + 12, shortened(label), "label"))
        y += LABEL
        for number in range(len(figures.series)):
            height = THIN if number else THICK
            shapes += _bar(figures, place, number, y, height, scale)
            y += height + 2
        y += GAP
    return Drawing(WIDTH, round(y), tuple(shapes), legend(figures))


def _bar(figures: Figures, place: int, number: int, y: float, height: int, scale: Scale) -> list[Shape]:
    value = figures.series[number].values[place]
    length = HATCH if value is None else scale.place(value)
    kind, ink = (HIDDEN, "figure figure--hidden") if value is None else (kind_of(number), "figure")
    return [
        box(0, y, length, height, kind, figures.said(place, number)),
        words(length + 6, y + height / 2 + 4, figures.cell(value).words, ink),
    ]
