"""What a socket reads beside its other work, so that no word waits for it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)


class Soon:
    """Does one thing in a task of its own; asked again meanwhile, however often, it does it once more.

    A failure is logged and not made up for here: a socket's timer reads again.
    """

    def __init__(self, name: str, act: Callable[[], Awaitable[None]]) -> None:
        self._name = name
        self._act = act
        self._news = False
        self._task: asyncio.Task[None] | None = None

    def ask(self) -> None:
        """Have it done; returns at once."""
        self._news = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    def stop(self) -> None:
        """Do no more: the socket is gone."""
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        while self._news:
            self._news = False
            try:
                await self._act()
            except Exception as failure:
                # Without the text: an exception may quote a row.
                logger.error("%s could not be shown: %s", self._name, type(failure).__name__)
