"""How many made-up contacts came in which month. Plain Python."""

from datetime import date
from itertools import accumulate
from random import Random

from helpline.statistics.making.likelihood import SEASON

# From one month to the next.
GROWTH = 1.008


def months_until(last: date, number: int) -> list[date]:
    """Return the first days of that many months, `last` the last of them."""
    place = last.year * 12 + last.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(place - number + 1, place + 1)]


def spread(rng: Random, count: int, months: list[date]) -> dict[date, int]:
    """Return how many of `count` came in each month; together they are `count`."""
    weights = [
        SEASON[month.month - 1] * GROWTH**place * rng.uniform(0.94, 1.06)
        for place, month in enumerate(months)
    ]
    total = sum(weights)
    ends = [round(count * reached / total) for reached in accumulate(weights)]
    return {month: end - start for month, start, end in zip(months, [0, *ends], ends, strict=False)}
