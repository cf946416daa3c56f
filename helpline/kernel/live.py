"""Announce after commit: hints with ids through the channel layer, never words.

A lost hint costs latency and nothing else: consumers read the database again on a timer.
"""

import logging
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

logger = logging.getLogger(__name__)


def announce_on_commit(group: str, message: dict[str, Any]) -> None:
    """Send `message` to `group` once the transaction is durable.

    Robust: when the channel layer is dead the row is stored all the same, and nobody is told
    that it was not.
    """
    transaction.on_commit(lambda: announce(group, message), robust=True)


def announce(group: str, message: dict[str, Any]) -> None:
    """Send at once, from synchronous code."""
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        async_to_sync(layer.group_send)(group, message)
    except Exception:
        # Anything a transport can raise: the words are safe, the reader catches up by itself.
        logger.warning("a hint was lost", extra={"hint": message.get("type")})
