"""Hellos of all callers of this process: read and written together where they come together."""

import asyncio
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async

from chat.caller_view import CallerView, Look, first_views
from chat.consumers.together import Together
from chat.services.openings import Opened, open_pages
from helpline.kernel.lanes import in_words_lane


class Hellos:
    """What one loop's callers ask when they come."""

    def __init__(self) -> None:
        self.opened: Together[str, Opened | None] = Together(_open)
        self.shown: Together[Look, CallerView | None] = Together(_show)


async def _open(tokens: Sequence[str]) -> list[Opened | None]:
    opened: list[Opened | None] = await database_sync_to_async(open_pages)(tokens)
    return opened


async def _show(looks: Sequence[Look]) -> list[CallerView | None]:
    return await in_words_lane(first_views)(looks)


# The futures belong to one loop each; a server has one.
_hellos: WeakKeyDictionary[asyncio.AbstractEventLoop, Hellos] = WeakKeyDictionary()


def hellos() -> Hellos:
    """Return the hellos of the running event loop."""
    return _hellos.setdefault(asyncio.get_running_loop(), Hellos())
