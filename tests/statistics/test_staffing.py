"""Erlang B, C and A and the wait of one place, against published numbers and other ways to reckon."""

import json
from decimal import Decimal, localcontext
from math import ceil, exp, inf, nan
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline.statistics.staffing import (
    MOST_AHEAD,
    MOST_HANDLERS,
    QueueForecast,
    erlang_a,
    erlang_b,
    erlang_c,
    erlang_c_wait,
    position_wait,
)
from helpline.statistics.stages import passed, quantile

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "erlang_reference.json"
CASES: dict[str, list[dict[str, Any]]] = json.loads(REFERENCE.read_text()) if REFERENCE.exists() else {}


def cases(kind: str) -> Any:
    """Return the cases of the reference file; without the file one case that says so."""
    absent = pytest.param({}, marks=pytest.mark.skip(reason=f"{REFERENCE} is not there"), id="absent")
    return [pytest.param(case, id=str(case.get("note", case["inputs"]))) for case in CASES.get(kind, [])] or [
        absent
    ]


def in_hours_and_seconds(inputs: dict[str, float]) -> dict[str, Any]:
    """Return a case's inputs, which are per minute and in minutes."""
    return {
        "arrivals_per_hour": inputs["arrivals_per_min"] * 60,
        "handle_seconds": inputs["aht_min"] * 60,
        "handlers": inputs["servers"],
    }


def told(forecast: QueueForecast) -> dict[str, float]:
    """Return a forecast under the reference's names, in minutes."""
    return {
        "offered_load": forecast.offered_load,
        "occupancy": forecast.occupancy,
        "p_wait": forecast.p_wait,
        "p_abandon": forecast.p_abandon,
        "p_abandon_given_wait": forecast.p_abandon_given_wait,
        "mean_wait": forecast.mean_wait_seconds / 60,
        "asa": forecast.mean_wait_seconds / 60,
        "lq": forecast.mean_waiting,
        "p_offered_wait_gt_t": forecast.offered_wait_beyond,
        "p_wait_gt_t": forecast.waits_beyond,
        "served_within_t": forecast.served_within,
        "abandoned_within_t": forecast.abandoned_within,
        "service_level": forecast.service_level,
        "sl_served_over_answered_plus_late_abandon": forecast.service_level,
    }


def reckoned(wanted: dict[str, float], found: dict[str, float]) -> dict[str, float]:
    return {name: found[name] for name in wanted}


# -- the reference file ---------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("erlang_c"))
def test_erlang_c_gives_every_number_of_the_reference(case: dict[str, Any]) -> None:
    rates, wanted = in_hours_and_seconds(case["inputs"]), case["expected"]
    forecast = erlang_c(**rates, target_seconds=case["inputs"]["target_min"] * 60)
    found = {
        **told(forecast),
        "erlang_b": erlang_b(offered_load=forecast.offered_load, handlers=rates["handlers"]),
        "wait_p90": erlang_c_wait(**rates, share=0.9) / 60,
    }

    assert reckoned(wanted, found) == pytest.approx(wanted, rel=1e-10)


@pytest.mark.parametrize("case", cases("erlang_a"))
def test_erlang_a_gives_every_number_of_the_reference(case: dict[str, Any]) -> None:
    inputs, wanted = case["inputs"], case["expected"]
    rates = in_hours_and_seconds(inputs)
    forecast = erlang_a(
        **rates, patience_seconds=inputs["mean_patience_min"] * 60, target_seconds=inputs["target_min"] * 60
    )
    found = {
        **told(forecast),
        "rho": forecast.offered_load / rates["handlers"],
        "erlang_b": erlang_b(offered_load=forecast.offered_load, handlers=rates["handlers"]),
    }

    assert reckoned(wanted, found) == pytest.approx(wanted, rel=1e-10)


