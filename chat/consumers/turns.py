"""What comes to a socket, one after the other: frames of its client, and hints of the channel layer.

Channels starts a task for each message and asks a thread, before each, to close old connections to the
database. Here two tasks last as long as the socket, and whoever asks the database closes what is old
(`database_sync_to_async` does). See docs/adr/0070-the-message-path.md.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer

CANCEL_AGAIN_SECONDS = 0.2

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]


class TakesTurns(AsyncWebsocketConsumer):
    """A socket that follows one frame or hint at a time."""

    async def __call__(self, scope: Any, receive: Receive, send: Any) -> None:
        self.scope, self.base_send = scope, send
        self.channel_layer = get_channel_layer(self.channel_layer_alias)
        self.channel_name = await self.channel_layer.new_channel()
        self._turn = asyncio.Lock()
        tasks = [
            asyncio.create_task(self._take_turns(receive)),
            asyncio.create_task(self._take_turns(lambda: self.channel_layer.receive(self.channel_name))),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await _stopped(tasks)

    async def _take_turns(self, receive: Receive) -> None:
        try:
            while True:
                message = await receive()
                async with self._turn:
                    await self.dispatch(message)
        except StopConsumer:
            return

    async def dispatch(self, message: Message) -> None:
        """Do what one message asks, by its type."""
        handler = getattr(self, get_handler_name(message), None)
        if handler is None:
            raise ValueError(f"No handler for message type {message['type']}")
        await handler(message)


async def _stopped(tasks: list["asyncio.Task[None]"]) -> None:
    """Cancel until all have ended: the layer on Redis may swallow it once, and go on reading."""
    while going := [task for task in tasks if not task.done()]:
        for task in going:
            task.cancel()
        await asyncio.wait(going, timeout=CANCEL_AGAIN_SECONDS)
