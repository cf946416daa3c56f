"""What leaves the service: noise, rounding, and no two figures that differ by a few people."""

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.statistics.cells import Tally, added, collapsed
from helpline.statistics.noise import KEYS, perturbed_count, shipped_table
from helpline.statistics.release import factor, figure, may_look_into, released, rounded, share

NAMES = ("outcome", "level")


def some(number: int, keys: int = 0) -> Tally:
    return Tally(number, keys)


@pytest.mark.parametrize(("count", "shown"), [(5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (100, 100)])
def test_figures_are_rounded_to_five(count: int, shown: int) -> None:
    assert rounded(count) == shown


def test_nothing_below_five_is_ever_shown_and_five_sometimes_not() -> None:
    keys = range(0, KEYS, 61)

    assert {figure(some(count, key), "month", ()) for count in range(5) for key in keys} == {None}
    assert {figure(some(5, key), "month", ()) for key in keys} == {None, 5}
    assert {figure(some(6, key), "month", ()) for key in keys} == {None, 5, 10}


def test_a_figure_is_the_noisy_count_rounded_whatever_the_kind_of_table() -> None:
    for key, kind, names in product(
        range(0, KEYS, 4_099), ("month", "quarter", "year"), ((), ("level",), NAMES)
    ):
        own = key * factor(kind, names) % KEYS

        assert figure(some(50, key), kind, names) == rounded(perturbed_count(50, own, shipped_table()))


def test_the_factor_only_changes_places_among_the_keys() -> None:
    for kind, names in product(("month", "quarter", "year"), ((), ("level",), NAMES)):
        number = factor(kind, names)

        assert number % 2 == 1
        assert len({key * number % KEYS for key in range(KEYS)}) == KEYS
    assert factor("year", NAMES) == factor("year", NAMES[::-1])


def test_the_same_contacts_get_noise_that_tells_nothing_from_one_kind_of_table_to_the_next() -> None:
    """Else equal figures of a month and of its quarter would say that the other months were empty."""

    def steps(kind: str, names: tuple[str, ...]) -> list[int]:
        return [perturbed_count(9, key * factor(kind, names) % KEYS, shipped_table()) for key in range(KEYS)]

    month, others = (
        steps("month", ("level",)),
        (steps("quarter", ("level",)), steps("year", ()), steps("month", NAMES)),
    )

    # Two independent draws from the last row agree in 0.267 of all cases.
    for other in others:
        agree = sum(one == two for one, two in zip(month, other, strict=True)) / KEYS
        assert agree == pytest.approx(0.267, abs=0.03)


def test_a_cell_is_looked_into_where_it_and_the_rest_are_five() -> None:
    assert [may_look_into(some(cell), some(20)) for cell in (4, 5, 15, 16, 20)] == [
        False, True, True, False, False
    ]  # fmt: skip


def test_a_cell_with_all_but_four_is_not_shown_and_nor_are_the_four() -> None:
    table = released({("a",): some(96), ("b",): some(4)}, "month", ("level",))

    assert dict(table.cells) == {("a",): None, ("b",): None}
    assert table.total == 100


def test_a_line_of_a_table_of_two_is_not_broken_down_where_it_may_not_be_looked_into() -> None:
    tallies = {("a", "x"): some(50), ("a", "y"): some(50), ("b", "x"): some(2), ("b", "y"): some(1)}

    assert set(released(tallies, "month", NAMES).cells.values()) == {None}


def test_margins_and_total_are_those_of_the_tables_of_one_and_none() -> None:
    drawn = random.Random(4)
    tallies = {codes: some(drawn.randrange(60), drawn.randrange(10**6)) for codes in product("abc", "xyz")}
    two = released(tallies, "quarter", NAMES)

    for place, name in enumerate(NAMES):
        one = released({(c,): t for c, t in collapsed(tallies, place).items()}, "quarter", (name,))
        assert two.margins[place] == {code: shown for (code,), shown in one.cells.items()}
        assert one.total == two.total == figure(added(tallies.values()), "quarter", ())


counts = st.lists(st.integers(0, 30), min_size=9, max_size=9)


@given(counts, st.integers(0, 2**30))
def test_no_shown_cell_is_small_or_all_but_few_of_what_holds_it(numbers: list[int], seed: int) -> None:
    drawn = random.Random(seed)
    places = list(product("abc", "xyz"))
    tallies = {
        place: some(n, drawn.randrange(n * KEYS + 1)) for place, n in zip(places, numbers, strict=True)
    }
    rows, columns = collapsed(tallies, 0), collapsed(tallies, 1)
    total = sum(numbers)

    for (row, column), shown in released(tallies, "year", NAMES).cells.items():
        cell = tallies[row, column].number
        if shown is not None:
            assert shown % 5 == 0
            assert abs(shown - cell) <= 4
            for part, whole in (
                (cell, rows[row].number), (cell, columns[column].number),
                (rows[row].number, total), (columns[column].number, total),
            ):  # fmt: skip
                assert part >= 5
                assert whole - part >= 5


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(5, 20, 25), (5, 15, None), (None, 40, None), (5, None, None), (45, 40, 100), (5, 35, 14)],
)
def test_shares_are_of_published_figures_from_twenty_on(
    part: int | None, whole: int | None, shown: int | None
) -> None:
    assert share(part, whole) == shown
