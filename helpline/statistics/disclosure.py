"""Which counts may be shown, under the policy called internal; the noise of released ones is in `noise`.

Plain Python.

The rule for one table, with threshold k:

1. A cell below k is hidden, a nought too: that nobody came is also a fact about people.
2. Hiding goes on upwards, a value at a time and every cell of that value, until the hidden
   cells together count at least k and do not all hold the same value.
3. A total below k is hidden.

Why it holds, even against a reader who knows this rule: what is hidden depends on the
values alone, never on a cell's name or place. Exchange the values of two hidden cells and
the published table stays the same; since two hidden values differ (2), every hidden cell
could hold either. Where step 2 runs out of cells, all are hidden and equal, and other
tables of the same total are hidden as well (tests/statistics/test_disclosure.py tries all).

The rule is for one table. Two tables that share a cell other than their total must not be
shown together: see `helpline.statistics.dashboard.parts`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from helpline.statistics.noise import PerturbationTable, cell_key, perturbed_count

__all__ = [
    "FINE_FROM", "POLICY", "THIRDS", "THRESHOLD", "PerturbationTable", "ShareBand", "Table", "cell_key",
    "masked", "masked_counts", "masked_mean", "perturbed_count", "share_band",
]  # fmt: skip

THRESHOLD = 5
POLICY = "internal"
# A mean at the very end of the scale would say of everyone what each answered.
LOWEST_MEAN, HIGHEST_MEAN = Decimal("0.5"), Decimal("9.5")


@dataclass(frozen=True)
class Table:
    """Counts as they may be shown; None is a figure that is not shown."""

    cells: Mapping[str, int | None]
    total: int | None


def masked(count: int, k: int = THRESHOLD) -> int | None:
    """Return a figure that stands alone, or None below the threshold."""
    return count if count >= k else None


def masked_mean(total: int, number: int, k: int = THRESHOLD) -> str | None:
    """Return the mean of `number` answers from 0 to 10 that add up to `total`, or None below the threshold.

    To one decimal, half up; towards both ends "0.5 or less" and "9.5 or more".
    """
    if number < k:
        return None
    mean = (Decimal(total) / number).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if mean <= LOWEST_MEAN:
        return f"{LOWEST_MEAN} or less"
    return f"{HIGHEST_MEAN} or more" if mean >= HIGHEST_MEAN else str(mean)


def masked_counts(counts: Mapping[str, int], total: int, k: int = THRESHOLD) -> Table:
    """Return the table with what is small, and what would reveal it, hidden.

    `total` is the true total; cells and total are contacts. The order of the cells is kept.
    Raises ValueError for a negative count, a total that is not the sum, or k below 2.
    """
    if k < 2:
        raise ValueError("a threshold below 2 hides nothing")
    if min(counts.values(), default=0) < 0 or sum(counts.values()) != total:
        raise ValueError("the cells must be counts that add up to the total")
    limit = _hidden_up_to(counts.values(), k)
    cells = {name: count if count > limit else None for name, count in counts.items()}
    return Table(cells=cells, total=masked(total, k))


def _hidden_up_to(values: Collection[int], k: int) -> int:
    """Return the largest value that must be hidden, or -1 when none must."""
    if min(values, default=k) >= k:
        return -1
    for limit in [k - 1, *sorted({value for value in values if value >= k})]:
        hidden = [value for value in values if value <= limit]
        if sum(hidden) >= k and len(set(hidden)) > 1:
            return limit
    return max(values)


@dataclass(frozen=True, order=True)
class ShareBand:
    """A share as it may be shown; `middle` is where its band lies, for sorting."""

    middle: float
    label: str


FINE_FROM = 50
THIRDS = (ShareBand(1 / 6, "few"), ShareBand(1 / 2, "about half"), ShareBand(5 / 6, "most"))


def share_band(part: int, whole: int, k: int = THRESHOLD) -> ShareBand | None:
    """Return the band of `part` of `whole` contacts, or None where the whole is below the threshold.

    Thirds, and tenths from FINE_FROM on: no band stands for a single number of contacts, so that the
    part cannot be worked out where the whole is known. Raises ValueError for a part that is no part.
    """
    if not 0 <= part <= whole:
        raise ValueError("a part lies between nought and the whole")
    if whole < k:
        return None
    if whole < FINE_FROM:
        return THIRDS[min(3 * part // whole, 2)]
    tenth = min(10 * part // whole, 9)
    return ShareBand((tenth + 0.5) / 10, f"{tenth} to {tenth + 1} in 10")
