"""Agreement, checked against figures that were published."""

import pytest

from helpline.quality.agreement import Table, linear, quadratic, simple_agreement, weighted_kappa

# Cohen (1968), table 1: 200 cases, three diagnoses; his own weights of disagreement.
COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
COHENS_WEIGHTS = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
# Agresti, "Sex is fun", 91 couples, four steps; R's vcd gives 0.1293 and 0.2374 with equal spacing.
COUPLES = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]


def unweighted(first: int, second: int) -> float:
    return float(first != second)


@pytest.mark.parametrize(
    ("table", "weight", "kappa"),
    [
        (COHEN, unweighted, 0.492),
        (COHEN, lambda i, j: COHENS_WEIGHTS[i][j], 0.348),
        (COUPLES, unweighted, 0.1293),
        (COUPLES, linear, 0.2374),
        # Two steps, of which Cohen's kappa of 1960 is the same by any weight.
        ([[20, 5], [10, 15]], linear, 0.4),
        ([[20, 5], [10, 15]], quadratic, 0.4),
        ([[45, 15], [25, 15]], linear, 0.1304),
        ([[25, 35], [5, 35]], linear, 0.2593),
    ],
)
def test_kappa_is_what_was_published(table: Table, weight: object, kappa: float) -> None:
    digits = len(str(kappa).split(".")[1])

    assert round(weighted_kappa(table, weight) or 0, digits) == kappa  # type: ignore[arg-type]


def test_who_agrees_in_everything_has_one_and_who_agrees_as_chance_would_has_nought() -> None:
    assert weighted_kappa([[3, 0, 0], [0, 4, 0], [0, 0, 5]]) == 1
    assert weighted_kappa([[4, 8], [2, 4]]) == 0
    assert weighted_kappa([[0, 5], [5, 0]]) == -1


def test_one_step_apart_weighs_less_than_two() -> None:
    near, far = [[5, 1, 0], [0, 5, 0], [0, 0, 5]], [[5, 0, 1], [0, 5, 0], [0, 0, 5]]

    assert (weighted_kappa(near) or 0) > (weighted_kappa(far) or 0)


def test_where_both_always_gave_the_same_step_nothing_can_be_said() -> None:
    assert weighted_kappa([[0, 0, 0], [0, 9, 0], [0, 0, 0]]) is None
    assert weighted_kappa([[0, 0], [0, 0]]) is None
    assert simple_agreement([[0, 0], [0, 0]]) is None


def test_simple_agreement_is_the_share_on_the_diagonal() -> None:
    assert simple_agreement(COHEN) == 0.7


@pytest.mark.parametrize("table", [[[1, 2]], [[1], [2]], [[1, -1], [0, 3]]])
def test_what_is_no_table_of_counts_is_refused(table: Table) -> None:
    with pytest.raises(ValueError, match="square table of counts"):
        weighted_kappa(table)
    with pytest.raises(ValueError, match="square table of counts"):
        simple_agreement(table)
