"""What a GROUP BY over facts returns, and its sums: counts with the sums of their keys. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

Codes = tuple[str, ...]


class Tally(NamedTuple):
    """How many facts, and the sum of their keys."""

    number: int
    keys: int


NOTHING = Tally(0, 0)
Tallies = Mapping[Codes, Tally]


def added(tallies: Iterable[Tally]) -> Tally:
    """Return the tally of all of them together."""
    number = keys = 0
    for each in tallies:
        number += each.number
        keys += each.keys
    return Tally(number, keys)


def collapsed(tallies: Tallies, place: int) -> dict[str, Tally]:
    """Return the tallies of one dimension, over all others."""
    sums: dict[str, Tally] = {}
    for codes, tally in tallies.items():
        sums[codes[place]] = added((sums.get(codes[place], NOTHING), tally))
    return sums


Figures = Mapping[str, int | None]


@dataclass(frozen=True)
class Shown:
    """A table of no, one or two dimensions as it may be shown, with the sums of each dimension."""

    cells: Mapping[Codes, int | None]
    margins: tuple[Figures, ...]
    total: int | None


def as_cells(figures: Figures) -> dict[Codes, int | None]:
    """Return the figures of one dimension as the cells of a table."""
    return {(code,): figure for code, figure in figures.items()}
