"""What many sockets of this process ask in the same moment, asked of the database once."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from channels.db import database_sync_to_async

K = TypeVar("K")
V = TypeVar("V")


class Gathered(Generic[K, V]):
    """Gathers what is asked for as long as `moment` says, then reads all of it together."""

    def __init__(self, read: Callable[[Sequence[K]], Mapping[K, V]], moment: Callable[[], float]) -> None:
        self._read_all = read
        self._moment = moment
        self._asked: list[K] = []
        self._coming: asyncio.Future[Mapping[K, V]] | None = None

    async def get(self, asked: K) -> V | None:
        """Return what is found, read after this call; None where nothing is. Raises what the read raises."""
        self._asked.append(asked)
        if self._coming is None:
            self._coming = asyncio.ensure_future(self._read())
        # Shielded: a socket that goes away takes nobody else's answer along.
        return (await asyncio.shield(self._coming)).get(asked)

    async def _read(self) -> Mapping[K, V]:
        await asyncio.sleep(self._moment())
        asked, self._asked, self._coming = self._asked, [], None
        found: Mapping[K, V] = await database_sync_to_async(self._read_all)(asked)
        return found
