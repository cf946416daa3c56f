"""A handler on the real socket, for tests whose own thread belongs to the browser."""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine, Iterator
from typing import Any, Self, TypeVar

from tests.live import Server
from tests.live_people import LiveHandler

T = TypeVar("T")
# A guard that ends a test which would wait for ever; it says nothing about speed.
GUARD_SECONDS = 60


class Desk:
    """One handler at a time for every contact of a module; what is said is named by its contact."""

    def __init__(self) -> None:
        self.handler: LiveHandler
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="desk", daemon=True)
        self._thread.start()

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(GUARD_SECONDS)

    def signs_in(self, server: Server, username: str) -> Self:
        self.handler = self._do(LiveHandler.signs_in(server, username))
        return self

    def takes(self, contact: str) -> Self:
        self._do(self.handler.takes(contact))
        return self

    def takes_next(self) -> str:
        """Take whoever is first in the queue and return their contact."""
        return self._do(self.handler.takes())

    def says(self, contact: str, body: str) -> Self:
        self._do(self.handler.says(contact, body))
        # Its place in the order comes after the acknowledgement.
        return self.hears(contact, body)

    def hears(self, contact: str, body: str) -> Self:
        self._do(self.handler.hears(contact, body))
        return self

    def words(self, contact: str) -> list[str]:
        """Return what was said in a contact, in its order."""
        heard = self.handler.events("message", contact=contact)
        return [event["body"] for event in heard if event["from"] != "system"]

    def is_told_who_ended(self, contact: str) -> str:
        """Wait for the end and return its reason; then put the contact away, so that there is room."""
        (end, *_) = self._do(
            self.handler.until(lambda: self.handler.events("state", contact=contact, state="ended"))
        )
        self._do(self.handler.wraps_up(contact, "plan_made"))
        return str(end["reason"])

    def sets(self, *, available: bool) -> Self:
        """Be available, or away."""
        self._do(self.handler.does(type="presence.set", available=available, capacity=4))
        return self

    def raises_a_hand(self, contact: str) -> Self:
        """Ask a supervisor in."""
        self._do(self.handler.does(type="help.raise", contact=contact))
        return self

    def ends(self, contact: str) -> Self:
        self._do(self.handler.ends(contact))
        self._do(self.handler.wraps_up(contact, "plan_made"))
        return self

    def goes(self) -> None:
        if hasattr(self, "handler"):
            self._do(self.handler.hangs_up())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


@contextlib.contextmanager
def a_desk(server: Server, username: str = "handler1") -> Iterator[Desk]:
    """Sign a handler in on a server that runs, and hang up afterwards."""
    desk = Desk()
    try:
        yield desk.signs_in(server, username)
    finally:
        desk.goes()
