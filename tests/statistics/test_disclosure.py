"""What a reader of one table can and cannot work out."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.statistics.disclosure import Table, masked, masked_counts

K = 5


def masked_values(*values: int) -> list[int | None]:
    counts = {f"c{number}": value for number, value in enumerate(values)}
    return list(masked_counts(counts, sum(values)).cells.values())


def test_a_figure_is_shown_from_the_threshold_on() -> None:
    assert [masked(count) for count in (0, 4, 5, 6)] == [None, None, 5, 6]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ((5, 9, 20), [5, 9, 20]),
        ((3, 4, 20), [None, None, 20]),
        ((3, 9, 20), [None, None, 20]),  # one hidden cell is the total minus the rest
        ((3, 9, 9, 20), [None, None, None, 20]),  # and which of two equals was hidden must not tell
        ((0, 0, 9, 20), [None, None, None, 20]),  # hidden noughts add up to nought
        ((1, 2, 9, 20), [None, None, None, 20]),  # three people hidden in all
        ((4, 4, 5, 20), [None, None, None, 20]),  # eight in two cells below five can only be four each
        ((97, 3), [None, None]),
        ((7,), [7]),
        ((4,), [None]),
        ((), []),
    ],
)
def test_hiding_goes_up_until_what_is_hidden_cannot_be_worked_out(
    values: tuple[int, ...], shown: list[int | None]
) -> None:
    assert masked_values(*values) == shown


def test_a_total_below_the_threshold_is_not_shown() -> None:
    assert masked_counts({"a": 4, "b": 0}, 4) == Table(cells={"a": None, "b": None}, total=None)
    assert masked_counts({"a": 4, "b": 1}, 5).total == 5


@pytest.mark.parametrize(
    ("counts", "total", "k"), [({"a": 5}, 6, 5), ({"a": -1, "b": 6}, 5, 5), ({"a": 5}, 5, 1)]
)
def test_a_table_that_does_not_add_up_is_refused(counts: dict[str, int], total: int, k: int) -> None:
    with pytest.raises(ValueError, match=r"add up|threshold"):
        masked_counts(counts, total, k)


def vectors(cells: int, most: int) -> Iterator[tuple[int, ...]]:
    """Yield every tuple of that many counts with a sum of at most `most`."""
    if cells == 0:
        yield ()
        return
    for first in range(most + 1):
        for rest in vectors(cells - 1, most - first):
            yield (first, *rest)


@pytest.mark.parametrize(("cells", "most"), [(1, 30), (2, 40), (3, 26), (4, 20), (5, 14)])
@pytest.mark.parametrize("k", [2, 3, 5])
def test_no_hidden_cell_can_be_worked_out_by_trying_every_table(cells: int, most: int, k: int) -> None:
    possible: dict[tuple[object, ...], list[set[int]]] = defaultdict(lambda: [set() for _ in range(cells)])
    for vector in vectors(cells, most):
        table = masked_counts({str(place): value for place, value in enumerate(vector)}, sum(vector), k)
        for place, value in enumerate(vector):
            possible[(table.total, *table.cells.values())][place].add(value)

    for (_, *shown), values in possible.items():
        for place in range(cells):
            hidden = shown[place] is None
            assert (len(values[place]) > 1) is hidden, (shown, values)


tables = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 2_000)), min_size=1, max_size=12)


@given(tables, st.integers(2, 20))
def test_any_two_hidden_values_may_change_places_unseen(values: list[int], k: int) -> None:
    names = [str(place) for place in range(len(values))]
    table = masked_counts(dict(zip(names, values, strict=True)), sum(values), k)
    hidden = [place for place, name in enumerate(names) if table.cells[name] is None]

    for one in hidden:
        swapped = list(values)
        swapped[one], swapped[hidden[0]] = values[hidden[0]], values[one]
        assert masked_counts(dict(zip(names, swapped, strict=True)), sum(values), k) == table


@given(tables, st.integers(2, 20))
def test_what_is_shown_is_true_and_what_is_hidden_counts_enough(values: list[int], k: int) -> None:
    counts = {str(place): value for place, value in enumerate(values)}
    table = masked_counts(counts, sum(values), k)
    hidden = [counts[name] for name, shown in table.cells.items() if shown is None]

    assert all(shown in (None, counts[name]) for name, shown in table.cells.items())
    assert all(shown is None or shown >= k for shown in table.cells.values())
    assert table.total == (sum(values) if sum(values) >= k else None)
    if hidden and len(hidden) < len(values):
        assert sum(hidden) >= k
        assert len(set(hidden)) > 1
