"""Lines over a row of periods, with a gap wherever a figure is not shown. Plain Python."""

from helpline.statistics.charts.axes import (
    BOTTOM,
    FOOT,
    HATCH,
    HEIGHT,
    LEFT,
    TOP,
    WIDTH,
    grid,
    step_of,
    under,
)
from helpline.statistics.charts.bars import kind_of, legend
from helpline.statistics.charts.figures import Figures, Number
from helpline.statistics.charts.scale import Scale, scale_for
from helpline.statistics.charts.shapes import HIDDEN, Dot, Drawing, Path, Shape, at, box


def lines(figures: Figures, *, top: int | None = None, here: int | None = None) -> Drawing:
    """Draw a line for each series; a figure that is not shown is a gap over a hatched foot.

    `top` where the scale is fixed; a band marks the label at the place `here`.
    """
    scale = scale_for(figures.shown, HEIGHT, top=top)
    step = step_of(figures.labels)
    marks = [] if here is None else [box(LEFT + step * here, TOP, step, HEIGHT, "here", figures.labels[here])]
    shapes: list[Shape] = [*marks, *_gaps(figures, step), *grid(scale)]
    for number, each in enumerate(figures.series):
        points = [_point(place, value, scale, step) for place, value in enumerate(each.values)]
        shapes += [Path(run, f"line line--{number + 1}") for run in _runs(points)]
        shapes += [
            Dot(*point, kind_of(number), figures.said(place, number))
            for place, point in enumerate(points)
            if point
        ]
    shapes += under(figures.labels)
    return Drawing(WIDTH, BOTTOM + FOOT, tuple(shapes), legend(figures))


def _gaps(figures: Figures, step: float) -> list[Shape]:
    """Return a hatched foot for each figure that is not shown, all as high, the series beside each other."""
    width = (step - 2) / len(figures.series)
    return [
        box(
            LEFT + step * place + 1 + width * number,
            BOTTOM - HATCH,
            width,
            HATCH,
            HIDDEN,
            figures.said(place, number),
        )
        for place in range(len(figures.labels))
        for number, value in enumerate(figures.row(place))
        if value is None
    ]


def _point(place: int, value: Number | None, scale: Scale, step: float) -> tuple[str, str] | None:
    if value is None:
        return None
    return at(LEFT + step * (place + 0.5)), at(BOTTOM - scale.place(value))


def _runs(points: list[tuple[str, str] | None]) -> list[str]:
    """Return a path for each run of points that stand beside each other."""
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(" ".join(point))
    return [f"M{'L'.join(run)}" for run in runs if len(run) > 1]
