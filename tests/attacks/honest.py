"""Honest people beside a flood: talks that go on, and how long their words take."""

import asyncio
import json
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.error import HTTPError

from tests.attacks.flood import NETWORK
from tests.live import Server
from tests.live_http import Event, Refused
from tests.live_people import LiveCaller, LiveHandler
from tests.live_proof import solved

EACH = 4
# Half of the callers sit behind the same address as the flood.
HOMES = [NETWORK, *(f"198.51.100.{n}" for n in range(1, 11))]
PAUSE_SECONDS = 1.5


def home(number: int) -> str:
    return NETWORK if number % 2 else HOMES[1 + number // 2 % 10]


class HomeCaller(LiveCaller):
    """A caller on a network; the server believes our one proxy about it."""

    network: str

    @classmethod
    async def comes(cls, server: Any, network: str) -> Self:
        """Load what a page loads, show the work, start, and open the socket. Raises Refused."""
        caller = cls(server)
        caller.network = network
        await asyncio.to_thread(caller._start)
        await caller.joins()
        return caller

    def _start(self) -> None:
        proof = solved(self._asks("/api/challenge"))
        body = {"consent": True, "about": "own_behaviour", "language": "en", "proof": proof}
        started = self._asks("/api/contacts", body)
        self.contact, self.token = started["contact"], started["token"]

    def _asks(self, path: str, body: Event | None = None) -> Event:
        headers = {"Content-Type": "application/json", "X-Forwarded-For": self.network}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.server.origin}{path}", data, headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                read: Event = json.load(answer)
                return read
        except HTTPError as error:
            with error:
                raise Refused(f"{path} {error.read().decode()}") from None

    async def _connect(self, path: str, hello: Event, headers: dict[str, str] | None = None) -> None:
        await super()._connect(path, hello, {**(headers or {}), "X-Forwarded-For": self.network})


Pair = tuple[HomeCaller, LiveHandler]


@dataclass
class Talks:
    """Talks that go on, whose every word is timed both ways: to its acknowledgement, and to the other end."""

    pairs: list[Pair]
    acknowledged: list[float] = field(default_factory=list)
    delivered: list[float] = field(default_factory=list)

    @classmethod
    async def begin(cls, server: Server, *, handlers: int) -> "Talks":
        """Let so many handlers talk with four callers each."""
        names = [f"handler{n}" for n in range(1, handlers + 1)]
        callers = [await HomeCaller.comes(server, home(n)) for n in range(handlers * EACH)]
        people = [await LiveHandler.signs_in(server, name, capacity=EACH) for name in names]
        taken = {await handler.takes(): handler for handler in people for _ in range(EACH)}
        return cls([(caller, taken[caller.contact]) for caller in callers])

    async def go_on(self, going: Callable[[], bool]) -> None:
        """Let everybody write in turn until `going` says no."""
        await asyncio.gather(*(self._one(n, pair, going) for n, pair in enumerate(self.pairs)))

    async def _one(
        self, number: int, pair: tuple[HomeCaller, LiveHandler], going: Callable[[], bool]
    ) -> None:
        caller, handler = pair
        await asyncio.sleep(PAUSE_SECONDS * number / len(self.pairs))
        turn = 0
        while going():
            turn += 1
            body = f"{caller.contact} {turn} {time.monotonic_ns()}"
            began = time.perf_counter()
            if turn % 2:
                await caller.says(body)
                self.acknowledged.append(time.perf_counter() - began)
                await handler.hears(caller.contact, body)
            else:
                await handler.says(caller.contact, body)
                self.acknowledged.append(time.perf_counter() - began)
                await caller.hears(body)
            self.delivered.append(time.perf_counter() - began)
            await asyncio.sleep(PAUSE_SECONDS)

    async def end(self) -> None:
        for person in {id(p): p for pair in self.pairs for p in pair}.values():
            await person.hangs_up()


def p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)]


def told(talks: Talks) -> dict[str, Any]:
    """Return the figures of these talks in milliseconds, and begin to count anew."""
    figures = {
        "messages": len(talks.acknowledged),
        "ack_p50": round(median(talks.acknowledged), 1),
        "ack_p99": round(p99(talks.acknowledged) * 1_000, 1),
        "heard_p50": round(median(talks.delivered), 1),
        "heard_p99": round(p99(talks.delivered) * 1_000, 1),
    }
    talks.acknowledged.clear()
    talks.delivered.clear()
    return figures


def median(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) // 2] * 1_000
