"""One read of the board serves every supervisor's page of this process, four times a second at most."""

import asyncio
import time
from typing import Any
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async

from chat.board_view import board
from chat.services.minutes import last_minute

APART_SECONDS = 0.25
# Where a read is slow, reads keep to a fourth of the thread that every socket's reads share.
REST_FACTOR, MOST_APART_SECONDS = 4, 1.0


class BoardReads:
    """One loop's reads of one queue. Who asks gets a read that begins after they asked.

    Hints that come within a quarter of a second share the read at its end: a queue that changes a
    hundred times costs one.
    """

    def __init__(self, queue: str) -> None:
        self.queue = queue
        self._begun = float("-inf")
        self._apart = APART_SECONDS
        self._next: asyncio.Task[dict[str, Any]] | None = None
        self._reading = asyncio.Lock()

    async def newest(self) -> dict[str, Any]:
        """Return the board, and under "minute" the newest minute kept. Raises what the database raises."""
        if self._next is None:
            self._next = asyncio.create_task(self._read())
        # Shielded: one who leaves does not take the read from the others.
        return await asyncio.shield(self._next)

    async def _read(self) -> dict[str, Any]:
        async with self._reading:
            loop = asyncio.get_running_loop()
            await asyncio.sleep(max(0.0, self._begun + self._apart - loop.time()))
            # From here on the database may change behind this read: who asks now needs the next one.
            self._next, self._begun = None, loop.time()
            found: dict[str, Any]
            found, took = await database_sync_to_async(_timed_look)(self.queue)
            self._apart = apart(took)
            return found


def apart(took: float) -> float:
    """Return how many seconds lie between the beginnings of two reads, after one that took so long."""
    return min(MOST_APART_SECONDS, max(APART_SECONDS, REST_FACTOR * took))


def _timed_look(queue: str) -> tuple[dict[str, Any], float]:
    began = time.monotonic()
    return _look(queue), time.monotonic() - began


def _look(queue: str) -> dict[str, Any]:
    return {**board(queue), "minute": last_minute(queue)}


_reads: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, BoardReads]] = WeakKeyDictionary()


def reads_of(queue: str) -> BoardReads:
    """Return the reads that the sockets of the running event loop share."""
    return _reads.setdefault(asyncio.get_running_loop(), {}).setdefault(queue, BoardReads(queue))
