"""Callers and handlers for tests of the protocol: they speak through the real ASGI application.

Tests read like a transcript:

    async with Caller(started) as caller, Handler(account) as handler:
        await caller.says("hello")
        assert (await handler.hears("message"))["body"] == "hello"
"""

import json
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from chat.board_changes import KEYS
from chat.consumers.base import SUBPROTOCOL
from chat.services.contacts import Started, start_contact
from chat.starting import StartRequest
from helpline.staff.models import Account

PATIENCE_SECONDS = 10
HERE = "127.0.0.1"
ORIGIN = settings.HELPLINE_ORIGINS[0].encode()

Event = dict[str, Any]


async def a_caller_starts(**answers: Any) -> Started:
    """Return a new waiting contact with its token."""
    request = StartRequest(**{"about": "own_behaviour", **answers})
    return await database_sync_to_async(start_contact)(request=request)


class Person:
    """One socket. Events that nobody asked for yet are kept, in order."""

    path = ""

    def __init__(self, *, origin: bytes | None = ORIGIN, subprotocols: list[str] | None = None) -> None:
        self.headers: list[tuple[bytes, bytes]] = [(b"origin", origin)] if origin else []
        self.subprotocols = [SUBPROTOCOL] if subprotocols is None else subprotocols
        self.heard: list[Event] = []
        self.closed_with: int | None = None

    async def opens(self) -> tuple[bool, Any]:
        """Open the socket and return (accepted, subprotocol or closing code)."""
        from helpline.asgi import application

        self.socket = WebsocketCommunicator(
            application, self.path, headers=self.headers, subprotocols=self.subprotocols
        )
        # As a server gives it, and the communicator does not.
        self.socket.scope["client"] = [HERE, 50_000]
        opened: tuple[bool, Any] = await self.socket.connect(timeout=PATIENCE_SECONDS)
        return opened

    async def __aenter__(self) -> Self:
        accepted, _ = await self.opens()
        assert accepted
        await self.greets()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.leaves()

    async def leaves(self) -> None:
        """Close the socket as a lost connection does: without a word."""
        if self.closed_with is None:
            await self.socket.disconnect(timeout=PATIENCE_SECONDS)
            self.closed_with = 1001

    async def greets(self) -> None:
        raise NotImplementedError

    async def sends(self, frame: Event | str) -> None:
        await self.socket.send_to(text_data=frame if isinstance(frame, str) else json.dumps(frame))

    async def asks(self, kind: str, /, **fields: Any) -> Event:
        """Send a command with an id and return its ack or its refusal."""
        id = fields.pop("id", None) or str(uuid4())
        await self.sends({"type": kind, "id": str(id), **fields})
        return await self.hears_one(lambda e: e["type"] in {"ack", "error"} and e.get("id") == str(id))

    async def hears(self, kind: str, **like: Any) -> Event:
        """Return the next event of that type whose fields are as named; others are kept."""
        return await self.hears_one(
            lambda e: e["type"] == kind and all(e.get(name) == value for name, value in like.items())
        )

    async def hears_one(self, fits: Any) -> Event:
        for index, event in enumerate(self.heard):
            if fits(event):
                return self.heard.pop(index)
        while True:
            event = await self._receive()
            if fits(event):
                return event
            self.heard.append(event)

    async def _receive(self) -> Event:
        sent = await self.socket.receive_output(PATIENCE_SECONDS)
        if sent["type"] == "websocket.close":
            self.closed_with = sent.get("code") or 1000  # what a browser sees of none
            raise ConnectionError(f"closed with {self.closed_with}")
        event: Event = json.loads(sent["text"])
        return event

    async def hears_error(self) -> str:
        """Return the code of the next refusal."""
        return str((await self.hears("error"))["code"])

    async def hears_nothing(self, *kinds: str) -> bool:
        """Tell that nothing of these kinds has come: everything sent before the pong has arrived."""
        await self.sends({"type": "ping"})
        await self.hears("pong")
        return not [event for event in self.heard if not kinds or event["type"] in kinds]

    async def is_closed(self) -> int:
        """Return the code the server closes with."""
        while self.closed_with is None:
            try:
                self.heard.append(await self._receive())
            except ConnectionError:
                break
        assert self.closed_with is not None
        return self.closed_with


class Caller(Person):
    """A caller's page."""

    path = "/ws/caller/"

    def __init__(self, started: Started, *, after: int = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.token = started.token
        self.contact = str(started.contact.pk)
        self.after = after

    async def greets(self) -> None:
        await self.sends({"type": "hello", "token": self.token, "after": self.after})
        self.welcome = await self.hears("welcome")

    async def says(self, body: str, *, id: str | None = None) -> Event:
        return await self.asks("message.post", id=id, body=body)

    async def ends(self) -> Event:
        return await self.asks("contact.end")


class SignedIn(Person):
    """Somebody with a session; without an account a stranger."""

    def __init__(self, account: Account | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.account = account

    async def opens(self) -> tuple[bool, Any]:
        if self.account:
            cookie = await database_sync_to_async(_session_cookie)(self.account)
            self.headers.append((b"cookie", cookie))
        return await super().opens()


class Supervisor(SignedIn):
    """A supervisor who looks at the board. `board` is what the page would show."""

    path = "/ws/board/"

    async def greets(self) -> None:
        await self.sends({"type": "hello"})
        self.board = await self.hears("board")

    async def sees(self, part: str, fits: Any) -> Any:
        """Follow the changes until this part of the board fits, and return it."""
        while not fits(self.board[part]):
            self._apply(await self.hears("board.changed"))
        return self.board[part]

    def _apply(self, changed: Event) -> None:
        for part, value in changed.items():
            if part in KEYS:
                key = KEYS[part]
                new = {row[key] for row in value["set"]} | set(value["gone"])
                kept = [row for row in self.board[part] if row[key] not in new]
                self.board[part] = kept + value["set"]
            elif part != "type":
                self.board[part] = value


class Handler(SignedIn):
    """A handler's console."""

    path = "/ws/handler/"

    def __init__(
        self, account: Account | None, *, after: dict[str, int] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(account, **kwargs)
        self.after = after or {}

    async def greets(self) -> None:
        await self.sends({"type": "hello", "after": self.after})
        self.presence = await self.hears("presence")
        self.queue = await self.hears("queue.snapshot")

    async def is_available(self, *, capacity: int = 2) -> Event:
        return await self.asks("presence.set", available=True, capacity=capacity)

    async def takes(self, contact: str | None = None) -> Event:
        return await self.asks("queue.take", **({"contact": contact} if contact else {}))

    async def takes_one(self) -> str:
        """Be available, take the next caller, and return their contact once the talk is there."""
        await self.is_available()
        contact = (await self.takes())["contact"]
        await self.hears("welcome")
        return str(contact)

    async def says(self, contact: str, body: str, *, id: str | None = None, **fields: Any) -> Event:
        return await self.asks("message.post", id=id, contact=contact, body=body, **fields)


def _session_cookie(account: Account) -> bytes:
    client = Client()
    client.force_login(account)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}".encode()
