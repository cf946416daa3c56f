"""A week as a calendar shows it: days across, hours down, the darker the more. Plain Python."""

from helpline.statistics.charts.figures import Figures, Number
from helpline.statistics.charts.shapes import HIDDEN, Drawing, Shape, box, words

WIDTH = 360
LEFT, TOP, ROW = 44, 20, 18
SHADES = 5
LEAST_DEEPEST = 10  # so that five is never drawn as the most


def heat(figures: Figures) -> Drawing:
    """Draw a field for each label (down) and series (across); one not shown is hatched.

    Shades go in equal steps up to the largest figure shown; each field also says its figure.
    """
    step = (WIDTH - LEFT) / len(figures.series)
    largest = max([*figures.shown, LEAST_DEEPEST])
    shapes: list[Shape] = [
        words(LEFT + step * (number + 0.5), TOP - 6, each.name, "tick", "middle")
        for number, each in enumerate(figures.series)
    ]
    for place, label in enumerate(figures.labels):
        y = TOP + ROW * place
        shapes.append(words(LEFT - 6, y + 13, label, "tick", "end"))
        for number, each in enumerate(figures.series):
            value, x = each.values[place], LEFT + step * number
            depth = None if value is None else shade(value, largest)
            kind = HIDDEN if depth is None else f"heat heat--{depth}"
            shapes.append(box(x + 1, y + 1, step - 2, ROW - 2, kind, figures.said(place, number)))
            if depth is not None:
                text = figures.cell(value).words
                shapes.append(words(x + step / 2, y + 13, text, f"inside inside--heat-{depth}", "middle"))
    return Drawing(WIDTH, TOP + ROW * len(figures.labels) + 2, tuple(shapes))


def shade(value: Number, largest: Number) -> int:
    """Return 1 to SHADES, in equal steps from nought to the largest."""
    return max(1, min(SHADES, -int(-(value * SHADES) // largest)))
