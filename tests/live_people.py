"""Callers and handlers who talk to a real server over real sockets; a test reads like a transcript."""

import asyncio
from typing import Any, Self

from tests.live import Server
from tests.live_http import Browser, Event, Refused, post_json
from tests.live_person import Person, first, unbroken
from tests.live_proof import proof_of_work

__all__ = ["LiveCaller", "LiveHandler", "Refused"]
NUMBERED = {"message", "signpost"}


class LiveCaller(Person):
    """A caller with a token. `transcript` is what the page would show."""

    contact: str
    token: str

    @classmethod
    async def starts(cls, server: Server, *, port: int | None = None, **answers: Any) -> Self:
        """Start a contact over HTTP and open its socket."""
        caller = cls(server, port=port)
        proof = await asyncio.to_thread(proof_of_work, server.origin)
        body = {"consent": True, "about": "own_behaviour", "language": "en", "proof": proof, **answers}
        started = await asyncio.to_thread(post_json, f"{server.origin}/api/contacts", body)
        caller.contact, caller.token = started["contact"], started["token"]
        await caller.joins()
        return caller

    async def joins(self, after: int = 0) -> None:
        """Open a socket as a page does that shows everything up to `after`."""
        welcomes = len(self.events("welcome"))
        await self._connect("/ws/caller/", {"type": "hello", "token": self.token, "after": after})
        await self.until(lambda: len(self.events("welcome")) > welcomes)

    async def comes_back(self) -> None:
        """Join where this caller stopped, trying until it works, and send again what is unanswered."""
        await self._keeps_trying(lambda: self.joins(self.last_seq))
        await self.sends_again()

    @property
    def transcript(self) -> list[Event]:
        return self.events(*NUMBERED)

    @property
    def last_seq(self) -> int:
        """The last number without a gap before it."""
        return unbroken(event["seq"] for event in self.transcript)

    async def posts(self, body: str) -> str:
        """Send a message and do not wait for its acknowledgement."""
        return await self.sends(type="message.post", body=body)

    async def says(self, body: str) -> Event:
        return await self.acknowledged(await self.posts(body))

    async def hears(self, body: str) -> Event:
        """Wait for a message with these words."""
        return await self.until(lambda: first(self.events("message", body=body)))

    async def is_told(self, state: str, **fields: Any) -> None:
        """Wait until the page says that the contact is in this state."""
        await self.until(lambda: self.events("state", state=state, **fields))

    async def hears_up_to(self, seq: int) -> None:
        """Wait until everything up to this number has come."""
        await self.until(lambda: self.last_seq >= seq)

    async def ends(self) -> None:
        await self.does(type="contact.end")


class LiveHandler(Person):
    """A signed-in handler with one console."""

    @classmethod
    async def signs_in(cls, server: Server, username: str, *, capacity: int = 4) -> Self:
        """Sign in over HTTP, open the socket and be available."""
        handler = cls(server)
        handler.browser = Browser(server.origin)
        await asyncio.to_thread(handler.browser.sign_in, username)
        await handler.joins()
        await handler.does(type="presence.set", available=True, capacity=capacity)
        return handler

    browser: "Browser"

    async def joins(self, after: dict[str, int] | None = None) -> None:
        snapshots = len(self.events("queue.snapshot"))
        cookie = {"Cookie": self.browser.cookies}
        await self._connect("/ws/handler/", {"type": "hello", "after": after or {}}, cookie)
        await self.until(lambda: len(self.events("queue.snapshot")) > snapshots)

    async def comes_back(self) -> None:
        """Join where this handler stopped, trying until it works, and send again what is unanswered."""
        await self._keeps_trying(lambda: self.joins({c: self.last_seq(c) for c in self.contacts}))
        await self.sends_again()

    @property
    def contacts(self) -> list[str]:
        """Every contact this handler was ever shown as their own, once each."""
        return list(dict.fromkeys(event["contact"] for event in self.events("welcome")))

    def transcript(self, contact: str) -> list[Event]:
        return self.events(*NUMBERED, contact=contact)

    def last_seq(self, contact: str) -> int:
        return unbroken(event["seq"] for event in self.transcript(contact))

    async def takes(self, contact: str | None = None) -> str:
        """Take a contact (the next one without a name) and return its id once it is shown."""
        ack = await self.does(type="queue.take", **({"contact": contact} if contact else {}))
        taken = str(ack["contact"])
        await self.until(lambda: self.events("welcome", contact=taken))
        return taken

    async def posts(self, contact: str, body: str) -> str:
        """Send a message and do not wait for its acknowledgement."""
        return await self.sends(type="message.post", contact=contact, body=body)

    async def says(self, contact: str, body: str) -> Event:
        return await self.acknowledged(await self.posts(contact, body))

    async def hears(self, contact: str, body: str) -> Event:
        return await self.until(lambda: first(self.events("message", contact=contact, body=body)))

    async def hears_up_to(self, contact: str, seq: int) -> None:
        await self.until(lambda: self.last_seq(contact) >= seq)

    async def hears_seq(self, contact: str, seq: int) -> None:
        """Wait for the message with this number, whatever came before it."""
        await self.until(lambda: [e for e in self.transcript(contact) if e["seq"] == seq])

    async def ends(self, contact: str) -> None:
        await self.does(type="contact.end", contact=contact)

    async def wraps_up(self, contact: str, outcome: str) -> Event:
        """Close an ended contact with its outcome; returns the answer."""
        path = f"/console/api/contacts/{contact}/wrap-up/"
        return await asyncio.to_thread(self.browser.post, path, {"outcome": outcome})
