"""Sixty requests of callers whose networks let no socket through, all waiting on one server."""

import asyncio
import json
from dataclasses import dataclass

from tests.live import Server
from tests.live_http import GUARD_SECONDS, Event, post_json
from tests.live_people import LiveCaller, LiveHandler
from tests.live_proof import proof_of_work

CALLERS = 20
PAGES_EACH = 3


@dataclass
class PollingCaller:
    """A caller over plain HTTP: one connection for each request, held open until it is answered."""

    server: Server
    contact: str
    token: str
    mark: str = ""
    after: int = 0

    @classmethod
    async def starts(cls, server: Server) -> "PollingCaller":
        proof = await asyncio.to_thread(proof_of_work, server.origin)
        body = {"consent": True, "about": "own_behaviour", "language": "en", "proof": proof}
        started = await asyncio.to_thread(post_json, f"{server.origin}/api/contacts", body)
        caller = cls(server, started["contact"], started["token"])
        await caller.asks(0)
        return caller

    async def asks(self, seconds: int) -> list[Event]:
        """Make one request that may wait, and return its events."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        path = f"/api/contact/events?after={self.after}&wait={seconds}&mark={self.mark}"
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {self.token}"]
        writer.write("\r\n".join([*lines, "Connection: close", "", ""]).encode())
        try:
            async with asyncio.timeout(GUARD_SECONDS):
                head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        finally:
            writer.close()
        assert head.startswith(b"HTTP/1.1 200"), head
        read = json.loads(body)
        self.mark = read["mark"]
        return list(read["events"])

    async def hears(self, body: str) -> int:
        """Ask until these words come; returns how many requests it took from now on."""
        for asked in range(1, 50):
            if any(event.get("body") == body for event in await self.asks(25)):
                return asked
        raise AssertionError(body)


async def test_sixty_who_wait_keep_nobody_else_waiting(server: Server) -> None:
    handler = await LiveHandler.signs_in(server, "handler1")
    first = await PollingCaller.starts(server)
    await handler.takes(first.contact)
    await first.asks(0)
    waiting = [await PollingCaller.starts(server) for _ in range(CALLERS)]
    polls = [asyncio.create_task(caller.hears("never said")) for caller in waiting for _ in range(PAGES_EACH)]
    poll = asyncio.create_task(first.hears("I am here."))

    # While they all wait, others start, talk and are answered.
    other = await LiveCaller.starts(server)
    await handler.takes(other.contact)
    await other.says("Over a socket.")
    await handler.says(first.contact, "I am here.")

    assert await poll == 1
    assert [task for task in polls if task.done()] == []
    for task in polls:
        task.cancel()
    await asyncio.gather(*polls, return_exceptions=True)
    await other.hangs_up()
    await handler.hangs_up()
