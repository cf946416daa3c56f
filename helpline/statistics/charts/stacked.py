"""One bar for each label, in parts that lie one after another. Plain Python."""

from helpline.statistics.charts.bars import GAP, HATCH, LABEL, WIDTH, kind_of, legend
from helpline.statistics.charts.figures import Figures
from helpline.statistics.charts.scale import Scale, scale_for
from helpline.statistics.charts.shapes import HIDDEN, Drawing, Shape, box, words

HEIGHT = 19
CHARACTER = 8.0  # the width that one of a figure needs inside its part


def stacked(figures: Figures) -> Drawing:
    """Draw one bar for each label; the figures stand in the parts that have room.

    Parts that are not shown are hatched at the end, each as wide as every other: the bar is as long as
    what is shown, so that it does not tell what is missing.
    """
    sums = [sum(value for value in figures.row(place) if value is not None) for place in _places(figures)]
    scale = scale_for(sums, WIDTH - HATCH * len(figures.series))
    shapes: list[Shape] = []
    for place in _places(figures):
        y = (LABEL + HEIGHT + GAP) * place
        shapes.append(words(0, y + 12, figures.labels[place], "label"))
        shapes += _parts(figures, place, y + LABEL, scale)
    height = (LABEL + HEIGHT + GAP) * len(figures.labels)
    return Drawing(WIDTH, height, tuple(shapes), legend(figures))


def _places(figures: Figures) -> range:
    return range(len(figures.labels))


def _parts(figures: Figures, place: int, y: float, scale: Scale) -> list[Shape]:
    shapes: list[Shape] = []
    x = 0.0
    row = figures.row(place)
    for number, value in enumerate(row):
        if value is not None:
            text, width = figures.cell(value).words, scale.place(value)
            shapes.append(box(x, y, width, HEIGHT, kind_of(number), figures.said(place, number)))
            if width >= CHARACTER * len(text) + 4:
                shapes.append(words(x + width / 2, y + 14, text, f"inside inside--{number + 1}", "middle"))
            x += width
    for number, value in enumerate(row):
        if value is None:
            shapes.append(box(x, y, HATCH - 2, HEIGHT, HIDDEN, figures.said(place, number)))
            x += HATCH
    return shapes
