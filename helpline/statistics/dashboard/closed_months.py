"""Sums of months without drafts, counted once in a process: there may be a million facts.

Kept in the memory of a process that can read the facts anyhow, and nowhere else. The number of a month's
facts and the sum of their random keys say whether they are still the same: a contact may close late, and
made-up figures may be taken out again.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from helpline.statistics.cells import Tally

Rows = list[tuple[Any, ...]]
Marks = Mapping[date, Tally]
MOST_KEPT = 4_000  # tables of one month: years of them

_kept: dict[tuple[tuple[str, ...], date], tuple[Tally, Rows]] = {}


def kept_rows(
    names: tuple[str, ...], months: Sequence[date], marks: Marks, count: Callable[[Sequence[date]], Rows]
) -> Rows:
    """Return the rows of `count` for these months, counting only those anew that are not known.

    `marks` has what the facts of each month are together, and nothing for a month without any; `count`
    returns rows that begin with their month.
    """
    found: dict[date, Rows] = {}
    for month in months:
        held = _kept.get((names, month))
        if month in marks and held and held[0] == marks[month]:
            found[month] = held[1]
    unknown = [month for month in months if month in marks and month not in found]
    if unknown:
        rows = count(unknown)
        if len(_kept) + len(unknown) > MOST_KEPT:
            _kept.clear()
        for month in unknown:
            found[month] = [row for row in rows if row[0] == month]
            _kept[names, month] = (marks[month], found[month])
    return [row for month in months for row in found.get(month, [])]


def forget() -> None:
    """Forget every sum."""
    _kept.clear()
