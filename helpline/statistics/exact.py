"""The policy called internal, for one month: exact where nothing small can be told. Plain Python."""

from helpline.statistics.cells import Codes, Shown, Tallies, as_cells
from helpline.statistics.dimensions import DIMENSIONS
from helpline.statistics.disclosure import masked_counts
from helpline.statistics.grid import masked_grid, rows_first

OPEN_SIZE = 10_000  # more than any list of codes
SIZES = {
    name: OPEN_SIZE if dimension.codes is None else len(dimension.codes)
    for name, dimension in DIMENSIONS.items()
}


def exact(tallies: Tallies, dimensions: tuple[str, ...]) -> Shown:
    """Return what is shown of a table of no, one or two dimensions."""
    if len(dimensions) == 2:
        return _pairs(tallies, (dimensions[0], dimensions[1]))
    counts = {codes[0] if codes else "": tally.number for codes, tally in tallies.items()}
    table = masked_counts(counts, sum(counts.values()))
    if not dimensions:
        return Shown({}, (), table.total)
    return Shown(as_cells(table.cells), (table.cells,), table.total)


def _pairs(tallies: Tallies, dimensions: tuple[str, str]) -> Shown:
    # The same rows whichever way round it is asked, or both tables together would show more than one.
    turned = rows_first(*dimensions, SIZES) != dimensions
    counts = {(one, other): tally.number for (one, other), tally in tallies.items()}
    if turned:
        counts = {(other, one): count for (one, other), count in counts.items()}
    rows, columns = (list(dict.fromkeys(codes[place] for codes in counts)) for place in (0, 1))
    grid = masked_grid(counts, rows, columns)
    margins = (grid.rows.cells, grid.columns.cells)
    cells: dict[Codes, int | None] = {
        (codes[::-1] if turned else codes): figure for codes, figure in grid.cells.items()
    }
    return Shown(cells, margins[::-1] if turned else margins, grid.rows.total)
