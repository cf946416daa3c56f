"""A flood from one network, of a bounded size and time, against a server on this machine.

A process of its own (`python -m tests.attacks.flood`), so that it shares no loop with the honest people
whose time is measured. It ends by itself, and prints as JSON what it managed and what it was answered.
Sockets are shaken hands with by hand, since a client's own work would be the limit.
"""

import argparse
import asyncio
import contextlib
import json
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.attacks.beside import wait_for_the_word

HOST = "127.0.0.1"
NETWORK = "203.0.113.50"
# Connections that posts are sent over, each waiting for its answer.
POSTERS = 40
HELD_SECONDS = 15.0
LONGEST_SECONDS = 180

MASK = b"\x00\x00\x00\x00"


@dataclass
class Told:
    """What was done and what came back."""

    connections: Counter[str] = field(default_factory=Counter)
    posts: Counter[str] = field(default_factory=Counter)
    # How late the latest of each began, against its plan: a generator that falls behind floods less.
    late_seconds: float = 0.0


@dataclass
class Flood:
    """So many connections a minute and posts a second, for so long, all from one network."""

    port: int
    seconds: float
    connections_per_minute: float
    posts_per_second: float
    told: Told = field(default_factory=Told)
    held: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self) -> dict[str, Any]:
        began = time.monotonic()
        posts: asyncio.Queue[bytes] = asyncio.Queue()
        posters = [asyncio.create_task(self._post_all(posts)) for _ in range(POSTERS)]
        await asyncio.gather(
            self._paced(self.connections_per_minute / 60, self._connect_one),
            self._paced(self.posts_per_second, lambda n: posts.put(self._request(n))),
        )
        took = time.monotonic() - began
        unsent = posts.qsize()
        for task in [*posters, *self.held]:
            task.cancel()
        await asyncio.gather(*posters, *self.held, return_exceptions=True)
        connections, answered = sum(self.told.connections.values()), sum(self.told.posts.values())
        return {
            "seconds": round(took, 1),
            "connections": connections,
            "connections_per_minute": round(connections / took * 60),
            "connections_ended": dict(self.told.connections),
            "posts_answered": answered,
            "posts_per_second": round(answered / took, 1),
            "posts_unsent": unsent,
            "posts_answers": dict(self.told.posts),
            "latest_seconds": round(self.told.late_seconds, 2),
        }

    async def _paced(self, per_second: float, act: Callable[[int], Awaitable[None]]) -> None:
        """Call `act` at an even pace; what is late is made up for, and how late it was is kept."""
        began = time.monotonic()
        for number in range(int(self.seconds * per_second)):
            due = began + number / per_second
            now = time.monotonic()
            if now < due:
                await asyncio.sleep(due - now)
            else:
                self.told.late_seconds = max(self.told.late_seconds, now - due)
            await act(number)

    async def _connect_one(self, number: int) -> None:
        kinds = (self._silent_line, self._silent_socket, self._wrong_hello)
        task = asyncio.create_task(self._held(kinds[number % len(kinds)]))
        self.held.add(task)
        task.add_done_callback(self.held.discard)

    async def _held(self, kind: Callable[..., Awaitable[str]]) -> None:
        name = kind.__name__.strip("_")
        end = "held to the end"
        try:
            reader, writer = await asyncio.open_connection(HOST, self.port)
        except OSError:
            self.told.connections[f"{name}: not connected"] += 1
            return
        try:
            async with asyncio.timeout(HELD_SECONDS):
                end = await kind(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            end = "cut"
        except TimeoutError:
            end = "held 15 s"
        finally:
            self.told.connections[f"{name}: {end}"] += 1
            writer.transport.abort()

    async def _silent_line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
        writer.write(b"GET /chat/ HTTP/1.1\r\nX-")
        await reader.read()
        return "cut"

    async def _silent_socket(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
        if not await self._shake_hands(reader, writer):
            return "turned away"
        return await _closing_code(reader)

    async def _wrong_hello(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
        if not await self._shake_hands(reader, writer):
            return "turned away"
        hello = json.dumps({"type": "hello", "token": secrets.token_urlsafe(32), "after": 0}).encode()
        writer.write(bytes([0x81, 0x80 | len(hello)]) + MASK + hello)
        return await _closing_code(reader)

    async def _shake_hands(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(
            f"GET /ws/caller/ HTTP/1.1\r\nHost: {HOST}:{self.port}\r\nX-Forwarded-For: {NETWORK}\r\n"
            f"Origin: http://{HOST}:{self.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: helpline.v1\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        return head.startswith(b"HTTP/1.1 101")

    def _request(self, number: int) -> bytes:
        path = ("/api/contacts", "/api/contact/commands")[number % 2]
        start = {"consent": True, "about": "own_behaviour", "language": "en", "proof": secrets.token_hex(40)}
        post = {"type": "message.post", "id": secrets.token_hex(8), "body": "x" * 200}
        body = json.dumps(post if number % 2 else start).encode()
        return (
            f"POST {path} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\nX-Forwarded-For: {NETWORK}\r\n"
            f"Authorization: Bearer {secrets.token_urlsafe(32)}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )

    async def _post_all(self, posts: asyncio.Queue[bytes]) -> None:
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection(HOST, self.port)
                try:
                    while True:
                        writer.write(await posts.get())
                        self.told.posts[await _answered(reader)] += 1
                finally:
                    writer.transport.abort()


async def _closing_code(reader: asyncio.StreamReader) -> str:
    """Wait until the service closes, and return with which code."""
    frame = await reader.readexactly(4)
    return f"closed {int.from_bytes(frame[2:], 'big')}" if frame[0] == 0x88 else "spoken to"


async def _answered(reader: asyncio.StreamReader) -> str:
    """Read one answer and return its status; of those of the gate, which say when to come again, "gate"."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = next((int(line[15:]) for line in head.split("\r\n") if line.startswith("content-length:")), 0)
    if "transfer-encoding: chunked" in head:
        while (size := int(await reader.readline(), 16)) > 0:
            await reader.readexactly(size + 2)
        await reader.readline()
    else:
        await reader.readexactly(length)
    return "gate" if "\r\nretry-after:" in head else head.split(" ")[1]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--connections-per-minute", type=float, default=2_000)
    parser.add_argument("--posts-per-second", type=float, default=200)
    given = parser.parse_args()
    seconds = min(given.seconds, LONGEST_SECONDS)
    flood = Flood(given.port, seconds, given.connections_per_minute, given.posts_per_second)
    wait_for_the_word()
    print(json.dumps(asyncio.run(flood.run())))  # noqa: T201 - its answer to whoever started it


if __name__ == "__main__":
    main()
