"""Bars that stand: how often each of a row of values came. Plain Python."""

from helpline.statistics.charts.axes import BOTTOM, FOOT, HATCH, HEIGHT, LEFT, WIDTH, grid, step_of, under
from helpline.statistics.charts.bars import kind_of, legend
from helpline.statistics.charts.figures import Figures
from helpline.statistics.charts.scale import scale_for
from helpline.statistics.charts.shapes import HIDDEN, Drawing, box

FILLED = 0.8  # of the width of a label


def columns(figures: Figures) -> Drawing:
    """Draw a column for each label and series; one not shown is a hatched foot, all as high."""
    scale = scale_for(figures.shown, HEIGHT)
    step = step_of(figures.labels)
    width = step * FILLED / len(figures.series)
    shapes = grid(scale)
    for place in range(len(figures.labels)):
        for number, each in enumerate(figures.series):
            value = each.values[place]
            x = LEFT + step * (place + (1 - FILLED) / 2) + width * number
            height = HATCH if value is None else scale.place(value)
            kind = HIDDEN if value is None else kind_of(number)
            shapes.append(box(x, BOTTOM - height, width, height, kind, figures.said(place, number)))
    shapes += under(figures.labels)
    return Drawing(WIDTH, BOTTOM + FOOT, tuple(shapes), legend(figures))
