"""What a reader of a table of two dimensions with its margins can and cannot work out."""

from collections import defaultdict
from typing import Any

import pytest

from helpline.statistics.grid import masked_grid, rows_first
from tests.statistics.test_disclosure import vectors

LONG = pytest.mark.long


def published(vector: tuple[int, ...], rows: int, columns: int, k: int) -> tuple[list[int | None], Any]:
    places = [(f"r{row}", f"c{column}") for row in range(rows) for column in range(columns)]
    grid = masked_grid(
        dict(zip(places, vector, strict=True)),
        [f"r{row}" for row in range(rows)],
        [f"c{column}" for column in range(columns)],
        k,
    )
    margins = (tuple(grid.rows.cells.values()), tuple(grid.columns.cells.values()), grid.rows.total)
    return [grid.cells[place] for place in places], margins


def test_a_row_is_shown_where_all_of_its_cells_are() -> None:
    cells, margins = published((10, 12, 3, 9, 2, 8), 3, 2, 5)

    assert cells == [10, 12, None, None, None, None]
    assert margins == ((22, 12, 10), (15, 29), 44)


def test_one_small_cell_hides_the_next_row_as_well() -> None:
    cells, _ = published((3, 9, 20, 20, 30, 30), 3, 2, 5)

    assert cells == [None, None, None, None, 30, 30]


def test_hiding_goes_on_until_every_column_of_what_is_hidden_counts_enough() -> None:
    # With the first two rows alone the first column's rest would be three people.
    cells, _ = published((0, 9, 3, 9, 30, 30, 40, 40), 4, 2, 5)

    assert cells == [None, None, None, None, None, None, 40, 40]


def test_a_column_whose_sum_is_hidden_is_hidden_in_every_row() -> None:
    cells, margins = published((20, 9, 2, 20, 9, 1, 20, 9, 1), 3, 3, 5)

    assert margins[1] == (60, None, None)
    assert cells == [20, None, None, 20, None, None, 20, None, None]


def test_a_row_that_is_hidden_beside_a_smaller_one_would_tell_and_is_hidden_with_it() -> None:
    cells, _ = published((1, 1, 4, 1, 2, 2), 3, 2, 2)

    assert cells == [None] * 6


@pytest.mark.parametrize(
    ("rows", "columns", "most", "k"),
    [
        (2, 2, 16, 2),
        (3, 2, 11, 2),
        pytest.param(2, 3, 13, 2, marks=LONG),
        pytest.param(2, 2, 30, 5, marks=LONG),
        pytest.param(3, 2, 18, 3, marks=LONG),
        pytest.param(2, 3, 20, 5, marks=LONG),
        pytest.param(2, 4, 11, 2, marks=LONG),
        pytest.param(4, 2, 11, 2, marks=LONG),
        pytest.param(3, 3, 11, 2, marks=LONG),
        pytest.param(5, 2, 10, 2, marks=LONG),
    ],
)
def test_no_hidden_cell_can_be_worked_out_by_trying_every_table(
    rows: int, columns: int, most: int, k: int
) -> None:
    number = rows * columns
    possible: dict[Any, list[set[int]]] = defaultdict(lambda: [set() for _ in range(number)])
    for vector in vectors(number, most):
        cells, margins = published(vector, rows, columns, k)
        for place, value in enumerate(vector):
            possible[(*cells, margins)][place].add(value)

    assert any(cell is not None for key in possible for cell in key[:number])
    for (*shown, _), values in possible.items():
        for place in range(number):
            assert (len(values[place]) > 1) is (shown[place] is None), (shown, values)


def test_which_dimension_makes_the_rows_does_not_depend_on_the_question() -> None:
    sizes = {"outcome": 9, "answered": 2, "level": 9}

    assert rows_first("answered", "outcome", sizes) == rows_first("outcome", "answered", sizes)
    assert rows_first("answered", "outcome", sizes) == ("outcome", "answered")
    assert (
        rows_first("outcome", "level", sizes) == rows_first("level", "outcome", sizes) == ("level", "outcome")
    )