@pytest.mark.parametrize("case", cases("position_wait"))
def test_a_place_waits_as_long_as_in_the_reference(case: dict[str, Any]) -> None:
    inputs, wanted = case["inputs"], case["expected"]
    wait = position_wait(
        ahead=inputs["ahead"],
        handlers=inputs["servers"],
        handle_minutes=inputs["aht_min"],
        patience_minutes=inputs["mean_patience_min"],
    )
    base, patience = inputs["servers"] / inputs["aht_min"], inputs["mean_patience_min"]
    p90 = quantile(0.9, base=base, step=1 / patience if patience else 0, stages=inputs["ahead"] + 1)
    found = {"mean": wait.mean_minutes, "p50": wait.p50_minutes, "p80": wait.p80_minutes, "p90": p90}

    assert found == pytest.approx(wanted, rel=1e-7)


def test_the_reference_is_the_one_that_was_meant() -> None:
    if not CASES:
        pytest.skip(f"{REFERENCE} is not there")
    assert {kind: len(CASES[kind]) for kind in ("erlang_c", "erlang_a", "position_wait")} == {
        "erlang_c": 6,
        "erlang_a": 6,
        "position_wait": 10,
    }


# -- published numbers, wherever the file is --------------------------------------------------


def test_fifty_agents_of_garnett_mandelbaum_and_reiman() -> None:
    rates: dict[str, Any] = {"arrivals_per_hour": 48 * 60, "handle_seconds": 60, "handlers": 50}
    without, patient = erlang_c(**rates), erlang_a(**rates, patience_seconds=120)

    assert (round(without.mean_wait_seconds, 1), round(erlang_c_wait(**rates, share=0.9), 1)) == (20.8, 58.1)
    assert (round(without.mean_waiting), without.occupancy) == (17, pytest.approx(0.96))
    assert (round(patient.p_abandon, 3), round(patient.mean_wait_seconds, 1)) == (0.031, 3.7)
    assert (round(patient.mean_waiting), round(patient.occupancy, 2)) == (3, 0.93)


def test_fourteen_agents_of_pyworkforce() -> None:
    forecast = erlang_a(
        arrivals_per_hour=200, handle_seconds=180, handlers=14, patience_seconds=300, target_seconds=20
    )

    assert [
        round(forecast.p_wait, 5),
        round(forecast.p_abandon, 6),
        round(forecast.occupancy, 6),
        round(forecast.mean_wait_seconds / 60, 6),
        round(forecast.served_within, 6),
    ] == [0.14526, 0.013984, 0.704297, 0.069919, 0.916792]


def test_a_small_helpline_must_not_be_told_erlang_c() -> None:
    rates: dict[str, Any] = {"arrivals_per_hour": 6, "handle_seconds": 25 * 60, "handlers": 3}

    assert round(erlang_c(**rates).mean_wait_seconds / 60, 3) == 35.112
    assert round(erlang_a(**rates, patience_seconds=8 * 60).mean_wait_seconds / 60, 4) == 1.7433


def test_three_ahead_of_three_handlers() -> None:
    wait = position_wait(ahead=3, handlers=3, handle_minutes=25, patience_minutes=8)

    assert wait.mean_minutes == pytest.approx(sum(1 / (3 / 25 + j / 8) for j in range(4)))
    assert (round(wait.p50_minutes, 4), round(wait.p80_minutes, 4)) == (15.0923, 23.9878)


# -- other ways to reckon ---------------------------------------------------------------------


def uniformised(time: float, rates: list[float]) -> float:
    """Return the share in which stages with these rates have all passed, by uniformisation.

    In pieces short enough for exp(-rate * piece) to be a float.
    """
    fastest = max(rates)
    pieces = ceil(fastest * time / 50) or 1
    load = fastest * time / pieces
    state = [1.0] + [0.0] * len(rates)
    for _ in range(pieces):
        term, total, weight = state, [exp(-load) * share for share in state], exp(-load)
        for jump in range(1, ceil(load + 12 * load**0.5 + 40)):
            moved = [share * rate / fastest for share, rate in zip(term, rates, strict=False)]
            stays = [share - left for share, left in zip(term, [*moved, 0.0], strict=True)]
            term = [stay + come for stay, come in zip(stays, [0.0, *moved], strict=True)]
            weight *= load / jump
            total = [sum_ + weight * share for sum_, share in zip(total, term, strict=True)]
        state = total
    return state[-1]


