"""Sums that no fact is part of (waits, arrivals, refusals, surveys), protected as facts are."""

import hmac

from django.conf import settings

from helpline.statistics.cells import Tally
from helpline.statistics.noise import KEYS
from helpline.statistics.release import figure

# Of fewer no share is given: then none stands for a single number of contacts.
SHARE_FROM = 40
FIVES = 5


def noisy_sum(number: int, *, of: str, kind: str) -> int | None:
    """Return a sum with the noise of a release, the same whenever it is asked for.

    A sum has no random keys of its own: they are drawn from the service's secret, what it is of (with its
    period) and the number itself.
    """
    return figure(Tally(number, drawn_key(number, of=of, kind=kind)), kind, (of,))


def drawn_key(number: int, *, of: str, kind: str) -> int:
    """Return the key of a sum, as `noisy_sum` draws it."""
    drawn = hmac.digest(settings.SECRET_KEY.encode(), f"{of}|{kind}|{number}".encode(), "sha256")
    return int.from_bytes(drawn[:4], "big") % KEYS


def in_fives(part: int, whole: int) -> int | None:
    """Return how many in a hundred, to the nearest five, or None below SHARE_FROM."""
    if whole < SHARE_FROM:
        return None
    return (200 * part + FIVES * whole) // (2 * FIVES * whole) * FIVES


def middle_minute(minutes: dict[int, int], share: float, *, least: int) -> int | None:
    """Return the whole minute within which this share of waits ended; None of fewer waits than `least`."""
    whole = sum(minutes.values())
    if whole < least:
        return None
    reached = 0
    for minute in sorted(minutes):
        reached += minutes[minute]
        if reached >= share * whole:
            return minute
    raise ValueError("a share is at most 1")
