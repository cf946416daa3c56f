"""One read of the queue for all the consoles of this process."""

import asyncio
from weakref import WeakKeyDictionary

from chat import events
from chat.consumers.shared_read import SharedRead
from chat.handler_view import QueueShown, queue_shown

# The futures belong to one loop each; a server has one.
_reads: WeakKeyDictionary[asyncio.AbstractEventLoop, SharedRead[QueueShown]] = WeakKeyDictionary()


async def queue_of_now(kind: str, account: int) -> events.Event:
    """Return the queue as this handler sees it, read after this call; `kind` as of `queue_event`."""
    read = _reads.setdefault(asyncio.get_running_loop(), SharedRead(queue_shown))
    return (await read.get()).seen_by(account, kind)
