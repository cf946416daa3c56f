"""Signs of life of all callers of this process: gathered for a moment, then noted together.

Each page gives one every ten seconds, and reads whether a hint was lost. Were each to write and read for
itself, two thousand quiet pages would keep a core busy; so those of half a second are one statement of each.
"""

import asyncio
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from django.conf import settings

from chat.services.signs_of_life import Found, Sign, note_signs

# Of the time between two signs of one page.
GATHERED_SHARE = 0.05


class Signs:
    """Gathers signs of life and gives each page what its contact is now."""

    def __init__(self) -> None:
        self._given: list[Sign] = []
        self._noted: asyncio.Future[dict[Sign, Found]] | None = None

    async def give(self, sign: Sign) -> Found | None:
        """Note a sign within a moment; None where the contact is gone. Raises what the database raises."""
        self._given.append(sign)
        if self._noted is None:
            self._noted = asyncio.ensure_future(self._note())
        # Shielded: a socket that goes away takes nobody else's sign along.
        return (await asyncio.shield(self._noted)).get(sign)

    async def _note(self) -> dict[Sign, Found]:
        await asyncio.sleep(settings.HELPLINE_DEADLINES["resync_seconds"] * GATHERED_SHARE)
        signs, self._given, self._noted = self._given, [], None
        noted: dict[Sign, Found] = await database_sync_to_async(note_signs)(signs)
        return noted


# The futures belong to one loop each; a server has one.
_signs: WeakKeyDictionary[asyncio.AbstractEventLoop, Signs] = WeakKeyDictionary()


async def give_sign(sign: Sign) -> Found | None:
    """Note a caller's sign of life with those of others; returns what the contact is now."""
    return await _signs.setdefault(asyncio.get_running_loop(), Signs()).give(sign)
