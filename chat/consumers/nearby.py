"""Words that reach the sockets of this process straight from the batch in which they were stored.

Only what is durable comes here. A socket that has all before it says it at once; one that is behind, or is
not known to have the contact, reads the database as ever. Other processes, supervisors who read along and
requests that wait for news get a hint. See docs/adr/0070-the-message-path.md.
"""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer

from chat import events
from chat.caller_view import shown_to_caller
from chat.consumers.base import HelplineConsumer
from chat.services.spoken import Spoken
from helpline.kernel import metrics
from helpline.kernel.one_process_layer import OneProcessLayer

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is told of one contact; `for_handler` is None where it could not be read with its cues."""

    contact: UUID
    first: int
    last: int
    held_by: int | None
    token: str | None
    for_caller: Sequence[events.Event]
    for_handler: Sequence[events.Event] | None


class Nearby(HelplineConsumer):
    """A socket that hears of what this process stored in its contacts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stands_by: set[UUID] = set()
        self._coming: dict[UUID, int] = {}
        self._later: list[Told] | None = None
        self._hearing: set[asyncio.Task[None]] = set()

    async def hear(self, told: Told) -> None:
        """Say what is new, or read it where this socket is behind."""
        raise NotImplementedError

    def stand_by(self, contact: UUID) -> None:
        """From now on hear of this contact."""
        self._stands_by.add(contact)
        _near().setdefault(contact, set()).add(self)

    def stand_back(self, contact: UUID) -> None:
        """Hear of this contact no more."""
        self._stands_by.discard(contact)
        self._coming.pop(contact, None)
        sockets = _near().get(contact, set())
        sockets.discard(self)
        if not sockets:
            _near().pop(contact, None)

    def stop(self) -> None:
        for contact in list(self._stands_by):
            self.stand_back(contact)
        super().stop()

    def coming_to(self, contact: UUID) -> int:
        """Return the number up to which words of this contact are under way to this socket already."""
        return self._coming.get(contact, 0)

    @contextmanager
    def words_after_this(self) -> Iterator[None]:
        """Hold back what is told of until this is over: whoever wrote is answered first."""
        self._later = []
        try:
            yield
        finally:
            later, self._later = self._later, None
            for told in later:
                self._start(told)

    def take(self, told: Told) -> None:
        """Have it heard in a task: one client that reads slowly keeps nobody else waiting."""
        self._coming[told.contact] = told.last
        if self._later is None:
            self._start(told)
        else:
            self._later.append(told)

    def _start(self, told: Told) -> None:
        task = asyncio.create_task(self._hear(told))
        self._hearing.add(task)
        task.add_done_callback(self._hearing.discard)

    async def _hear(self, told: Told) -> None:
        try:
            await self.hear(told)
        except Exception as failure:
            # The socket is gone, or the database is: the timer reads again. Without the text.
            logger.error("words could not be told: %s", type(failure).__name__)
        finally:
            # Whatever is not said by now is for the next hint.
            if self._coming.get(told.contact) == told.last:
                del self._coming[told.contact]


_by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[UUID, set[Nearby]]] = WeakKeyDictionary()


def _near() -> dict[UUID, set[Nearby]]:
    """Return who stands by on the running loop, by contact."""
    return _by_loop.setdefault(asyncio.get_running_loop(), {})


def told_of(spoken: Spoken) -> Told:
    """Put into words what is told of one contact. Runs where the database may be asked; never raises."""
    for_handler = None
    for_caller: list[events.Event] = []
    token = spoken.token
    try:
        for_caller = [shown_to_caller(event, spoken.row.language) for event in spoken.said]
        for_handler = spoken.for_handler() if spoken.held_by is not None else None
    except Exception as failure:
        # It is durable, and whoever wrote it must hear so: the sockets read it themselves.
        logger.error("words were stored and could not be told at once: %s", type(failure).__name__)
        token = None
    return Told(
        contact=spoken.contact,
        first=spoken.first,
        last=spoken.last,
        held_by=spoken.held_by,
        token=token,
        for_caller=for_caller,
        for_handler=for_handler,
    )


def tell(everything: Sequence[Told]) -> None:
    """Give each contact's words to the sockets that stand by, and a hint to everybody else."""
    near = _near()
    elsewhere = []
    for told in everything:
        sockets = list(near.get(told.contact, ()))
        for socket in sockets:
            socket.take(told)
        if _others(told.contact, sockets):
            elsewhere.append(told)
    if elsewhere:
        task = asyncio.create_task(_hint(elsewhere))
        _hints.add(task)
        task.add_done_callback(_hints.discard)


_hints: set[asyncio.Task[None]] = set()


def _others(contact: UUID, sockets: Sequence[Nearby]) -> bool:
    """Tell whether anybody else looks at this contact; with several processes nobody here knows."""
    layer = get_channel_layer()
    if not isinstance(layer, OneProcessLayer):
        return layer is not None
    return not layer.members(events.contact_group(contact)) <= {socket.channel_name for socket in sockets}


async def _hint(everything: Sequence[Told]) -> None:
    layer = get_channel_layer()
    for told in everything:
        metrics.hints.labels("tried").inc()
        try:
            await layer.group_send(
                events.contact_group(told.contact), events.words_hint(told.contact, told.last)
            )
        except Exception:
            # Anything a transport can raise: the words are safe, the reader catches up by itself.
            metrics.hints.labels("lost").inc()
            logger.warning("a hint was lost: hint.words")
