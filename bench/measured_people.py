"""Handlers and callers of a measurement: as a test's, but of a message they keep only how long it took."""

import asyncio
import json
import ssl
import time
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from tests.live import Server
from tests.live_http import Event
from tests.live_people import LiveCaller, LiveHandler

# Said often, and of no use here once it has come.
NOT_KEPT = ('{"type":"queue.changed"', '{"type":"pong"')


class Clocked:
    """What is heard of a measured message: how long ago it was written."""

    def __init__(self) -> None:
        self.took: list[float] = []
        self.heard_changes = 0

    def note(self, event: Event, *, own: str) -> bool:
        """Note a message of the measurement; True when it is one, and need not be kept."""
        if event["type"] == "ack" and "seq" in event:
            return True
        if event["type"] != "message" or not event["body"].startswith("@"):
            return False
        if event["from"] != own:
            self.took.append(time.perf_counter() - float(event["body"].split()[0][1:]))
        return True


def words() -> str:
    """Return about a hundred characters that begin with the time."""
    return (
        f"@{time.perf_counter():.6f} and I said to her that it was only this once, and that it was so and so"
    )


class MeasuredCaller(LiveCaller):
    """A caller whose contact is there; through nginx with TLS where `front` names its port."""

    clock: Clocked
    front: int | None = None

    @classmethod
    def of(cls, server: Server, known: tuple[str, str], front: int | None = None) -> "MeasuredCaller":
        caller = cls(server)
        caller.contact, caller.token = known
        caller.clock, caller.front = Clocked(), front
        return caller

    async def _connect(self, path: str, hello: Event, headers: dict[str, str] | None = None) -> None:
        if self.front is None:
            await super()._connect(path, hello, headers)
            return
        # A certificate of the run's own, and nobody in between.
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        self.socket = await connect(
            f"wss://localhost:{self.front}{path}",
            ssl=trusting,
            origin=Origin(f"https://localhost:{self.front}"),
            subprotocols=[Subprotocol("helpline.v1")],
            proxy=None,
        )
        self._reader = asyncio.create_task(self._read(self.socket))
        await self.socket.send(json.dumps(hello))

    def _take(self, event: Event) -> None:
        if not self.clock.note(event, own="caller"):
            super()._take(event)

    async def writes(self) -> None:
        await self.sends(type="message.post", body=words())
        self.outbox.clear()


class MeasuredHandler(LiveHandler):
    """A handler who was signed in before, and keeps nothing of the queue."""

    clock: Clocked
    cookie: str

    @classmethod
    async def of(cls, server: Server, cookie: str) -> "MeasuredHandler":
        handler = cls(server)
        handler.cookie, handler.clock = cookie, Clocked()
        await handler.joins()
        await handler.does(type="presence.set", available=True, capacity=4)
        return handler

    async def joins(self, after: dict[str, int] | None = None) -> None:
        before = len(self.events("queue.snapshot"))
        await self._connect("/ws/handler/", {"type": "hello", "after": after or {}}, {"Cookie": self.cookie})
        await self.until(lambda: len(self.events("queue.snapshot")) > before)

    async def _read(self, socket: Any) -> None:
        try:
            async for frame in socket:
                if frame.startswith(NOT_KEPT):
                    self.clock.heard_changes += frame.startswith(NOT_KEPT[0])
                    continue
                async with self._news:
                    self._take(json.loads(frame))
                    self._news.notify_all()
        except ConnectionClosed:
            pass
        async with self._news:
            self._news.notify_all()

    def _take(self, event: Event) -> None:
        if not self.clock.note(event, own="handler"):
            super()._take(event)

    async def writes(self, contact: str) -> None:
        await self.sends(type="message.post", contact=contact, body=words())
        self.outbox.clear()


async def gather_few(acts: Any, at_a_time: int = 10) -> list[Any]:
    """Do all, a few at a time."""
    gate = asyncio.Semaphore(at_a_time)

    async def one(act: Any) -> Any:
        async with gate:
            return await act

    return list(await asyncio.gather(*(one(act) for act in acts)))