@pytest.mark.parametrize(
    ("ahead", "patience"),
    [
        *[(ahead, patience) for ahead in (0, 1, 5, 40) for patience in (8, 0.5, 1e7, None)],
        (200, 8),
        (200, None),
    ],
)
def test_half_and_four_in_five_are_what_uniformisation_says(ahead: int, patience: float | None) -> None:
    wait = position_wait(ahead=ahead, handlers=3, handle_minutes=25, patience_minutes=patience)
    rates = [3 / 25 + (1 / patience if patience else 0) * place for place in range(ahead, -1, -1)]

    assert uniformised(wait.p50_minutes, rates) == pytest.approx(0.5, abs=1e-9)
    assert uniformised(wait.p80_minutes, rates) == pytest.approx(0.8, abs=1e-9)


def test_waiting_is_what_the_density_of_the_offered_wait_says() -> None:
    """v(u) = lambda pi(n-1) exp(lambda (1 - exp(-theta u)) / theta - n mu u), by Simpson's rule."""
    arrivals, serving, leaving, target = 0.1, 3 / 25, 1 / 8, 5.0
    forecast = erlang_a(
        arrivals_per_hour=6, handle_seconds=1500, handlers=3, patience_seconds=480, target_seconds=300
    )

    def density(u: float) -> float:
        return exp(arrivals * (1 - exp(-leaving * u)) / leaving - serving * u)

    scale = forecast.p_wait / simpson(density, 0, 400)
    taken = scale * simpson(lambda u: density(u) * exp(-leaving * u), 0, target)
    assert forecast.served_within == pytest.approx(1 - forecast.p_wait + taken, rel=1e-9)
    assert forecast.offered_wait_beyond == pytest.approx(scale * simpson(density, target, 400), rel=1e-9)


def simpson(f: Any, start: float, end: float, halves: int = 4_000) -> float:
    step = (end - start) / (2 * halves)
    inner = sum((4 if i % 2 else 2) * f(start + i * step) for i in range(1, 2 * halves))
    return float((f(start) + inner + f(end)) * step / 3)


# -- what must hold everywhere ----------------------------------------------------------------

places = st.integers(0, 60)
handlers = st.integers(1, 40)
minutes = st.floats(0.5, 300)


def waits(ahead: int, handlers: int, handle: float, patience: float | None) -> list[float]:
    wait = position_wait(ahead=ahead, handlers=handlers, handle_minutes=handle, patience_minutes=patience)
    return [wait.mean_minutes, wait.p50_minutes, wait.p80_minutes]


def all_below(these: list[float], those: list[float]) -> bool:
    return all(this < that for this, that in zip(these, those, strict=True))


@settings(deadline=None)
@given(places, handlers, minutes, minutes)
def test_one_more_ahead_is_a_longer_wait(ahead: int, n: int, handle: float, patience: float) -> None:
    assert all_below(waits(ahead, n, handle, patience), waits(ahead + 1, n, handle, patience))


@settings(deadline=None)
@given(places, handlers, minutes, minutes)
def test_one_more_handler_is_a_shorter_wait(ahead: int, n: int, handle: float, patience: float) -> None:
    assert all_below(waits(ahead, n + 1, handle, patience), waits(ahead, n, handle, patience))


