"""Whether the last months brought more than those before, and whether chance would do it. Plain Python."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from helpline.statistics.forecast import Past, spread_of
from helpline.statistics.profile import Cell, profile_of

MONTHS = 3
# Of fewer nothing can be told.
FEWEST = 30
NINETY_FIVE = 1.96


@dataclass(frozen=True)
class Change:
    """What an open hour brings now against before: 1.2 is a fifth more; 95 % lie from `low` to `high`."""

    ratio: float
    low: float
    high: float

    @property
    def is_told(self) -> bool:
        """Tell whether it is more than chance does."""
        return self.low > 1 or self.high < 1


def change(past: Sequence[Past]) -> Change | None:
    """Compare the last three whole months with the three before, each with the hours it was open.

    Month 0 is the running one and left out. None where either has too few to say.
    """
    recent = [each for each in past if 1 <= each.months_ago <= MONTHS]
    before = [each for each in past if MONTHS < each.months_ago <= 2 * MONTHS]
    counts = [sum(each.number for each in rows) for rows in (recent, before)]
    if min(counts) < FEWEST:
        return None
    sums: defaultdict[Cell, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for each in recent + before:
        number, hours = sums[each.cell]
        sums[each.cell] = (number + each.number, hours + each.open_hours)
    profile = profile_of(sums)
    of_recent, of_before = (
        count / sum(profile.rate(each.cell) * each.open_hours for each in rows)
        for count, rows in zip(counts, (recent, before), strict=True)
    )
    ratio = of_recent / of_before
    width = NINETY_FIVE * sqrt(spread_of(recent + before) * (1 / counts[0] + 1 / counts[1]))
    return Change(ratio, exp(log(ratio) - width), exp(log(ratio) + width))
