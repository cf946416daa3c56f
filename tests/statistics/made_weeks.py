"""Weeks whose truth is known: how many come in each hour on average, and what came by chance."""

from collections.abc import Iterator, Mapping
from math import exp
from random import Random

from helpline.statistics.forecast import Past
from helpline.statistics.profile import Cell

# Open from noon to midnight; the weekend is busier, and so is the late evening.
OPEN = [(weekday, hour) for weekday in range(7) for hour in range(12, 24)]


def truth(dice: Random, *, busy: float = 3.0, apart: float = 0.2) -> dict[Cell, float]:
    """Return the arrivals in an hour of each cell; `apart` says how far cells leave weekday times hour."""
    return {
        (weekday, hour): busy
        * (1.5 if weekday > 4 else 1.0)
        * (0.5 + (hour - 12) / 10)
        * exp(dice.gauss(0, apart))
        for weekday, hour in OPEN
    }


def poisson(dice: Random, mean: float) -> int:
    number, left = 0, dice.expovariate(1)
    while left < mean:
        number, left = number + 1, left + dice.expovariate(1)
    return number


def comes(dice: Random, mean: float, spread: float) -> int:
    """Draw how many come in an hour; their variance is `spread` times the mean."""
    if spread <= 1:
        return poisson(dice, mean)
    return poisson(dice, dice.gammavariate(mean / (spread - 1), spread - 1))


def months(
    dice: Random, rates: Mapping[Cell, float], *, number: int = 6, weeks: int = 4, spread: float = 1.0
) -> Iterator[Past]:
    """Yield what came in so many months of four weeks, the last of them one month ago."""
    for ago in range(1, number + 1):
        for cell, rate in rates.items():
            came = sum(comes(dice, rate, spread) for _ in range(weeks))
            yield Past(cell, came, float(weeks), ago)
