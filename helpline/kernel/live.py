"""Announce after commit: hints with ids through the channel layer, never words.

A lost hint costs latency and nothing else: consumers read the database again on a timer.
"""

import asyncio
import logging
from concurrent.futures import Future
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from helpline.kernel import metrics

logger = logging.getLogger(__name__)


class _ServerLoop:
    """The event loop of this process's server, where its channel layer lives.

    The in-memory layer's queues belong to one loop; a hint from another thread must be sent there.
    """

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None

    def remember(self) -> None:
        """Call from a consumer: the loop that runs now is the server's."""
        self.loop = asyncio.get_running_loop()

    def running(self) -> asyncio.AbstractEventLoop | None:
        return self.loop if self.loop is not None and self.loop.is_running() else None


server_loop = _ServerLoop()


def announce_on_commit(group: str, message: dict[str, Any]) -> None:
    """Send `message` to `group` once the transaction is durable.

    Robust: when the channel layer is dead the row is stored all the same, and nobody is told
    that it was not.
    """
    transaction.on_commit(lambda: announce(group, message), robust=True)


def announce(group: str, message: dict[str, Any]) -> None:
    """Send at once, from synchronous code; never raises for a transport that fails."""
    layer = get_channel_layer()
    if layer is None:
        return
    loop = server_loop.running()
    metrics.hints.labels("tried").inc()
    try:
        if loop is None:
            async_to_sync(layer.group_send)(group, message)
        else:
            sending = asyncio.run_coroutine_threadsafe(layer.group_send(group, message), loop)
            sending.add_done_callback(_note_loss)
    except Exception:
        # Anything a transport can raise: the words are safe, the reader catches up by itself.
        _lost()
        logger.warning("a hint was lost: %s", message["type"])


def _note_loss(sending: "Future[None]") -> None:
    if not sending.cancelled() and sending.exception() is not None:
        _lost()
        logger.warning("a hint was lost")


def _lost() -> None:
    metrics.hints.labels("lost").inc()
