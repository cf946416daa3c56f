"""When consoles look by themselves: never later than a round after the last time, and together."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from pytest_django.fixtures import Settings

from chat.consumers import looking


@pytest.fixture
def at(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], float]:
    """Tell when somebody looks who begins to wait at this time of the loop's clock."""
    settings.HELPLINE_DEADLINES = {**settings.HELPLINE_DEADLINES, "resync_seconds": 10}
    monkeypatch.setattr(looking, "_begins", 0.3)

    def at(now: float) -> float:
        clock = SimpleNamespace(time=lambda: now)
        with monkeypatch.context() as told:
            told.setattr(asyncio, "get_running_loop", lambda: clock)
            return now + looking.seconds_to_next_look()

    return at


def test_whoever_comes_looks_within_a_round_at_one_of_four_moments(at: Callable[[float], float]) -> None:
    looks = [at(5_000 + tenth / 10) for tenth in range(1_000)]

    assert len({round(look % 10, 6) for look in looks}) == looking.MOMENTS
    assert all(7.4 < look - (5_000 + number / 10) <= 10.01 for number, look in enumerate(looks))


@pytest.mark.parametrize("late", [-1e-6, 0.0, 0.2, 2.4])
def test_who_looked_looks_again_a_round_later_whether_the_timer_was_early_or_late(
    at: Callable[[float], float], late: float
) -> None:
    first = at(5_000)

    assert at(first + late) == pytest.approx(first + 10)
