"""One end of a talk over a real socket: what it heard, what it sent, what is not answered yet."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Self, TypeVar
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin, Subprotocol

from tests.live import Server
from tests.live_http import GUARD_SECONDS, Event, Refused

T = TypeVar("T")
TRY_AGAIN_SECONDS = 0.05


class Cut(AssertionError):
    """The socket ended before the answer came."""


class Person:
    """One end of a talk: a socket, everything heard on any of its sockets, and an outbox."""

    def __init__(self, server: Server, *, port: int | None = None) -> None:
        self.server = server
        self.address = f"127.0.0.1:{port or server.port}"
        self.heard: list[Event] = []
        self.outbox: dict[str, Event] = {}
        self.acks: dict[str, Event] = {}
        self.socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.hangs_up()

    async def _connect(self, path: str, hello: Event, headers: dict[str, str] | None = None) -> None:
        self.socket = await connect(
            f"ws://{self.address}{path}",
            origin=Origin(self.server.origin),
            subprotocols=[Subprotocol("helpline.v1")],
            additional_headers=headers,
            proxy=None,
        )
        self._reader = asyncio.create_task(self._read(self.socket))
        await self.socket.send(json.dumps(hello))

    async def _read(self, socket: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for frame in socket:
                async with self._news:
                    self._take(json.loads(frame))
                    self._news.notify_all()
        async with self._news:
            self._news.notify_all()

    def _take(self, event: Event) -> None:
        self.heard.append(event)
        if event["type"] == "ack":
            self.acks[event["id"]] = event
            self.outbox.pop(event["id"], None)

    async def hangs_up(self) -> None:
        """Close the socket as a page does that is closed or loaded again."""
        if self.socket is not None:
            await self.socket.close()
        if self._reader is not None:
            await self._reader
        self.socket = self._reader = None

    @property
    def is_connected(self) -> bool:
        return self._reader is not None and not self._reader.done()

    async def until(self, what: Callable[[], T | None]) -> T:
        """Wait until `what()` is true and return it. Raises Cut when the socket ends first."""

        def done() -> bool:
            return bool(what()) or not self.is_connected

        async with asyncio.timeout(GUARD_SECONDS), self._news:
            await self._news.wait_for(done)
        found = what()
        if not found:
            raise Cut
        return found

    async def waits_for_the_cut(self) -> None:
        """Wait until the socket has ended."""
        async with asyncio.timeout(GUARD_SECONDS), self._news:
            await self._news.wait_for(lambda: not self.is_connected)

    async def sends(self, **command: Any) -> str:
        """Put a command into the outbox and onto the socket; returns its id without waiting."""
        command = {"id": str(uuid4()), **command}
        self.outbox[command["id"]] = command
        if self.is_connected and self.socket is not None:
            with contextlib.suppress(ConnectionClosed):
                await self.socket.send(json.dumps(command))
        return str(command["id"])

    async def sends_again(self) -> None:
        """Send what has no acknowledgement yet, in its order and with its ids."""
        assert self.socket is not None
        for command in list(self.outbox.values()):
            await self.socket.send(json.dumps(command))

    async def acknowledged(self, id: str) -> Event:
        """Wait for the answer to a command and return its ack. Raises Refused."""

        def answer() -> Event | None:
            return next((e for e in self.heard if e.get("id") == id and e["type"] in {"ack", "error"}), None)

        found = self.acks[id] if id in self.acks else await self.until(answer)
        if found["type"] == "error":
            self.outbox.pop(id, None)
            raise Refused(found["code"])
        return found

    async def does(self, **command: Any) -> Event:
        return await self.acknowledged(await self.sends(**command))

    async def has_answers(self) -> None:
        """Wait until nothing is left in the outbox."""
        await self.until(lambda: not self.outbox)

    def events(self, *types: str, **fields: Any) -> list[Event]:
        """Return what was heard of these types with these fields, in the order of arrival."""
        return [e for e in self.heard if e["type"] in types and fields.items() <= e.items()]

    async def _keeps_trying(self, joins: Callable[[], Awaitable[None]]) -> None:
        """Come back as a page does: try until the server answers."""
        async with asyncio.timeout(GUARD_SECONDS):
            while True:
                try:
                    await joins()
                except (OSError, InvalidHandshake, ConnectionClosed, Cut, EOFError):
                    await self.hangs_up()
                    await asyncio.sleep(TRY_AGAIN_SECONDS)
                else:
                    return


def first(found: list[Event]) -> Event | None:
    return found[0] if found else None


def unbroken(seqs: Iterable[int]) -> int:
    """Return the last of 1, 2, 3 ... that is there without a gap."""
    there, last = set(seqs), 0
    while last + 1 in there:
        last += 1
    return last
