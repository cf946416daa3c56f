"""The forecast on weeks whose truth is known, and the intervals it gives."""

from math import exp, factorial
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.statistics.counts_to_come import interval, quantile
from helpline.statistics.forecast import MOST_SPREAD, Past, Rate, rates_of, spread_of
from helpline.statistics.profile import profile_of
from helpline.statistics.trend import change
from tests.statistics.made_weeks import OPEN, comes, months, truth

MONDAY_NOON = (0, 12)


def covered(*, seeds: range, spread: float = 1.0, busy: float = 3.0, number: int = 6) -> tuple[float, float]:
    """Return in which share of hours to come the interval held, and how many hours those were."""
    held = hours = 0
    for seed in seeds:
        dice = Random(seed)
        true = truth(dice, busy=busy)
        rates = rates_of(months(dice, true, number=number, spread=spread), true)
        for cell, mean in true.items():
            low, high = rates[cell].interval()
            for _ in range(3):
                hours += 1
                held += low <= comes(dice, mean, spread) <= high
    return held / hours, hours


# An interval of whole numbers holds somewhat more than its share, the more so the fewer come.
@pytest.mark.parametrize(
    ("case", "least", "most"),
    [
        ({"busy": 3.0}, 0.80, 0.90),
        ({"busy": 3.0, "number": 1}, 0.79, 0.90),
        ({"busy": 12.0}, 0.79, 0.87),
        ({"busy": 0.5}, 0.82, 0.97),
        ({"busy": 6.0, "spread": 2.0}, 0.78, 0.88),
    ],
    ids=str,
)
def test_four_in_five_hours_to_come_lie_within_the_interval(
    case: dict[str, float], least: float, most: float
) -> None:
    share, hours = covered(seeds=range(20), **case)

    assert hours == 20 * len(OPEN) * 3
    assert least <= share <= most


def test_without_the_spread_of_real_hours_the_interval_would_be_too_narrow() -> None:
    narrow = wide = hours = 0
    for seed in range(10):
        dice = Random(seed)
        true = truth(dice, busy=6.0)
        rates = rates_of(months(dice, true, spread=3.0), true)
        for cell, mean in true.items():
            came = comes(dice, mean, 3.0)
            calm = Rate(rates[cell].mean, rates[cell].shape, 1.0, 1.0)
            hours += 1
            wide += rates[cell].interval()[0] <= came <= rates[cell].interval()[1]
            narrow += calm.interval()[0] <= came <= calm.interval()[1]

    assert narrow / hours < 0.7 < 0.77 < wide / hours


@pytest.mark.parametrize("busy", [0.3, 3.0])
def test_a_sparse_cell_is_closer_to_the_truth_for_being_drawn_towards_its_like(busy: float) -> None:
    raw = drawn = 0.0
    for seed in range(10):
        dice = Random(seed)
        true = truth(dice, busy=busy)
        past = list(months(dice, true, number=1))
        rates = rates_of(past, true)
        for each in past:
            raw += (each.number / each.open_hours - true[each.cell]) ** 2
            drawn += (rates[each.cell].mean - true[each.cell]) ** 2

    assert drawn < 0.6 * raw


def test_with_much_counted_a_cell_keeps_what_it_had() -> None:
    past = [Past((day, hour), 5_000 + 4_000 * (day == hour - 12), 1_000.0, 1) for day, hour in OPEN]

    rates = rates_of(past, OPEN)

    assert rates[(3, 15)].mean == pytest.approx(9, rel=0.02)
    assert rates[(3, 16)].mean == pytest.approx(5, rel=0.02)


def test_three_months_ago_counts_half() -> None:
    past = [Past(MONDAY_NOON, 40_000, 10_000.0, 1), Past(MONDAY_NOON, 100_000, 10_000.0, 4)]

    assert rates_of(past, [MONDAY_NOON])[MONDAY_NOON].mean == pytest.approx((2 * 4 + 10) / 3, rel=1e-3)


def test_a_cell_that_was_never_open_has_what_its_weekday_and_its_hour_have() -> None:
    past = [Past(cell, 40 * (2 if cell[0] == 6 else 1), 20.0, 1) for cell in OPEN if cell != (6, 20)]

    rates = rates_of(past, [(6, 20), (6, 4), (7, 20)])

    assert rates[(6, 20)].mean == pytest.approx(4, rel=0.1)
    # Nothing is known of four in the morning but that it is a Sunday; of bank holidays but the hour.
    assert rates[(6, 4)].mean == pytest.approx(4, rel=0.1)
    assert rates[(7, 20)].mean == pytest.approx(2.3, rel=0.1)
    assert [rates[cell].open_hours for cell in rates] == [0, 0, 0]
    low, high = rates[(7, 20)].interval()
    assert (low, high > 4) == (0, True)


