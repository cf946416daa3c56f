"""A caller's page and a console without their windows: they keep words and come back as the real ones do.

One message at a time is on its way, under an id that it keeps; ten seconds without an answer, or a socket
that closes, and the page comes back with a back-off and says what it shows (static/chat, static/console).
"""

import asyncio
import contextlib
import json
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from tests.faults.door import Door
from tests.faults.witness import CALLER, HANDLER, Witness

Event = dict[str, Any]
# As the pages have them: static/chat/connection.js, static/console/link.js.
FIRST_WAIT, LONGEST_WAIT, SILENCE, PING_EVERY = 0.5, 15.0, 10.0, 20.0
PATIENCE = {"throttle.too_fast", "throttle.too_many", "storage.unavailable"}
# In place of a number of failures: the next line is opened at once.
MOVED = -1
NUMBERED = {"message", "signpost"}
BROKEN = (OSError, InvalidHandshake, InvalidMessage, ConnectionClosed, TimeoutError, EOFError)


@dataclass(eq=False)
class Page:
    """One page. It is there from `opens` to `closes`, whatever happens to its sockets between."""

    door: Door
    witness: Witness
    of: str = "127.0.0.1"
    headers: dict[str, str] = field(default_factory=dict)
    path: str = ""
    end: str = ""

    def __post_init__(self) -> None:
        self.socket: ClientConnection | None = None
        self.is_there = asyncio.Event()
        self.failures = 0
        self.comings = 0
        # Lines that were left as asked, and that just broke; and how long the page was without one.
        self.moves = self.breaks = 0
        self.gaps: list[float] = []
        self._left_at = 0.0
        # What is on its way, by talk, and who waits for the answers.
        self.outbox: dict[str, Event] = {}
        self.answers: dict[str, asyncio.Future[Event]] = {}
        self.sent_at: dict[str, float] = {}
        self.seen: dict[str, int] = defaultdict(int)
        self.refusals: list[str] = []
        self.closings: list[int] = []
        self._sendings: set[asyncio.Task[None]] = set()
        self.task: asyncio.Task[None] | None = None

    def opens(self) -> None:
        self.task = asyncio.create_task(self._stays())

    async def closes(self) -> None:
        tasks = [*self._sendings, *([self.task] if self.task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.is_there.clear()
        self.socket = None

    def hello(self) -> Event:
        raise NotImplementedError

    def take(self, event: Event) -> None:
        """Look at what came; call `arrived` once the page is whole again."""
        raise NotImplementedError

    async def _stays(self) -> None:
        while True:
            with contextlib.suppress(*BROKEN):
                await self._once()
            if self.is_there.is_set():
                self._left_at = asyncio.get_running_loop().time()
                self.moves += self.failures == MOVED
                self.breaks += self.failures != MOVED
            self.is_there.clear()
            self.socket = None
            wait = 0.0 if self.failures == MOVED else min(LONGEST_WAIT, FIRST_WAIT * 2**self.failures)
            self.failures += 1
            await asyncio.sleep(wait * random.uniform(0.5, 1))

    async def _once(self) -> None:
        socket = await self.door.opened(self.path, self.of, self.headers)
        try:
            await socket.send(json.dumps(self.hello()))
            self.socket = socket
            while True:
                # A page that hears nothing asks, and leaves a line that does not answer.
                try:
                    frame = await asyncio.wait_for(
                        socket.recv(), PING_EVERY if self.is_there.is_set() else SILENCE
                    )
                except TimeoutError:
                    if not self.is_there.is_set():
                        raise
                    await socket.send('{"type":"ping"}')
                    frame = await asyncio.wait_for(socket.recv(), SILENCE)
                self._took(json.loads(frame))
        finally:
            if socket.close_code is not None:
                self.closings.append(socket.close_code)
            socket.transport.abort()

    def _took(self, event: Event) -> None:
        kind = event["type"]
        if kind in {"ack", "error"} and event.get("id") in self.answers:
            self._answered(event)
        elif kind == "reconnect" and self.socket is not None:
            # The process ends: this page goes on at another one when it is told to.
            self.failures = MOVED
            asyncio.get_running_loop().call_later(event["after_ms"] / 1000, self.socket.transport.abort)
        elif kind in NUMBERED:
            contact = self.contact_of(event)
            self.witness.showed(contact, self.end, event["seq"], event["id"])
            self.seen[contact] = event["seq"]
        else:
            self.take(event)

    def contact_of(self, event: Event) -> str:
        return str(event["contact"])

    def _answered(self, event: Event) -> None:
        self.sent_at.pop(event["id"], None)
        if event["type"] == "error" and event["code"] in PATIENCE:
            self.refusals.append(event["code"])
            again = min(event.get("retry_after_seconds") or 1, LONGEST_WAIT)
            asyncio.get_running_loop().call_later(again, self._again, event["id"])
            return
        waiting = self.answers.pop(event["id"])
        if not waiting.done():
            waiting.set_result(event)

    def _again(self, id: str) -> None:
        for command in self.outbox.values():
            if command["id"] == id and self.is_there.is_set():
                self._send(command)

    def arrived(self) -> None:
        """The page shows everything again: what has no answer goes out once more, with its id."""
        self.failures = 0
        self.comings += 1
        if self.comings > 1:
            self.gaps.append(asyncio.get_running_loop().time() - self._left_at)
        self.is_there.set()
        for command in self.outbox.values():
            self._send(command)

    def _send(self, command: Event) -> None:
        self._sendings.add(sending := asyncio.create_task(self._sent(command, self.socket)))
        sending.add_done_callback(self._sendings.discard)

    async def _sent(self, command: Event, socket: ClientConnection | None) -> None:
        """Send, and leave the line when it stays silent: the page comes back on another."""
        if socket is None:
            return
        self.sent_at[command["id"]] = sent = asyncio.get_running_loop().time()
        with contextlib.suppress(ConnectionClosed):
            await socket.send(json.dumps(command))
        await asyncio.sleep(SILENCE)
        if self.sent_at.get(command["id"]) == sent and socket is self.socket:
            socket.transport.abort()

    async def asks(self, key: str, command: Event) -> Event:
        """Send a command and return its answer, however many sockets that takes."""
        answer = self.answers[command["id"]] = asyncio.get_running_loop().create_future()
        self.outbox[key] = command
        if self.is_there.is_set():
            self._send(command)
        try:
            return await answer
        finally:
            self.outbox.pop(key, None)
            self.answers.pop(command["id"], None)

    def post(self, contact: str, id: str, body: str) -> Event:
        """Return the command that says it."""
        return {"type": "message.post", "id": id, "body": body}

    async def says(self, contact: str, body: str) -> Event:
        """Write one message and return once it is acknowledged. Raises AssertionError for a refusal."""
        id = str(uuid4())
        self.witness.wrote(contact, self.end, id, body)
        answer = await self.asks(contact, self.post(contact, id, body))
        assert answer["type"] == "ack", f"{body}: {answer['code']}"
        self.witness.acknowledged(id, answer["seq"])
        return answer


@dataclass(eq=False)
class CallerPage(Page):
    """The page of one contact, with its token."""

    contact: str = ""
    token: str = ""
    path: str = "/ws/caller/"
    end: str = CALLER

    def hello(self) -> Event:
        return {"type": "hello", "token": self.token, "after": self.seen[self.contact]}

    def contact_of(self, event: Event) -> str:
        return self.contact

    def take(self, event: Event) -> None:
        if event["type"] == "welcome":
            self.state = event["state"]
            self.arrived()
        elif event["type"] == "state":
            self.state = event["state"]


@dataclass(eq=False)
class Console(Page):
    """A handler's page; `waiting` is the queue as it was last shown whole or changed."""

    path: str = "/ws/handler/"
    end: str = HANDLER

    def __post_init__(self) -> None:
        super().__post_init__()
        self.waiting: list[str] = []
        self.talks: set[str] = set()

    def hello(self) -> Event:
        return {"type": "hello", "after": dict(self.seen)}

    def post(self, contact: str, id: str, body: str) -> Event:
        return {**super().post(contact, id, body), "contact": contact}

    def take(self, event: Event) -> None:
        if event["type"] in {"queue.snapshot", "queue.changed"}:
            self.waiting = [row["contact"] for row in event["waiting"]]
            if event["type"] == "queue.snapshot":
                self.arrived()
        elif event["type"] == "welcome":
            self.talks.add(event["contact"])
