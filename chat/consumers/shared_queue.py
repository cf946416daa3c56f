"""One read of the queue for all the consoles of this process, and one frame for all who see the same."""

import asyncio
from weakref import WeakKeyDictionary

from chat.consumers.base import as_frame
from chat.consumers.shared_read import SharedRead
from chat.handler_view import QueueShown, queue_shown

# The futures belong to one loop each; a server has one.
_reads: WeakKeyDictionary[asyncio.AbstractEventLoop, SharedRead["QueueFrames"]] = WeakKeyDictionary()


class QueueFrames:
    """The queue of one moment as frames: what two hundred consoles are told is put into text once.

    A long queue is some fifty entries; to write them anew for each console was a third of what a process
    did while callers came and went. Those who know somebody in it have a frame of their own.
    """

    def __init__(self, shown: QueueShown) -> None:
        self._shown = shown
        self._made: dict[tuple[str, tuple[str, ...]], str] = {}

    def seen_by(self, account: int, kind: str) -> str:
        """Return this handler's frame; `kind` is queue.snapshot or queue.changed."""
        seen = (kind, tuple(self._shown.known.get(account, ())))
        if seen not in self._made:
            self._made[seen] = as_frame(self._shown.seen_by(account, kind))
        return self._made[seen]


def _read() -> QueueFrames:
    return QueueFrames(queue_shown())


async def queue_of_now() -> QueueFrames:
    """Return the queue, read after this call."""
    return await _reads.setdefault(asyncio.get_running_loop(), SharedRead(_read)).get()
