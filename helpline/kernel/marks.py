"""Marks that pass: taken once, or counted by the minute. In the process, or shared through Redis."""

import time
from collections import Counter
from collections.abc import Callable
from threading import Lock
from typing import Any, Protocol, TypeVar

from redis.exceptions import RedisError

from helpline.kernel.throttle import AWAY_SECONDS

MINUTE = 60
T = TypeVar("T")


class Marks(Protocol):
    def claim(self, name: str, seconds: int) -> bool:
        """Take a name for so many seconds. Return whether nobody had it."""
        ...

    def count(self, name: str) -> int:
        """Count one more. Return how many there were in this minute and the one before."""
        ...

    def counted(self, name: str) -> int:
        """Return the same without counting."""
        ...


class ProcessMarks:
    """Marks in this process's memory."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = Lock()
        self._claims: dict[str, float] = {}
        self._minutes: dict[int, Counter[str]] = {}

    def claim(self, name: str, seconds: int) -> bool:
        with self._lock:
            now = self._clock()
            if self._claims.get(name, 0.0) > now:
                return False
            if len(self._claims) > 10_000:
                self._claims = {held: until for held, until in self._claims.items() if until > now}
            self._claims[name] = now + seconds
            return True

    def count(self, name: str) -> int:
        return self._count(name, 1)

    def counted(self, name: str) -> int:
        return self._count(name, 0)

    def _count(self, name: str, more: int) -> int:
        with self._lock:
            minute = int(self._clock() // MINUTE)
            if minute not in self._minutes:
                before = self._minutes.get(minute - 1, Counter())
                self._minutes = {minute - 1: before, minute: Counter()}
            if more:
                self._minutes[minute][name] += more
            return self._minutes[minute][name] + self._minutes[minute - 1][name]


class RedisMarks:
    """Marks that all processes share. Redis must run without persistence.

    While Redis is away each process remembers for itself: nobody is silenced by it.
    """

    def __init__(self, client: Any, clock: Callable[[], float] = time.time) -> None:
        self._client = client
        self._clock = clock
        self._alone = ProcessMarks(clock)
        self._away_until = 0.0

    def claim(self, name: str, seconds: int) -> bool:
        # Here as well as there: what this process has seen stays taken when Redis goes away.
        if not self._alone.claim(name, seconds):
            return False
        return self._ask(lambda: bool(self._client.set(f"mark:{name}", 1, nx=True, ex=seconds)), lambda: True)

    def count(self, name: str) -> int:
        return self._ask(lambda: self._count(name), lambda: self._alone.count(name))

    def counted(self, name: str) -> int:
        return self._ask(lambda: self._counted(name), lambda: self._alone.counted(name))

    def _counted(self, name: str) -> int:
        minute = int(self._clock() // MINUTE)
        found = self._client.mget(f"count:{name}:{minute}", f"count:{name}:{minute - 1}")
        return sum(int(value or 0) for value in found)

    def _count(self, name: str) -> int:
        minute = int(self._clock() // MINUTE)
        with self._client.pipeline(transaction=False) as pipe:
            pipe.incr(f"count:{name}:{minute}")
            pipe.expire(f"count:{name}:{minute}", 3 * MINUTE)
            pipe.get(f"count:{name}:{minute - 1}")
            now, _, before = pipe.execute()
        return int(now) + int(before or 0)

    def _ask(self, shared: Callable[[], T], alone: Callable[[], T]) -> T:
        if self._clock() >= self._away_until:
            try:
                return shared()
            except RedisError:
                # Not asked again for a while: each attempt may cost a time-out.
                self._away_until = self._clock() + AWAY_SECONDS
        return alone()
