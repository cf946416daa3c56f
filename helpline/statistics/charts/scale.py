"""A scale from nought to a round number. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from helpline.statistics.charts.figures import Number

STEPS = (1, 2, 5, 10)
MOST_TICKS = 4


@dataclass(frozen=True)
class Scale:
    """Places from 0 at nought to `length` at `top`."""

    top: Number
    step: int
    length: float

    def place(self, value: Number) -> float:
        """Return how far from nought a figure lies."""
        return float(value) / float(self.top) * self.length

    @property
    def ticks(self) -> list[int]:
        """Nought and every whole step up to the top."""
        return list(range(0, int(self.top) + 1, self.step))


def scale_for(values: Iterable[Number], length: float, *, top: int | None = None) -> Scale:
    """Return the scale on which all these figures have room; `top` where the scale is fixed.

    Without figures it goes to one step. Whole steps alone, four at most above nought.
    """
    largest = max([Decimal(value) for value in values], default=Decimal(1)) if top is None else Decimal(top)
    size = 1
    while True:
        for factor in STEPS:
            step = size * factor
            if largest <= step * MOST_TICKS:
                return Scale(max(1, ceil(largest / step)) * step if top is None else top, step, length)
        size *= 10
