"""How long the wait of one caller may be, from how the queue goes now."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from uuid import UUID

from chat.estimates import Estimate
from chat.selectors import ahead_of_newcomer, waiting
from chat.services.rates import Rates, rates_of
from helpline.statistics.staffing import position_wait

# Fewer talks within the hour say nothing; with more callers ahead nobody can tell.
FEWEST_TALKS = 3
MOST_AHEAD = 200


def estimated_wait(*, ahead: int, queue: str = "main") -> Estimate | None:
    """Return a band for the wait of a caller with `ahead` others before them; None: nobody can tell.

    Half of such callers are taken within `low_seconds`, four in five within `high_seconds`, which
    is never shorter than what others have just waited: rates of an hour lag behind.
    None too while a free place is left for this caller: it may be a moment.
    """
    rates = rates_of(queue)
    if rates.talks < FEWEST_TALKS or rates.places == 0 or ahead < rates.free:
        return None
    # Free places go to the first in the queue; from there on every handler is busy.
    behind = ahead - rates.free
    return _band(behind, rates) if behind <= MOST_AHEAD else None


@dataclass(frozen=True)
class Standing:
    """Where somebody stands who waits: how many are before them, and the band of their wait."""

    ahead: int
    estimated_wait: Estimate | None


def standings(queue: str = "main") -> Mapping[UUID, Standing]:
    """Return where everybody stands who waits, in one read of the queue."""
    return {
        contact: Standing(ahead, estimated_wait(ahead=ahead, queue=queue))
        for ahead, contact in enumerate(waiting(queue).values_list("pk", flat=True))
    }


def newcomers_wait(*, queue: str = "main") -> Estimate | None:
    """Return the band for somebody who would start now and has answered nothing."""
    return estimated_wait(ahead=ahead_of_newcomer(queue), queue=queue)


def longest_likely_wait(*, queue: str = "main") -> int | None:
    """Return within how many seconds four in five newcomers would be taken; None: nobody can tell.

    Beyond `MOST_AHEAD` others it is the wait behind so many: less than it would be, and long enough.
    """
    rates = rates_of(queue)
    if rates.talks < FEWEST_TALKS or rates.places == 0:
        return None
    behind = ahead_of_newcomer(queue, most=rates.free + MOST_AHEAD) - rates.free
    return _band(behind, rates)["high_seconds"] if behind >= 0 else None


# The same rates serve every caller for some seconds, and many ask.
@lru_cache(maxsize=1024)
def _band(ahead: int, rates: Rates) -> Estimate:
    wait = position_wait(
        ahead=ahead,
        handlers=rates.places,
        handle_minutes=rates.handle_seconds / 60,
        patience_minutes=rates.patience_seconds / 60,
    )
    low, high = round(wait.p50_minutes * 60), round(wait.p80_minutes * 60)
    # Up to the whole minute: anybody may read it, and it is another caller's wait.
    recent = ceil(rates.recent_seconds / 60) * 60
    return {"low_seconds": low, "high_seconds": max(high, recent)}
