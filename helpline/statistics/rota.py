"""How many handlers an hour needs. Plain Python.

Each hour is reckoned by Erlang A as if it went on for long. A handler with c talks at once is c places, and a
talk then takes longer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean

from helpline.statistics.staffing import QueueForecast, erlang_a

# Beyond so many handlers it is no rota of one line.
MOST = 500


@dataclass(frozen=True)
class Aim:
    """Shares of all who come: at least `answered` are taken within the target, at most `given_up` give up."""

    target_minutes: float
    answered: float
    given_up: float


@dataclass(frozen=True)
class Talks:
    """How talks go: their mean minutes with `at_once` talks a handler, and callers' mean patience."""

    handle_minutes: float
    patience_minutes: float
    at_once: int = 1


def minutes_at(at_once: int, *, alone: float, longer: float) -> float:
    """Return the mean minutes of a talk with so many at once: each further one adds the share `longer`."""
    return alone * (1 + longer * (at_once - 1))


def measured(minutes: Mapping[int, float], *, otherwise: float) -> tuple[float, float] | None:
    """Return (minutes alone, share longer for each further talk) from means by the number at once.

    By least squares where there are two numbers or more; with one it is the share `otherwise` that stands
    in. A talk is never taken to be shorter for a second one beside it. None where nothing was measured.
    """
    if not minutes:
        return None
    further = {at_once - 1: mean for at_once, mean in minutes.items()}
    if len(further) > 1:
        middle, height = fmean(further), fmean(further.values())
        slope = sum((x - middle) * (y - height) for x, y in further.items())
        slope /= sum((x - middle) ** 2 for x in further)
        alone = height - slope * middle
        if slope >= 0 < alone:
            return alone, slope / alone
        return height, 0.0
    ((more, mean),) = further.items()
    return mean / (1 + otherwise * more), otherwise


def forecast(
    *, arrivals_per_hour: float, talks: Talks, handlers: int, target_minutes: float
) -> QueueForecast:
    """Say what so many handlers do in such an hour. Raises ValueError as erlang_a does."""
    return erlang_a(
        arrivals_per_hour=arrivals_per_hour,
        handle_seconds=talks.handle_minutes * 60,
        patience_seconds=talks.patience_minutes * 60,
        handlers=handlers * talks.at_once,
        target_seconds=target_minutes * 60,
    )


# An hour of a week is asked for twice, and many are alike.
@lru_cache(maxsize=4096)
def handlers_needed(*, arrivals_per_hour: float, talks: Talks, aim: Aim) -> int | None:
    """Return the smallest number of handlers that reaches the aim; None: not with MOST of them.

    One more never makes it worse, so that the number is found by halving.
    """
    if not _reaches(MOST, arrivals_per_hour, talks, aim):
        return None
    low, high = 0, 1
    while not _reaches(high, arrivals_per_hour, talks, aim):
        low, high = high, min(MOST, 2 * high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _reaches(middle, arrivals_per_hour, talks, aim) else (middle, high)
    return high


def _reaches(handlers: int, arrivals_per_hour: float, talks: Talks, aim: Aim) -> bool:
    found = forecast(
        arrivals_per_hour=arrivals_per_hour,
        talks=talks,
        handlers=handlers,
        target_minutes=aim.target_minutes,
    )
    return found.served_within >= aim.answered and found.p_abandon <= aim.given_up
