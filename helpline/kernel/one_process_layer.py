"""The channel layer of a service that is one process: hints from memory to memory.

Channels' own looks through every group and every channel for what has expired at each message that is sent or
received: with 2,000 callers a word costs as much as 2,000. Here it is looked for once a minute.
See docs/adr/0070-the-message-path.md.
"""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from channels.layers import InMemoryChannelLayer

CLEANED_SECONDS = 60.0


class OneProcessLayer(InMemoryChannelLayer):
    """Groups in this process's memory. A channel that nobody reads drops what is beyond its capacity."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._cleaned = time.monotonic()

    def _clean_expired(self) -> None:
        if time.monotonic() - self._cleaned >= CLEANED_SECONDS:
            self._cleaned = time.monotonic()
            super()._clean_expired()

    def members(self, group: str) -> frozenset[str]:
        """Return the channels of a group."""
        return frozenset(self.groups.get(group, ()))

    async def group_send(self, group: str, message: Mapping[str, Any]) -> None:
        """Put it into each channel at once: no task for each, and one copy that nobody changes."""
        self.require_valid_group_name(group)
        self._clean_expired()
        until = time.time() + self.expiry
        for channel in self.groups.get(group, ()):
            queue = self.channels.get(channel)
            if queue is None:
                queue = self.channels[channel] = asyncio.Queue(maxsize=self.get_capacity(channel))
            if not queue.full():
                queue.put_nowait((until, dict(message)))
