"""Giving a scripted caller the floor in time; helpline/timers.py does so where no socket is open."""

import asyncio
import logging
from uuid import UUID

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.utils import timezone

from chat import events
from chat.services.practice_turns import take_turn

logger = logging.getLogger(__name__)
# How long before a line the console says that the caller is writing.
TYPES_SECONDS = 2.5


class Practising:
    """Waits for the turns of one practice talk. Two windows may both wait: the service lets one speak."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    def follow(self, contact: UUID) -> None:
        """Wait for the next turn from now on; call again whenever it may have moved."""
        self.stop()
        self._task = asyncio.create_task(self._run(contact))

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _run(self, contact: UUID) -> None:
        try:
            while due := await database_sync_to_async(take_turn)(contact=contact, now=timezone.now()):
                seconds = (due.at - timezone.now()).total_seconds()
                if due.speaks and seconds > 0:
                    await asyncio.sleep(max(0.0, seconds - TYPES_SECONDS))
                    await self._types(contact)
                    seconds = (due.at - timezone.now()).total_seconds()
                await asyncio.sleep(max(0.0, seconds))
        except Exception as failure:
            # The database or the layer is away for a moment: the timers give the caller the floor.
            logger.error("a scripted caller could not speak: %s", type(failure).__name__)

    async def _types(self, contact: UUID) -> None:
        layer = get_channel_layer()
        if layer is not None:
            hint = events.passing_hint(contact, "caller", {"type": "typing", "on": True})
            await layer.group_send(events.contact_group(contact), hint)
