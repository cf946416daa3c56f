"""Whose work was done: digests of tokens that were good lately, so that a flood is told from talks.

Kept in memory, and in a Redis without persistence where there is one, for an hour after they were last
seen. A digest says who holds the token and nothing of where they are.
"""

import contextlib
import time
from collections.abc import Callable
from threading import Lock
from typing import Any, Protocol

from redis.exceptions import RedisError

KEPT_SECONDS = 3_600
# Renewed this often at the most: a talk asks many times a minute.
RENEWED_SECONDS = 600
MOST = 50_000


class Proved(Protocol):
    def remember(self, *digests: str) -> None:
        """Keep in mind that the tokens of these digests are good."""
        ...

    def knows(self, digest: str) -> bool:
        """Tell whether this process saw it lately. Asks nobody, so that it may be asked on a loop."""
        ...

    def knows_elsewhere(self, digest: str) -> bool:
        """Tell whether another process did. May wait for an answer."""
        ...


class ProcessProved:
    """What this process has seen."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._until: dict[str, float] = {}

    def remember(self, *digests: str) -> None:
        for digest in digests:
            self.renewed(digest)

    def renewed(self, digest: str) -> bool:
        """Remember, and return whether it had to be renewed."""
        now = self._clock()
        if self._until.get(digest, 0.0) > now + KEPT_SECONDS - RENEWED_SECONDS:
            return False
        with self._lock:
            # Put last, so that those nobody asked for longest stand first.
            self._until.pop(digest, None)
            self._until[digest] = now + KEPT_SECONDS
            while len(self._until) > MOST or next(iter(self._until.values())) <= now:
                self._until.pop(next(iter(self._until)))
        return True

    def knows(self, digest: str) -> bool:
        return self._until.get(digest, 0.0) > self._clock()

    def knows_elsewhere(self, digest: str) -> bool:
        return False


class RedisProved:
    """What any process has seen. While Redis is away each knows its own."""

    def __init__(self, client: Any, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._alone = ProcessProved(clock)

    def remember(self, *digests: str) -> None:
        if new := [digest for digest in digests if self._alone.renewed(digest)]:
            with contextlib.suppress(RedisError), self._client.pipeline(transaction=False) as asked:
                for digest in new:
                    asked.set(f"proved:{digest}", 1, ex=KEPT_SECONDS)
                asked.execute()

    def knows(self, digest: str) -> bool:
        return self._alone.knows(digest)

    def knows_elsewhere(self, digest: str) -> bool:
        try:
            found = bool(self._client.exists(f"proved:{digest}"))
        except RedisError:
            return False
        if found:
            self._alone.remember(digest)
        return found
