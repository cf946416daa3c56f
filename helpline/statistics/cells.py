"""What a GROUP BY over facts returns, and its sums: counts with the sums of their keys. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
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


def summed_up(tallies: Tallies, places: Sequence[int]) -> dict[Codes, Tally]:
    """Return the tallies by the dimensions at these places, over all others."""
    numbers: dict[Codes, int] = {}
    keys: dict[Codes, int] = {}
    for codes, (number, key) in tallies.items():
        kept = tuple([codes[place] for place in places])
        numbers[kept] = numbers.get(kept, 0) + number
        keys[kept] = keys.get(kept, 0) + key
    return {kept: Tally(number, keys[kept]) for kept, number in numbers.items()}


def collapsed(tallies: Tallies, place: int) -> dict[str, Tally]:
    """Return the tallies of one dimension, over all others."""
    return {code: tally for (code,), tally in summed_up(tallies, [place]).items()}


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
