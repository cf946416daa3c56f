"""The policy called release: figures that may leave the service. Plain Python.

A figure is the count of a cell with noise (`noise`), rounded to five. It is not shown where the cell, or
what any cell that holds it has besides it, is fewer than five contacts: in no table does a figure differ by
one to four people from one that it is a part of.

Every kind of period and every set of dimensions has noise of its own: the cell's key is multiplied by an odd
number of theirs, which changes its place among the keys and leaves the chances as they are. With one noise
for all, figures of the same contacts would be equal, and a difference would prove that somebody lies between.
"""

import hashlib
from functools import cache

from helpline.statistics.cells import Shown, Tallies, Tally, added, as_cells, collapsed
from helpline.statistics.disclosure import THRESHOLD
from helpline.statistics.noise import KEYS, PerturbationTable, perturbed_count, shipped_table

ROUNDED_TO = 5
SMALLEST_BASE = 20


def rounded(count: int) -> int:
    """Return a count to the nearest five."""
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


@cache
def factor(kind: str, dimensions: tuple[str, ...]) -> int:
    """Return the odd number by which the keys of this kind of table are multiplied."""
    name = "|".join((kind, *sorted(dimensions)))
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") | 1


def figure(
    tally: Tally, kind: str, dimensions: tuple[str, ...], table: PerturbationTable | None = None
) -> int | None:
    """Return what is shown of a cell of this kind of table that stands alone."""
    key = tally.keys * factor(kind, dimensions) % KEYS
    noisy = perturbed_count(tally.number, key, table or shipped_table())
    return None if min(tally.number, noisy) < THRESHOLD else rounded(noisy)


def may_look_into(cell: Tally, parent: Tally) -> bool:
    """Tell whether a cell, and what its parent has besides it, are five contacts at least."""
    return cell.number >= THRESHOLD and parent.number - cell.number >= THRESHOLD


def released(tallies: Tallies, kind: str, dimensions: tuple[str, ...]) -> Shown:
    """Return what is shown of a table of no, one or two dimensions in a kind of period."""
    everyone = added(tallies.values())
    sums = [collapsed(tallies, place) for place in range(len(dimensions))]
    margins = tuple(
        {
            code: figure(tally, kind, (name,)) if may_look_into(tally, everyone) else None
            for code, tally in of_one.items()
        }
        for name, of_one in zip(dimensions, sums, strict=True)
    )
    if len(dimensions) < 2:
        cells = as_cells(margins[0]) if margins else {}
        return Shown(cells, margins, figure(everyone, kind, ()))
    pairs = {}
    for codes, tally in tallies.items():
        above = [of_one[code] for code, of_one in zip(codes, sums, strict=True)]
        apart = all(may_look_into(tally, one) and may_look_into(one, everyone) for one in above)
        pairs[codes] = figure(tally, kind, dimensions) if apart else None
    return Shown(pairs, margins, figure(everyone, kind, ()))


def share(part: int | None, whole: int | None) -> int | None:
    """Return how many in a hundred, from published figures alone; None where they carry no such share."""
    if part is None or whole is None or whole < SMALLEST_BASE:
        return None
    return min(100, round(100 * part / whole))
