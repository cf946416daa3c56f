"""On Redis: who is told to stop listening stops.

Where an answer of Redis comes in the moment in which a listener is cancelled, its client tries again and
forgets the cancelling. The socket that a test had closed waited for its listener until patience was over.
"""

import asyncio
from typing import Any

from channels_redis.core import RedisChannelLayer

# How long the end of a listener is waited for before it is asked again: no test waits for it to pass.
AGAIN_SECONDS = 0.1
_receive = RedisChannelLayer.receive


async def _receive_until_told(self: RedisChannelLayer, channel: str) -> Any:
    listener = asyncio.ensure_future(_receive(self, channel))
    try:
        return await asyncio.shield(listener)
    except asyncio.CancelledError:
        await ended(listener)
        raise


async def ended(listener: asyncio.Future[Any]) -> None:
    """Cancel it until it has ended."""
    while not listener.done():
        listener.cancel()
        await asyncio.wait([listener], timeout=AGAIN_SECONDS)


def stop_listening_when_told() -> None:
    """Have every channel layer on Redis of this process do so."""
    RedisChannelLayer.receive = _receive_until_told
