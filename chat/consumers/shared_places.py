"""One read of who waits where for all the waiting callers of this process.

A caller's page is told its place at each change of the queue. Were each to read for itself, a queue of a
thousand would be a thousand reads at each coming and going.
"""

import asyncio
from collections.abc import Mapping
from uuid import UUID
from weakref import WeakKeyDictionary

from chat.consumers.shared_read import SharedRead
from chat.services.waits import Standing, standings

# By the running loop, then by queue: the futures belong to one loop each; a server has one.
Reads = dict[str, SharedRead[Mapping[UUID, Standing]]]
_reads: WeakKeyDictionary[asyncio.AbstractEventLoop, Reads] = WeakKeyDictionary()


async def standing_now(contact: UUID, queue: str) -> Standing | None:
    """Return where a waiting contact stands, read after this call; None where it waits no more."""
    reads = _reads.setdefault(asyncio.get_running_loop(), {})
    read = reads.setdefault(queue, SharedRead(lambda: standings(queue)))
    return (await read.get()).get(contact)
