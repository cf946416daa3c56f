"""What somebody finds out by laying two tables side by side: docs/disclosure.md states the rate.

`pytest -m long -s tests/statistics/test_attack.py` prints the figures that stand there.
"""
# ruff: noqa: T201

import pytest

from helpline.statistics.cells import Tally
from helpline.statistics.noise import KEYS
from helpline.statistics.release import figure
from tests.statistics.attack import POLICIES, attacked

# Of a hundred single contacts between two figures, so many are told from nobody; by guessing it is 50.
STATED = 0.55
LARGE = pytest.param(3_000, 300, marks=pytest.mark.long, id="3000-of-300-a-month")
SMALL = pytest.param(10_000, 60, marks=pytest.mark.long, id="10000-of-60-a-month")


@pytest.mark.parametrize(("number", "a_month"), [pytest.param(400, 60, id="400"), SMALL, LARGE])
def test_pairs_of_questions_tell_no_single_contact_beyond_the_stated_rate(number: int, a_month: int) -> None:
    verdict = attacked(POLICIES["release"], number=number, a_month=a_month)
    print(f"release, {a_month} a month: {verdict}")

    assert verdict.proved == 0
    # So many answers are right by chance alone in one of a thousand runs (3.1 of their deviations).
    assert verdict.right <= STATED + 3.1 * (0.25 / (2 * number)) ** 0.5


def test_the_same_attack_on_true_counts_finds_every_contact() -> None:
    verdict = attacked(POLICIES["unprotected"], number=300)
    print(f"unprotected: {verdict}")

    # Of the rarest pairs too few were seen to learn from.
    assert min(verdict.right, verdict.proved) > 0.9


@pytest.mark.long
def test_one_noise_for_all_kinds_of_table_would_prove_that_somebody_is_there() -> None:
    verdict = attacked(POLICIES["textbook"], number=10_000)
    print(f"textbook: {verdict}")

    assert verdict.proved > 0.01


def test_whatever_a_month_and_its_quarter_show_with_one_contact_between_they_may_show_with_nobody() -> None:
    def shown(count: int, kind: str) -> set[int | None]:
        return {figure(Tally(count, key), kind, ("level",)) for key in range(0, KEYS, 257)}

    with_nobody = {
        (month, quarter)
        for count in range(60)
        for month in shown(count, "month")
        for quarter in shown(count, "quarter")
    }
    with_one = {
        (month, quarter)
        for count in range(55)
        for month in shown(count, "month")
        for quarter in shown(count + 1, "quarter")
    }

    assert with_one <= with_nobody
    assert len(with_nobody) < 60 * 60
