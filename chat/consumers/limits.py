"""How fast one contact may send, whichever way the posts come in."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.conf import settings

from chat.errors import CodeUnknown
from helpline.kernel.networks import shared_buckets, shared_names
from helpline.kernel.throttle import Buckets, NetworkNames, ProcessBuckets, Rate, TooFast, TooMany

PASSING = Rate(burst=20, per_second=5)
# Somebody who is told "closed" or "full" tries again with the same solution.
AGAIN = Rate(burst=5, per_second=1 / 30)
passing = ProcessBuckets()


@lru_cache(maxsize=1)
def buckets() -> Buckets:
    """Return the buckets of this process, made at first use."""
    return shared_buckets()


@lru_cache(maxsize=1)
def _names() -> NetworkNames:
    return shared_names()


def network_name(address: str) -> str:
    """Return the name of an address's network for this hour, the same in all processes."""
    return _names().name(address)


def check_rate(sender: str) -> None:
    """Take one token for `sender` ("caller.<contact>", "handler.<account>.<contact>"). Raises TooFast."""
    limits = settings.HELPLINE_LIMITS
    wait = buckets().take(sender, Rate(limits["burst"], limits["per_second"]))
    if wait:
        raise TooFast(retry_after_seconds=round(wait, 1))


def may_pass_on(sender: str) -> bool:
    """Tell whether one more typing or seen may go out over HTTP; they are not words."""
    return not passing.take(f"passing.{sender}", PASSING)


async def check_rate_async(sender: str) -> None:
    """The same for a socket: a shared bucket is asked for in a thread, so that no other socket waits."""
    if isinstance(buckets(), ProcessBuckets):
        check_rate(sender)
    else:
        await asyncio.to_thread(check_rate, sender)


def check_starts(address: str, *, solved: bool) -> None:
    """Take one token for a new contact from this network. Raises TooMany.

    Starts that bring a solved proof and starts that bring none have a budget each: thousands may share
    a network, and whoever did the work is not kept out by somebody there who did not.
    """
    limits = settings.HELPLINE_LIMITS
    if solved:
        _check_hourly("start", address, limits["contacts_per_hour"], at_once=limits["contacts_at_once"])
    else:
        _check_hourly("attempt", address, limits["unproved_starts_per_hour"])


def check_again(solution: str) -> None:
    """Take one of the few further tries with one solution. Raises TooMany."""
    if wait := buckets().take(f"again.{solution}", AGAIN):
        raise TooMany(retry_after_seconds=int(wait) + 1)


def check_plain_starts(address: str) -> None:
    """The same for the page without JavaScript, which brings no proof. Raises TooMany.

    It has a small budget by network, and one for all networks together.
    """
    limits = settings.HELPLINE_LIMITS
    _check_hourly("plain", address, limits["plain_contacts_per_hour"])
    everywhere = limits["plain_contacts_per_hour_everywhere"]
    if wait := buckets().take("plain", Rate(everywhere, everywhere / 3_600)):
        raise TooMany(retry_after_seconds=int(wait) + 1)


def check_challenges(address: str) -> None:
    """Take one token for a new proof of work from this network. Raises TooMany."""
    _check_hourly("challenge", address, settings.HELPLINE_LIMITS["challenges_per_hour"])


def check_complaints(address: str) -> None:
    """Take one token for a complaint from this network, and one of all networks'. Raises TooMany."""
    limits = settings.HELPLINE_LIMITS
    _check_hourly("complaint", address, limits["complaints_per_hour"])
    in_all = limits["complaints_in_all_per_hour"]
    if wait := buckets().take("complaints", Rate(in_all, in_all / 3_600)):
        raise TooMany(retry_after_seconds=int(wait) + 1)


def _check_hourly(kind: str, address: str, per_hour: int, *, at_once: int | None = None) -> None:
    if per_hour <= 0:
        raise TooMany(retry_after_seconds=3_600)
    rate = Rate(min(per_hour, at_once or per_hour), per_hour / 3_600)
    wait = buckets().take(f"{kind}.{network_name(address)}", rate)
    if wait:
        raise TooMany(retry_after_seconds=int(wait) + 1)


class TooManyTries(TooMany):
    """Too many return codes that were wrong, or too many in all."""


@contextmanager
def a_try_at_a_code(address: str) -> Iterator[None]:
    """Take one of this network's tries, and give it back unless the code inside was wrong.

    Taken first, so that many at once do not get more than there are. Raises TooMany, to a right
    code as well: else the answer would tell which one it is. Right ones have a budget too, a larger
    one: each look-up costs time and memory.
    """
    limits, network = settings.HELPLINE_LIMITS, network_name(address)
    lookups, per_hour = limits["code_lookups_per_hour"], limits["code_tries_per_hour"]
    name, rate = f"code.{network}", Rate(per_hour, per_hour / 3_600)
    wait = buckets().take(f"lookup.{network}", Rate(lookups, lookups / 3_600)) or buckets().take(name, rate)
    if wait:
        raise TooManyTries(retry_after_seconds=int(wait) + 1)
    try:
        yield
    except CodeUnknown:
        raise
    except BaseException:
        buckets().give_back(name, rate)
        raise
    buckets().give_back(name, rate)


def check_codes(contact: object) -> None:
    """Take one token for a new code of this contact: each costs time and memory. Raises TooMany."""
    per_hour = settings.HELPLINE_LIMITS["codes_per_hour"]
    if wait := buckets().take(f"codes.{contact}", Rate(per_hour, per_hour / 3_600)):
        raise TooMany(retry_after_seconds=int(wait) + 1)
