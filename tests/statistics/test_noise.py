"""The cell-key method against what others published, and the tables of chances against what they promise."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from helpline.statistics.disclosure import cell_key, perturbed_count
from helpline.statistics.noise import (
    FILE,
    KEYS,
    PerturbationTable,
    shipped_table,
    table_from_chances,
)

REFERENCES = Path(__file__).parent / "references"
# Where both come from is said in each file and in docs/adr/0058-disclosure-control.md.
PTABLES: dict[str, Any] = json.loads((REFERENCES / "ptable_reference.json").read_text())
ONS: dict[str, Any] = json.loads((REFERENCES / "cellkey_ons_reference.json").read_text())
ONS_KEYS = 256


def chances(name: str) -> list[dict[int, float]]:
    rows = PTABLES["tables"][name]["rows"]
    return [{int(count): chance for count, chance in rows[str(n)].items()} for n in range(len(rows))]


def bias_and_variance(steps: dict[int, float]) -> tuple[float, float]:
    """Return the mean step, which should be nought, and the mean of its square, which the method sets."""
    return (
        sum(step * chance for step, chance in steps.items()),
        sum(step * step * chance for step, chance in steps.items()),
    )


def ten_five() -> PerturbationTable:
    """Return the 10-5 table of the ONS package: below 10 nothing is left, else the nearest five."""
    shown = [0 if count < 10 else (count + 2) // 5 * 5 for count in range(751)]
    return PerturbationTable(tuple(((0, count),) for count in shown), keys=ONS_KEYS, repeats=250)


# -- the worked example of the SDC Handbook, chapter 5 ---------------------------------------------


def test_the_handbooks_example_becomes_four() -> None:
    table = table_from_chances([{0: 1.0}, {1: 1.0}, {2: 1.0}, {2: 0.3, 3: 0.4, 4: 0.3}], keys=10)
    key = cell_key([9, 3, 6], 10)

    assert key == 8
    assert perturbed_count(3, key, table) == 4


def test_a_key_on_the_edge_belongs_to_the_share_that_begins_there() -> None:
    table = table_from_chances([{0: 1.0}, {0: 0.5, 2: 0.5}], keys=4)

    assert [perturbed_count(1, key, table) for key in range(4)] == [0, 0, 2, 2]


# -- the package of the Office for National Statistics ---------------------------------------------


def groups(named: str) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for record in ONS["records"]:
        found[tuple(record[name] for name in named.split("x"))].append(record["record_key"])
    return found


@pytest.mark.parametrize("result", list(ONS["results"]))
def test_every_figure_of_the_ons_package_is_reproduced(result: str) -> None:
    table_name, named = result.split(":")
    table = ten_five() if table_name == "ons_10_5" else table_from_chances(chances("D2V105js1"), keys=256)
    keys_of = groups(named)

    for line in ONS["results"][result]:
        keys = keys_of[tuple(line[name] for name in named.split("x"))]
        key = cell_key(keys, ONS_KEYS)
        published = perturbed_count(len(keys), key, table)

        assert (len(keys), key) == (line["pre_sdc_count"], line["ckey"])
        assert published - len(keys) == line["pvalue"]
        # The package was called with a threshold of 10 for its own table, and with none for the other.
        assert (published if published >= 10 or table_name != "ons_10_5" else None) == line["count"]


@pytest.mark.parametrize(("count", "row"), [(0, 0), (750, 750), (751, 501), (1000, 750), (1001, 501)])
def test_a_count_beyond_the_table_takes_its_step_as_the_ons_package_does(count: int, row: int) -> None:
    rows = tuple(((0, number + number % 7),) for number in range(751))
    table = PerturbationTable(rows, keys=ONS_KEYS, repeats=250)

    assert perturbed_count(count, 0, table) == count + row % 7


# -- the tables of chances ----------------------------------------------------------------------


@pytest.mark.parametrize("name", list(PTABLES["tables"]))
def test_the_chances_of_a_reference_table_have_the_bias_and_variance_they_claim(name: str) -> None:
    for row, steps in enumerate(chances(name)):
        claimed = PTABLES["tables"][name]["check"][str(row)]
        bias, variance = bias_and_variance({count - row: chance for count, chance in steps.items()})

        assert sum(steps.values()) == pytest.approx(claimed["sum"], rel=1e-6)
        assert bias == pytest.approx(claimed["bias"], abs=1e-6)
        assert variance == pytest.approx(claimed["var"], rel=1e-6, abs=5e-6)


DISCRETISED = [
    (name, int(keys), int(row), bias, variance)
    for name, by_keys in PTABLES["discretised_bias_var"].items()
    for keys, rows in by_keys.items()
    for row, (bias, variance) in rows.items()
]


@pytest.mark.parametrize(("name", "keys", "row", "bias", "variance"), DISCRETISED)
def test_shares_of_keys_have_the_bias_and_variance_of_the_reference(
    name: str, keys: int, row: int, bias: float, variance: float
) -> None:
    table = table_from_chances(chances(name), keys=keys)
    found = bias_and_variance(table.chances(row))

    # The file gives them to five and to four decimals.
    assert found == (pytest.approx(bias, abs=5.1e-6), pytest.approx(variance, abs=5.1e-5))


def test_the_table_that_is_shipped_is_the_reference_and_the_chances_agree() -> None:
    shipped = json.loads(FILE.read_text())["tables"]["D2V105js1"]
    reference = PTABLES["tables"]["D2V105js1"]

    assert shipped["params"] == reference["params"]
    for row, steps in reference["rows"].items():
        assert shipped["rows"][row] == pytest.approx(steps, rel=1e-6)


@pytest.mark.parametrize("count", range(1, 5))
def test_every_key_of_the_shipped_table_gives_a_step_and_together_they_have_its_variance(count: int) -> None:
    steps = [perturbed_count(count, key, shipped_table()) - count for key in range(KEYS)]

    assert set(steps) <= {-2, -1, 0, 1, 2}
    assert abs(sum(steps)) / KEYS < 1e-4
    assert sum(step * step for step in steps) / KEYS == pytest.approx(1.05, rel=1e-3)


def test_nought_stays_nought_and_nothing_falls_below_it() -> None:
    table = shipped_table()

    assert {perturbed_count(0, key, table) for key in range(0, KEYS, 97)} == {0}
    assert {perturbed_count(1, key, table) for key in range(KEYS)} == {0, 2, 3}


def test_every_larger_count_takes_its_step_as_four_does() -> None:
    table = shipped_table()

    for key in range(0, KEYS, 1_009):
        assert {perturbed_count(count, key, table) - count for count in (4, 5, 1_000_000)} == {
            perturbed_count(4, key, table) - 4
        }


@pytest.mark.parametrize(("count", "key"), [(-1, 0), (3, -1), (3, KEYS)])
def test_what_is_no_count_or_no_key_is_refused(count: int, key: int) -> None:
    with pytest.raises(ValueError, match="not negative"):
        perturbed_count(count, key, shipped_table())


def test_chances_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        table_from_chances([{0: 0.5, 1: 0.4}])


def test_a_cell_key_is_the_sum_of_its_keys_and_does_not_depend_on_their_order() -> None:
    assert cell_key([]) == 0
    assert cell_key([65_535, 1, 7]) == cell_key([7, 65_535, 1]) == 7
