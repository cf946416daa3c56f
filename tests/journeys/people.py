"""Callers on the real socket, for tests whose own thread belongs to the browser."""

import asyncio
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from tests.live import Server
from tests.live_people import LiveCaller

T = TypeVar("T")
# A guard that ends a test which would wait for ever; it says nothing about speed.
GUARD_SECONDS = 60


class Callers:
    """Any number of callers at once, each named by its contact."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.people: dict[str, LiveCaller] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="callers", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for person in self.people.values():
            self._do(person.hangs_up())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(GUARD_SECONDS)

    def start(self, many: int, **answers: Any) -> list[str]:
        """Let so many callers wait, one after the other, and return their contacts."""
        started = [self._do(LiveCaller.starts(self.server, **answers)) for _ in range(many)]
        self.people |= {person.contact: person for person in started}
        return [person.contact for person in started]

    def says(self, contact: str, body: str) -> None:
        self._do(self.people[contact].says(body))

    def heard(self, contact: str) -> list[str]:
        """Return what was said to a caller, by whomever."""
        return [event["body"] for event in self.people[contact].events("message")]

    def ends(self, contact: str) -> None:
        self._do(self.people[contact].ends())

    def is_seen(self, contact: str, seq: int) -> None:
        """Wait until the handler's side has told this caller's page that it has read so far."""
        person = self.people[contact]
        self._do(person.until(lambda: [e for e in person.events("seen") if e["seq"] >= seq]))
