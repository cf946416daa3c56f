"""How far two reviewers agree: simple agreement, and weighted kappa. Plain Python.

A table holds counts: row is the first reviewer's step, column the second's.
"""

from collections.abc import Callable, Sequence

Table = Sequence[Sequence[int]]
Weight = Callable[[int, int], float]


def linear(first: int, second: int) -> float:
    """Count one step apart as one disagreement, two steps as two."""
    return float(abs(first - second))


def quadratic(first: int, second: int) -> float:
    return float((first - second) ** 2)


def simple_agreement(table: Table) -> float | None:
    """Return the share of pairs that are alike, in [0, 1]; None of nothing.

    Raises ValueError for what is no square table of counts.
    """
    number = _checked(table)
    return sum(table[n][n] for n in range(len(table))) / number if number else None


def weighted_kappa(table: Table, weight: Weight = linear) -> float | None:
    """Return agreement beyond chance: 1 is perfect, 0 is what chance gives, below 0 is less.

    `weight(i, j)` says how far apart two steps are, 0 for the same. None where chance alone would agree in
    everything, such as where both always gave the same step: nothing can be said then.
    Raises ValueError for what is no square table of counts.
    Source: Cohen (1968), Psychological Bulletin 70(4), 213-220.
    """
    number = _checked(table)
    steps = range(len(table))
    rows = [sum(table[i]) for i in steps]
    columns = [sum(table[i][j] for i in steps) for j in steps]
    found = sum(weight(i, j) * table[i][j] for i in steps for j in steps)
    by_chance = sum(weight(i, j) * rows[i] * columns[j] for i in steps for j in steps)
    return 1 - found * number / by_chance if by_chance else None


def _checked(table: Table) -> int:
    if any(len(row) != len(table) for row in table) or any(count < 0 for row in table for count in row):
        raise ValueError("a square table of counts is needed")
    return sum(map(sum, table))