def test_where_nobody_ever_came_somebody_may() -> None:
    rate = rates_of([Past(MONDAY_NOON, 0, 40.0, 1)], [MONDAY_NOON])[MONDAY_NOON]

    assert 0 < rate.mean < 0.05
    assert rate.interval() == (0, 0)


def test_nothing_is_forecast_from_nothing() -> None:
    for past in ([], [Past(MONDAY_NOON, 0, 0.0, 1)]):
        with pytest.raises(ValueError, match="nothing was counted"):
            rates_of(past, [MONDAY_NOON])


def test_half_an_hour_has_half() -> None:
    rate = Rate(mean=8.0, shape=1e9, spread=1.0, open_hours=10.0)

    assert rate.interval(open_share=0.5) == interval(4.0, 4.0, share=0.8)
    assert rate.interval(open_share=0.0) == (0, 0)


def test_chance_alone_has_no_spread_and_more_than_chance_has() -> None:
    dice = Random(8)
    true = truth(dice)

    assert spread_of(months(dice, true)) == pytest.approx(1.0, abs=0.15)
    assert spread_of(months(dice, true, spread=3.0)) == pytest.approx(3.0, abs=0.4)
    assert spread_of([Past(MONDAY_NOON, n, 1.0, 1) for n in (0, 1_000) * 40]) == MOST_SPREAD
    assert spread_of([Past(MONDAY_NOON, 7, 4.0, 1)]) == 1.0


def test_a_profile_finds_the_factors_it_was_made_of() -> None:
    profile = profile_of(
        {(day, hour): (1_000 * (day + 1) * (hour + 1) / 12, 500.0) for day in range(3) for hour in range(3)}
    )

    assert profile.rate((2, 2)) / profile.rate((0, 0)) == pytest.approx(9, rel=0.02)
    assert profile.rate((1, 0)) == pytest.approx(2 * 2 / 12, rel=0.02)


@given(st.floats(0.01, 300), st.floats(1, 12), st.sampled_from([0.5, 0.8, 0.95]))
def test_an_interval_holds_its_mean_or_nearly_and_is_wider_with_more_spread(
    mean: float, spread: float, share: float
) -> None:
    low, high = interval(mean, mean, share=share)
    wide_low, wide_high = interval(mean, mean * spread, share=share)

    assert 0 <= low <= high
    assert high >= mean - 1
    assert high - low <= wide_high - wide_low + 1


def test_quantiles_are_those_of_poisson_and_of_the_negative_binomial() -> None:
    below = [sum(exp(-4) * 4**k / factorial(k) for k in range(n + 1)) for n in range(12)]
    assert quantile(0.9, 4, 4) == next(n for n, share in enumerate(below) if share >= 0.9) == 7
    # Size 1 is geometric: P(N <= n) = 1 - (3/4)^(n + 1) for a mean of 3.
    assert [quantile(share, 3, 12) for share in (0.2, 0.25, 0.5, 0.9)] == [0, 0, 2, 8]
    # Where nought is rarer than a float can say.
    assert quantile(0.5, 5_000, 5_000) in range(4_999, 5_002)


@pytest.mark.parametrize(("more", "told"), [(1.0, False), (1.5, True), (0.6, True)])
def test_a_change_is_told_where_chance_would_not_do_it(more: float, told: bool) -> None:
    dice = Random(3)
    true = truth(dice)
    past = [
        Past(
            each.cell,
            round(each.number * (more if each.months_ago <= 3 else 1)),
            each.open_hours,
            each.months_ago,
        )
        for each in months(dice, true)
    ]

    found = change(past)

    assert found is not None
    assert found.is_told is told
    assert found.low <= more <= found.high
    assert found.ratio == pytest.approx(more, rel=0.1)


def test_longer_hours_are_no_change_and_too_little_says_nothing() -> None:
    longer = [
        Past(cell, 20 if ago > 3 else 40, 10.0 if ago > 3 else 20.0, ago) for cell in OPEN for ago in range(7)
    ]
    found = change(longer)

    assert found is not None
    assert found.ratio == pytest.approx(1)
    assert change([Past(MONDAY_NOON, 29, 100.0, 2), Past(MONDAY_NOON, 400, 100.0, 5)]) is None
    assert change([]) is None
