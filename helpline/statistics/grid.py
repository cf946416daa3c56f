"""Which cells of a table of two dimensions may be shown exactly, beside its margins. Plain Python.

Both margins are shown as tables of their own (`disclosure.masked_counts`): they stand on other pages anyhow.
A cell can then be worked out from its row or its column, so whole rows are shown or hidden:

1. Columns whose margin is hidden are taken as one, none of whose cells is shown.
2. A row is hidden where its margin is, or where any of its cells is below k.
3. Hiding goes on upwards, by the rows' margins: every row with a margin up to that of a hidden one is hidden,
   until there are two and the hidden rows count at least k in every column. Else a row hidden above one that
   is shown would have to have a small cell, and that could tell which.

Which dimension makes the rows must not depend on the question, or two tables of the same cells would be
shown: see `rows_first`. tests/statistics/test_grid.py tries all small tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpline.statistics.disclosure import THRESHOLD, Table, masked_counts

Cell = tuple[str, str]
_HIDDEN_COLUMNS = ""


@dataclass(frozen=True)
class Grid:
    """Counts as they may be shown, None where not; the margins are tables of their own."""

    cells: Mapping[Cell, int | None]
    rows: Table
    columns: Table


def masked_grid(
    counts: Mapping[Cell, int], rows: Sequence[str], columns: Sequence[str], k: int = THRESHOLD
) -> Grid:
    """Return a table of two dimensions with its margins; a cell that is not in `counts` is nought."""
    total = sum(counts.values())
    of_rows = masked_counts({row: sum(counts.get((row, c), 0) for c in columns) for row in rows}, total, k)
    of_columns = masked_counts({c: sum(counts.get((row, c), 0) for row in rows) for c in columns}, total, k)
    parts = {row: _parts(counts, row, of_columns) for row in rows}
    hidden = _hidden(parts, of_rows, k)
    cells = {
        (row, c): None if row in hidden or of_columns.cells[c] is None else counts.get((row, c), 0)
        for row in rows
        for c in columns
    }
    return Grid(cells, of_rows, of_columns)


def rows_first(one: str, other: str, sizes: Mapping[str, int]) -> tuple[str, str]:
    """Return two dimensions with the one first that makes the rows: the one with more codes."""
    first, second = sorted((one, other), key=lambda name: (-sizes[name], name))
    return first, second


def _parts(counts: Mapping[Cell, int], row: str, columns: Table) -> dict[str, int]:
    """Return a row's cells, those of hidden columns together as one."""
    parts: dict[str, int] = {}
    for column, margin in columns.cells.items():
        name = column if margin is not None else _HIDDEN_COLUMNS
        parts[name] = parts.get(name, 0) + counts.get((row, column), 0)
    return parts


def _hidden(parts: Mapping[str, Mapping[str, int]], margins: Table, k: int) -> set[str]:
    hidden = {
        row
        for row, cells in parts.items()
        if margins.cells[row] is None or min(cells.values(), default=0) < k
    }
    limit = max((margins.cells[row] or 0 for row in hidden), default=-1)
    for margin, row in sorted((margin, row) for row, margin in margins.cells.items() if margin is not None):
        if margin > limit and (not hidden or _counts_enough(hidden, parts, k)):
            break
        limit = max(limit, margin)
        hidden.add(row)
    return hidden


def _counts_enough(hidden: set[str], parts: Mapping[str, Mapping[str, int]], k: int) -> bool:
    columns = next(iter(parts.values()))
    return len(hidden) > 1 and all(sum(parts[row][c] for row in hidden) >= k for c in columns)
