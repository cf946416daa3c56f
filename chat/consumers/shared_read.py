"""One read for all the sockets of this process that hear the same hint.

If each of two hundred read for itself, one change would be two hundred reads; so whoever asks while a read
goes on shares the next one, and reads begin half a second apart at most as often.
"""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from channels.db import database_sync_to_async

T = TypeVar("T")
APART_SECONDS = 0.5


class SharedRead(Generic[T]):
    """Gives everybody who asks what was read after they asked, with as few reads as that takes."""

    def __init__(self, read: Callable[[], T]) -> None:
        self.read = read
        self.began = -APART_SECONDS
        self.running: asyncio.Future[T] | None = None
        self.next: asyncio.Future[T] | None = None

    async def get(self) -> T:
        """Return what a read gives that begins after this call. Raises what the read raises."""
        if self.next is None:
            self.next = asyncio.ensure_future(self._after(self.running))
        # Shielded: a socket that goes away takes nobody else's answer along.
        return await asyncio.shield(self.next)

    async def _after(self, running: "asyncio.Future[T] | None") -> T:
        if running is not None:
            await asyncio.wait([running])
        clock = asyncio.get_running_loop().time
        await asyncio.sleep(max(0.0, self.began + APART_SECONDS - clock()))
        self.began = clock()
        self.running, self.next = self.next, None
        found: T = await database_sync_to_async(self.read)()
        return found