@settings(deadline=None)
@given(st.integers(1, 60), handlers, minutes, minutes)
def test_the_more_patience_of_those_ahead_the_longer_the_wait(
    ahead: int, n: int, handle: float, patience: float
) -> None:
    assert all_below(waits(ahead, n, handle, patience), waits(ahead, n, handle, patience * 1.5))
    assert all_below(waits(ahead, n, handle, patience), waits(ahead, n, handle, None))


@settings(deadline=None)
@given(places, handlers, minutes)
def test_endless_patience_is_reached_as_patience_grows(ahead: int, n: int, handle: float) -> None:
    nearly, endless = waits(ahead, n, handle, 1e12), waits(ahead, n, handle, None)

    assert nearly == pytest.approx(endless, rel=1e-6)


@settings(deadline=None)
@given(places, handlers, minutes, minutes, st.floats(0, 500))
def test_shares_of_stages_are_shares(ahead: int, n: int, handle: float, patience: float, at: float) -> None:
    shares = passed(at, base=n / handle, step=1 / patience, stages=ahead + 1)

    assert all(0 <= share <= 1 for share in shares)
    assert sum(shares) <= 1 + 1e-9


@settings(deadline=None)
@given(st.floats(0.1, 500), minutes, st.floats(0.5, 300), st.integers(1, 200), st.floats(0, 60))
def test_a_forecast_is_whole(arrivals: float, handle: float, patience: float, n: int, target: float) -> None:
    forecast = erlang_a(
        arrivals_per_hour=arrivals,
        handle_seconds=handle * 60,
        patience_seconds=patience * 60,
        handlers=n,
        target_seconds=target * 60,
    )
    shares = [forecast.served_within, forecast.abandoned_within, forecast.waits_beyond]

    assert sum(shares) == pytest.approx(1, abs=1e-9)
    for share in [*shares, forecast.p_wait, forecast.p_abandon, forecast.occupancy, forecast.service_level]:
        assert -1e-12 <= share <= 1 + 1e-9
    # Little's law, and who comes is served or gives up.
    assert forecast.mean_waiting == pytest.approx(arrivals / 3600 * forecast.mean_wait_seconds)
    assert forecast.p_abandon == pytest.approx(forecast.mean_wait_seconds / (patience * 60), abs=1e-12)


def test_many_handlers_and_a_long_queue_do_not_overflow() -> None:
    idle = erlang_a(arrivals_per_hour=10, handle_seconds=3_600, patience_seconds=600, handlers=10_000)
    swamped = erlang_a(arrivals_per_hour=1_000_000, handle_seconds=3_600, patience_seconds=600, handlers=1)
    large = erlang_a(arrivals_per_hour=9_900, handle_seconds=3_600, patience_seconds=600, handlers=10_000)

    assert (idle.p_wait, idle.mean_wait_seconds, idle.served_within) == (0, 0, 1)
    # All but one an hour give up; they wait as long as their patience lasts.
    assert swamped.p_abandon == pytest.approx(1 - 1e-6)
    assert swamped.mean_wait_seconds == pytest.approx(600, rel=1e-5)
    assert 0 < large.p_wait < 0.25


# -- what is refused --------------------------------------------------------------------------

PLACE: dict[str, Any] = {"ahead": 1, "handlers": 2, "handle_minutes": 25, "patience_minutes": 8}
QUEUE: dict[str, Any] = {
    "arrivals_per_hour": 6, "handle_seconds": 1_500, "handlers": 3, "patience_seconds": 480,
    "target_seconds": 20,
}  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        *[{"ahead": value} for value in (-1, 1.5, MOST_AHEAD + 1, nan)],
        *[{"handlers": value} for value in (0, -1, 1.5, MOST_HANDLERS + 1, nan)],
        *[{"handle_minutes": value} for value in (0, -1, inf, nan)],
        *[{"patience_minutes": value} for value in (0, -1, inf, nan)],
    ],
    ids=str,
)
def test_a_place_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    assert position_wait(**PLACE).p50_minutes > 0
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be a "):
        position_wait(**{**PLACE, **wrong})


