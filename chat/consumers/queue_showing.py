"""The part of a handler's socket that shows who waits."""

import asyncio
import logging
from typing import Any

from chat import events
from chat.consumers.base import HelplineConsumer
from chat.consumers.shared_queue import queue_of_now
from helpline.staff.models import Account

logger = logging.getLogger(__name__)


class ShowsQueue(HelplineConsumer):
    """Says `queue.changed` when it has changed; hints that come in the meantime are one."""

    account: Account

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queue: events.Event = {}
        self.queue_news = False
        self.following: asyncio.Task[None] | None = None

    def stop(self) -> None:
        super().stop()
        if self.following is not None:
            self.following.cancel()

    async def hint_queue(self, hint: dict[str, Any]) -> None:
        # Beside the socket's other work: words must not wait for the queue to be read.
        self.queue_news = True
        if self.following is None or self.following.done():
            self.following = asyncio.create_task(self._follow_queue())

    async def _follow_queue(self) -> None:
        while self.queue_news:
            self.queue_news = False
            try:
                queue = await queue_of_now("queue.changed", self.account.pk)
                async with self.delivering:
                    await self._say_queue(queue)
            except Exception as failure:
                # The timer reads again. Without the text: an exception may quote a row.
                logger.error("the queue could not be shown: %s", type(failure).__name__)

    async def _show_queue(self, kind: str) -> None:
        await self._say_queue(await queue_of_now(kind, self.account.pk))

    async def _say_queue(self, queue: events.Event) -> None:
        if queue["type"] == "queue.snapshot" or {**queue, "type": ""} != {**self.queue, "type": ""}:
            self.queue = queue
            await self.say(queue)
