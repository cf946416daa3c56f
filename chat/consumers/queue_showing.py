"""The part of a handler's socket that shows who waits."""

from typing import Any

from chat.consumers.base import HelplineConsumer
from chat.consumers.shared_queue import QueueFrames, queue_of_now
from chat.consumers.soon import Soon
from helpline.staff.models import Account


class ShowsQueue(HelplineConsumer):
    """Says `queue.changed` when it has changed; hints that come in the meantime are one."""

    account: Account

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queue = ""
        self.queue_soon = Soon("the queue", self._follow_queue)

    def stop(self) -> None:
        super().stop()
        self.queue_soon.stop()

    async def hint_queue(self, hint: dict[str, Any]) -> None:
        self.queue_soon.ask()

    async def _follow_queue(self) -> None:
        found = await queue_of_now()
        async with self.delivering:
            await self._say_queue("queue.changed", found)

    async def _show_queue(self, kind: str) -> None:
        await self._say_queue(kind, await queue_of_now())

    async def _say_queue(self, kind: str, found: QueueFrames) -> None:
        queue = found.seen_by(self.account.pk, "queue.changed")
        if kind == "queue.snapshot" or queue != self.queue:
            self.queue = queue
            await self.say_frame(found.seen_by(self.account.pk, kind))
