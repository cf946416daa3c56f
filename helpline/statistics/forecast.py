"""How many will come in each hour of a week, from sums of past months. Plain Python.

Each cell (weekday and hour) has the mean of what came while the line was open; months further back count
less. A cell with little is drawn towards what its weekday and its hour have in general: a gamma prior about
the product of the two, as wide as the figures themselves say (empirical Bayes; Robbins 1956).
Where months differ more than chance would have them, everything is told wider (quasi-Poisson dispersion).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from helpline.statistics.counts_to_come import interval
from helpline.statistics.profile import Cell, Profile, profile_of

# As many months back a contact counts half.
HALF_LIFE_MONTHS = 3
INTERVAL = 0.8
# Months that say nothing of spread: as so many degrees of freedom without any.
CALM_MONTHS = 10
MOST_SPREAD = 10.0


@dataclass(frozen=True)
class Past:
    """What one cell had in one month: how many came in so many open hours, and how long ago."""

    cell: Cell
    number: int
    open_hours: float
    months_ago: float


@dataclass(frozen=True)
class Rate:
    """How many come in an open hour of one cell.

    `shape` says how sure that is: as if so many had been counted. `spread` is 1 where hours differ by
    chance alone. `open_hours` is how long the line was open then in all months that were looked at.
    """

    mean: float
    shape: float
    spread: float
    open_hours: float

    def interval(self, *, open_share: float = 1.0, share: float = INTERVAL) -> tuple[int, int]:
        """Return the least and the most that come in one hour in this share of such hours."""
        mean = self.mean * open_share
        return interval(mean, mean * self.spread + mean * mean / self.shape, share=share)


@dataclass
class _Sums:
    counted: float = 0.0
    hours: float = 0.0
    weighted: float = 0.0
    weighted_hours: float = 0.0
    squared_hours: float = 0.0

    @property
    def overlap(self) -> float:
        """How much less the weighted count varies than one that is not weighted."""
        return self.squared_hours / self.weighted_hours if self.weighted_hours else 1.0


def rates_of(past: Iterable[Past], cells: Iterable[Cell]) -> dict[Cell, Rate]:
    """Return the rate of each of these cells; one of which nothing is known has what its like have.

    Raises ValueError where the line was never open in this past: there is nothing to go by.
    """
    rows = [each for each in past if each.open_hours > 0]
    if not rows:
        raise ValueError("nothing was counted yet")
    sums: defaultdict[Cell, _Sums] = defaultdict(_Sums)
    for each in rows:
        _add(sums[each.cell], each)
    spread = spread_of(rows)
    profile = profile_of({cell: (one.weighted, one.weighted_hours) for cell, one in sums.items()})
    prior = _prior_shape(sums, profile, spread)
    return {cell: _rate(sums.get(cell, _Sums()), profile, prior, spread, cell) for cell in cells}


def spread_of(rows: Iterable[Past]) -> float:
    """Return by how much months of one cell differ more than chance would have them: 1 to MOST_SPREAD.

    Pearson's statistic over its degrees of freedom, drawn towards 1 where there are few.
    """
    of_cell: defaultdict[Cell, list[Past]] = defaultdict(list)
    for each in rows:
        of_cell[each.cell].append(each)
    squares, freedom = 0.0, 0
    for months in of_cell.values():
        hours = sum(each.open_hours for each in months)
        rate = sum(each.number for each in months) / hours
        if rate > 0:
            squares += sum(
                (each.number - rate * each.open_hours) ** 2 / (rate * each.open_hours) for each in months
            )
            freedom += len(months) - 1
    return min(MOST_SPREAD, max(1.0, (squares + CALM_MONTHS) / (freedom + CALM_MONTHS)))


def _add(sums: _Sums, each: Past) -> None:
    weight = 0.5 ** (each.months_ago / HALF_LIFE_MONTHS)
    sums.counted += each.number
    sums.hours += each.open_hours
    sums.weighted += weight * each.number
    sums.weighted_hours += weight * each.open_hours
    sums.squared_hours += weight * weight * each.open_hours


def _prior_shape(sums: Mapping[Cell, _Sums], profile: Profile, spread: float) -> float:
    """Return how closely cells keep to the profile, by the method of moments."""
    beyond, squares = 0.0, 0.0
    for cell, one in sums.items():
        expected = profile.rate(cell) * one.weighted_hours
        beyond += (one.weighted - expected) ** 2 - spread * one.overlap * expected
        squares += expected**2
    return squares / beyond if beyond > 0 else float("inf")


def _rate(one: _Sums, profile: Profile, prior: float, spread: float, cell: Cell) -> Rate:
    # No surer than what the profile itself stands upon.
    shape = min(prior, profile.least_counted(cell) + 1)
    expected = profile.rate(cell)
    scale = spread * one.overlap
    counted, hours = one.weighted / scale, one.weighted_hours / scale
    return Rate((shape + counted) / (shape / expected + hours), shape + counted, spread, one.hours)
