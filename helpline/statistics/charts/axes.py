"""What stands round columns and lines: the field, its scale and its labels. Plain Python."""

from collections.abc import Sequence

from helpline.statistics.charts.scale import Scale
from helpline.statistics.charts.shapes import Shape, rule, words

WIDTH = 360
LEFT, TOP, HEIGHT, FOOT = 40, 14, 150, 22
BOTTOM = TOP + HEIGHT
MOST_LABELS = 13
HATCH = 18  # as high for every figure that is not shown


def step_of(labels: Sequence[str]) -> float:
    """Return the width that each label has."""
    return (WIDTH - LEFT) / max(1, len(labels))


def grid(scale: Scale) -> list[Shape]:
    """Return the lines of the scale, with their figures at the left."""
    shapes: list[Shape] = []
    for tick in scale.ticks:
        y = BOTTOM - scale.place(tick)
        shapes += [rule(LEFT, y, WIDTH, y, "grid"), words(LEFT - 5, y + 4, f"{tick:,}", "tick", "end")]
    return shapes


def under(labels: Sequence[str]) -> list[Shape]:
    """Return the labels under the middle of each place, so many that they do not touch."""
    every = -(-len(labels) // MOST_LABELS)
    return [
        words(LEFT + step_of(labels) * (place + 0.5), BOTTOM + 16, label, "tick", "middle")
        for place, label in enumerate(labels)
        if place % every == 0
    ]
