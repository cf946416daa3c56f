"""Token buckets: `burst` at once, then `per_second`. In the process, or shared through Redis."""

import hashlib
import hmac
import ipaddress
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol

from redis.exceptions import RedisError

from helpline.kernel.errors import HelplineError

AWAY_SECONDS = 5.0
# A flood from many networks makes many buckets: they are gone through once a minute, not at each token.
MANY, CLEARED_SECONDS = 10_000, 60.0
HOUR_KEY_BYTES = 32
# Clocks of processes differ a little.
AFTER_HOUR_SECONDS = 60


class TooFast(HelplineError):
    """Too much at once; `extra["retry_after_seconds"]` says when one more fits."""

    code = "throttle.too_fast"
    status = 429
    message = "That was a lot at once. Please wait a moment."


class TooMany(HelplineError):
    """Too many starts from one place; `extra["retry_after_seconds"]` says when to try again."""

    code = "throttle.too_many"
    status = 429
    message = "There have been many attempts from here. Please try again later."


@dataclass(frozen=True)
class Rate:
    """How many at once, and how many a second after that."""

    burst: int
    per_second: float


class Buckets(Protocol):
    def take(self, name: str, rate: Rate) -> float:
        """Take one token. Return 0.0, or the seconds until there is one."""
        ...

    def give_back(self, name: str, rate: Rate) -> None:
        """Put one token back that was taken for nothing; never more than the bucket holds."""
        ...


class ProcessBuckets:
    """Buckets in this process's memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._levels: dict[str, tuple[float, float]] = {}
        self._cleared = clock()

    def take(self, name: str, rate: Rate) -> float:
        with self._lock:
            now = self._clock()
            level, since = self._levels.get(name, (float(rate.burst), now))
            level = min(rate.burst, level + (now - since) * rate.per_second)
            if level < 1:
                self._levels[name] = (level, now)
                return (1 - level) / rate.per_second
            self._levels[name] = (level - 1, now)
            if len(self._levels) > MANY and now - self._cleared > CLEARED_SECONDS:
                self._cleared = now
                self._levels = {n: kept for n, kept in self._levels.items() if now - kept[1] < 3_600}
            return 0.0

    def give_back(self, name: str, rate: Rate) -> None:
        with self._lock:
            if name in self._levels:
                level, since = self._levels[name]
                self._levels[name] = (min(float(rate.burst), level + 1), since)


_TAKE = """
local level, since = unpack(redis.call('HMGET', KEYS[1], 'level', 'since'))
local burst, rate = tonumber(ARGV[1]), tonumber(ARGV[2])
local t = redis.call('TIME')
local now = tonumber(t[1]) + tonumber(t[2]) / 1000000
level = tonumber(level or burst)
level = math.min(burst, level + (now - tonumber(since or now)) * rate)
local wait = 0
if level < 1 then wait = (1 - level) / rate else level = level - 1 end
redis.call('HSET', KEYS[1], 'level', tostring(level), 'since', tostring(now))
redis.call('EXPIRE', KEYS[1], math.ceil(burst / rate) + 1)
return tostring(wait)
"""

# Nothing is kept of a full bucket, so there is nothing to put back into one that is gone.
_GIVE_BACK = """
local level = redis.call('HGET', KEYS[1], 'level')
if level then
  redis.call('HSET', KEYS[1], 'level', tostring(math.min(tonumber(ARGV[1]), tonumber(level) + 1)))
end
return 0
"""


class RedisBuckets:
    """Buckets that all processes share. Redis must run without persistence.

    While Redis is away each process counts for itself: nobody is silenced by it.
    """

    def __init__(self, client: Any, clock: Callable[[], float] = time.monotonic) -> None:
        self._take = client.register_script(_TAKE)
        self._give_back = client.register_script(_GIVE_BACK)
        self._alone = ProcessBuckets(clock)
        self._clock = clock
        self._away_until = 0.0

    def take(self, name: str, rate: Rate) -> float:
        if self._clock() >= self._away_until:
            try:
                return float(self._take(keys=[f"throttle:{name}"], args=[rate.burst, rate.per_second]))
            except RedisError:
                # Not asked again for a while: each attempt may cost a time-out.
                self._away_until = self._clock() + AWAY_SECONDS
        return self._alone.take(name, rate)

    def give_back(self, name: str, rate: Rate) -> None:
        if self._clock() >= self._away_until:
            try:
                self._give_back(keys=[f"throttle:{name}"], args=[rate.burst])
            except RedisError:
                self._away_until = self._clock() + AWAY_SECONDS
        # It may have been taken here while Redis was away; a full bucket takes no more.
        self._alone.give_back(name, rate)


class HourKeys(Protocol):
    def key(self, hour: int) -> bytes:
        """Return the key of this hour since 1970."""
        ...


class ProcessHourKeys:
    """A key that this process draws for itself."""

    def __init__(self) -> None:
        self._hour = -1
        self._key = b""

    def key(self, hour: int) -> bytes:
        if hour != self._hour:
            self._hour, self._key = hour, os.urandom(HOUR_KEY_BYTES)
        return self._key


class RedisHourKeys:
    """One key for all processes, else each would count for itself what one network does. Redis must run
    without persistence, and forgets it soon after its hour.

    While Redis is away a process uses a key of its own.
    """

    def __init__(self, client: Any, clock: Callable[[], float] = time.time) -> None:
        self._client = client
        self._clock = clock
        self._alone = ProcessHourKeys()
        self._hour = -1
        self._key = b""
        self._away_until = 0.0

    def key(self, hour: int) -> bytes:
        if hour == self._hour:
            return self._key
        if self._clock() >= self._away_until:
            try:
                self._hour, self._key = hour, self._shared(hour)
                return self._key
            except RedisError:
                # Not asked again for a while: each attempt may cost a time-out.
                self._away_until = self._clock() + AWAY_SECONDS
        return self._alone.key(hour)

    def _shared(self, hour: int) -> bytes:
        name, left = f"throttle-key:{hour}", (hour + 1) * 3_600 - self._clock()
        self._client.set(name, os.urandom(HOUR_KEY_BYTES), nx=True, ex=max(1, int(left)) + AFTER_HOUR_SECONDS)
        found = self._client.get(name)
        if not isinstance(found, bytes) or len(found) != HOUR_KEY_BYTES:
            raise RedisError("the key of the hour is not there")
        return found


class NetworkNames:
    """Names a network address by a keyed hash whose key is never written to disk.

    IPv6 addresses count by /64. A new key is drawn every hour, so that no name lasts longer.
    """

    def __init__(self, clock: Callable[[], float] = time.time, keys: HourKeys | None = None) -> None:
        self._clock = clock
        self._keys: HourKeys = keys or ProcessHourKeys()

    def name(self, address: str) -> str:
        """Return 32 hexadecimal digits, or "unknown" when the address cannot be read."""
        network = network_of(address)
        if network is None:
            return "unknown"
        key = self._keys.key(int(self._clock() // 3_600))
        return hmac.new(key, network.encode(), hashlib.sha256).hexdigest()[:32]


def network_of(address: str) -> str | None:
    """Return what an address counts as: itself, IPv6 its /64; None when it cannot be read."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network((parsed, 64 if parsed.version == 6 else 32), strict=False))