@pytest.mark.parametrize(
    "wrong",
    [
        *[{"arrivals_per_hour": value} for value in (0, -1, inf, nan)],
        *[{"handle_seconds": value} for value in (0, -1, inf, nan)],
        *[{"patience_seconds": value} for value in (0, -1, inf, nan)],
        *[{"handlers": value} for value in (0, -1, 1.5, MOST_HANDLERS + 1)],
        *[{"target_seconds": value} for value in (-1, inf, nan)],
    ],
    ids=str,
)
def test_a_queue_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    assert erlang_a(**QUEUE).p_wait > 0
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be a "):
        erlang_a(**{**QUEUE, **wrong})


def test_without_patience_a_queue_that_grows_for_ever_is_refused() -> None:
    with pytest.raises(ValueError, match="grows for ever"):
        erlang_c(arrivals_per_hour=6, handle_seconds=1_800, handlers=3)
    with pytest.raises(ValueError, match="pile up"):
        erlang_a(arrivals_per_hour=3_600, handle_seconds=3_600, handlers=1, patience_seconds=1e9)


@pytest.mark.parametrize("share", [0, 1, -0.1, nan])
def test_a_share_is_between_none_and_all(share: float) -> None:
    with pytest.raises(ValueError, match="share must lie between"):
        erlang_c_wait(arrivals_per_hour=6, handle_seconds=1_500, handlers=3, share=share)


def test_who_need_not_wait_has_no_wait() -> None:
    assert erlang_c_wait(arrivals_per_hour=1, handle_seconds=60, handlers=10, share=0.9) == 0


# -- large, by exact arithmetic ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("arrivals", "handle", "patience", "n"),
    [(23_990, 25, 8, 10_000), (30_000, 25, 8, 10_000), (24_000, 25, 600, 9_990), (40, 600, 0.05, 300)],
)
def test_large_systems_agree_with_a_chain_in_forty_digits(
    arrivals: int, handle: float, patience: float, n: int
) -> None:
    found = erlang_a(
        arrivals_per_hour=arrivals, handle_seconds=handle * 60, patience_seconds=patience * 60, handlers=n
    )
    with localcontext(prec=40):
        comes = Decimal(arrivals) / 60
        serves, leaves = 1 / Decimal(str(handle)), 1 / Decimal(str(patience))
        weight, total, waits, waiting = Decimal(1), Decimal(1), Decimal(0), Decimal(0)
        for state in range(1, 40 * n):
            weight *= comes / (min(state, n) * serves + max(0, state - n) * leaves)
            total += weight
            if state >= n:
                waits, waiting = waits + weight, waiting + (state - n) * weight
            if state > n and weight < total * Decimal("1e-30"):
                break
        wanted = {"p_wait": float(waits / total), "p_abandon": float(waiting / total * leaves / comes)}

    assert {"p_wait": found.p_wait, "p_abandon": found.p_abandon} == pytest.approx(wanted, rel=1e-8)


@settings(deadline=None)
@given(st.floats(0.1, 200), st.floats(1, 120), st.floats(0.5, 120), st.integers(1, 80), st.floats(0, 60))
def test_with_one_more_handler_nobody_is_worse_off(
    arrivals: float, handle: float, patience: float, n: int, target: float
) -> None:
    fewer, more = (
        erlang_a(
            arrivals_per_hour=arrivals,
            handle_seconds=handle * 60,
            patience_seconds=patience * 60,
            handlers=number,
            target_seconds=target * 60,
        )
        for number in (n, n + 1)
    )
    tiny = 1e-12

    assert more.p_wait <= fewer.p_wait + tiny
    assert more.p_abandon <= fewer.p_abandon + tiny
    assert more.mean_wait_seconds <= fewer.mean_wait_seconds * (1 + 1e-9) + tiny
    assert more.served_within >= fewer.served_within - tiny
    assert more.occupancy <= fewer.occupancy + tiny
