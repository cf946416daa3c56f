"""What weekdays and hours have in general: the rate of a cell as a product of two factors. Plain Python."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

# A weekday 0 (Monday) to 6, or 7 for a bank holiday, and an hour 0 to 23.
Cell = tuple[int, int]
ROUNDS = 30
# Each factor is drawn towards 1 as if so many more had come as expected.
DRAWN = 1.0


@dataclass(frozen=True)
class Profile:
    """Arrivals in an open hour: `base` times the factor of the weekday times that of the hour."""

    base: float
    weekdays: Mapping[int, float]
    hours: Mapping[int, float]
    counted_weekdays: Mapping[int, float]
    counted_hours: Mapping[int, float]

    def rate(self, cell: Cell) -> float:
        """Return what the cell would have by its weekday and its hour; above nought always."""
        return self.base * self.weekdays.get(cell[0], 1.0) * self.hours.get(cell[1], 1.0)

    def least_counted(self, cell: Cell) -> float:
        """Return how many the weekday or the hour was reckoned from, whichever is less."""
        return min(self.counted_weekdays.get(cell[0], 0.0), self.counted_hours.get(cell[1], 0.0))


def profile_of(counts: Mapping[Cell, tuple[float, float]]) -> Profile:
    """Fit the factors to {cell: (how many came, open hours)} by turns: an additive Poisson model in logs.

    At least one cell must have been open.
    """
    total, open_hours = (sum(column) for column in zip(*counts.values(), strict=True))
    # Half a contact more: where nobody ever came, somebody may.
    base = (total + 0.5) / open_hours
    weekdays: dict[int, float] = {weekday: 1.0 for weekday, _ in counts}
    hours: dict[int, float] = {hour: 1.0 for _, hour in counts}
    for _ in range(ROUNDS):
        weekdays = _factors(counts, base, hours, by=0)
        hours = _factors(counts, base, weekdays, by=1)
    return Profile(base, weekdays, hours, _counted(counts, 0), _counted(counts, 1))


def _factors(
    counts: Mapping[Cell, tuple[float, float]], base: float, others: Mapping[int, float], *, by: int
) -> dict[int, float]:
    came: defaultdict[int, float] = defaultdict(float)
    expected: defaultdict[int, float] = defaultdict(float)
    for cell, (number, open_hours) in counts.items():
        came[cell[by]] += number
        expected[cell[by]] += base * others[cell[1 - by]] * open_hours
    return {place: (came[place] + DRAWN) / (expected[place] + DRAWN) for place in came}


def _counted(counts: Mapping[Cell, tuple[float, float]], by: int) -> dict[int, float]:
    came: defaultdict[int, float] = defaultdict(float)
    for cell, (number, _) in counts.items():
        came[cell[by]] += number
    return dict(came)
