"""Sockets and requests of an attack: sent raw to the real ASGI application, and watched."""

import asyncio
import contextlib
import json
from typing import Any

from channels.testing import HttpCommunicator, WebsocketCommunicator

from chat.consumers.base import SUBPROTOCOL
from tests.attacks.witness import Event, Heard, Violation, Witness
from tests.people import HERE, ORIGIN

PATIENCE_SECONDS = 60


class End:
    """One socket. What it was sent is looked at when it is drained."""

    path = ""

    def __init__(self, witness: Witness, cookie: bytes = b"") -> None:
        self.witness = witness
        self.heard = Heard()
        self.is_open = self.is_gone = self.is_greeted = False
        self.pongs = 0
        # Taken in and not looked at yet: who has which contact is asked after the act.
        self.pending: list[Event] = []
        headers = [(b"origin", ORIGIN), *([(b"cookie", cookie)] if cookie else [])]
        from helpline.asgi import application

        self.socket = WebsocketCommunicator(
            application, self.path, headers=headers, subprotocols=[SUBPROTOCOL]
        )
        self.socket.scope["client"] = [HERE, 50_000]

    async def opens(self) -> None:
        self.is_open, _ = await self.socket.connect(timeout=PATIENCE_SECONDS)

    async def sends(self, frame: str | bytes) -> None:
        """Send one frame and take in what it leads to at once."""
        if not self.is_open:
            return
        kind = "bytes" if isinstance(frame, bytes) else "text"
        await self.socket.send_input({"type": "websocket.receive", kind: frame})
        await self.settles()

    async def settles(self) -> None:
        """Wait for a pong: what the frames before it led to has been sent."""
        if not self.is_open:
            return
        await self.socket.send_to(text_data='{"type": "ping"}')
        waited = self.pongs + 1
        while self.is_open and self.pongs < waited:
            coming = asyncio.ensure_future(self.socket.output_queue.get())
            both = {coming, self.socket.future}
            done, _ = await asyncio.wait(both, timeout=PATIENCE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if coming in done:
                self._take(coming.result())
                continue
            coming.cancel()
            if not done:
                raise Violation(f"{self.path} answers nothing any more")
            self._ended()
        if not self.is_open:
            await self.leaves()

    def drains(self) -> None:
        """Look at what has come meanwhile."""
        while not self.socket.output_queue.empty():
            self._take(self.socket.output_queue.get_nowait())
        pending, self.pending = self.pending, []
        for event in pending:
            if event["type"] == "error" and event["code"] == "storage.unavailable":
                raise Violation(f"something could not be stored: {event}")
            self.looks_at(event)
        if self.is_open and self.socket.future.done():
            self._ended()

    def _ended(self) -> None:
        self.is_open, self.is_gone = False, True
        if not self.socket.future.cancelled() and (failure := self.socket.future.exception()):
            raise Violation(f"a consumer of {self.path} ended with {failure!r}")

    def _take(self, sent: dict[str, Any]) -> None:
        if sent["type"] == "websocket.close":
            self.is_open = False
            return
        event: Event = json.loads(sent["text"])
        self.pongs += event["type"] == "pong"
        self.is_greeted = self.is_greeted or event["type"] == "welcome"
        self.pending.append(event)

    def looks_at(self, event: Event) -> None:
        raise NotImplementedError

    async def leaves(self) -> None:
        """Go as a lost connection does: without a word."""
        if self.is_gone:
            return
        self.is_open, self.is_gone = False, True
        with contextlib.suppress(asyncio.CancelledError):
            await self.socket.disconnect(timeout=PATIENCE_SECONDS)


class CallerEnd(End):
    path = "/ws/caller/"

    def __init__(self, witness: Witness, contact: int) -> None:
        super().__init__(witness)
        self.contact = contact

    async def greets(self, token: str, after: Any) -> None:
        await self.sends(json.dumps({"type": "hello", "token": token, "after": after}))

    async def sends(self, frame: str | bytes) -> None:
        """Whoever says hello with a token is that contact's caller, whoever they were meant to be."""
        with contextlib.suppress(ValueError, RecursionError, TypeError, KeyError):
            said = json.loads(frame)
            if not self.is_greeted and isinstance(said, dict) and said.get("type") == "hello":
                self._is_meant(self.witness.tokens.get(said["token"], self.contact), said.get("after"))
        await super().sends(frame)

    def _is_meant(self, contact: int, after: Any) -> None:
        self.contact = contact
        if isinstance(after, int) and not isinstance(after, bool) and after >= 0:
            self.heard.last[self.witness.ids[contact]] = after

    def looks_at(self, event: Event) -> None:
        id = self.witness.ids[self.contact]
        if event["type"] == "welcome":
            # A number beyond the end is not believed.
            self.heard.last[id] = min(self.heard.last.get(id, 0), event["seq"])
        self.witness.caller_hears(self.contact, self.heard, event)
        if event["type"] == "ack":
            self.witness.acknowledged("caller", id, event)


class HandlerEnd(End):
    path = "/ws/handler/"

    def __init__(self, witness: Witness, account: int, cookie: bytes) -> None:
        super().__init__(witness, cookie)
        self.account = account

    def looks_at(self, event: Event) -> None:
        self.witness.staff_hears(self.account, self.heard, event)
        if event["type"] == "ack" and "contact" in event:
            self.witness.acknowledged("handler", event["contact"], event, account=self.account)


class BoardEnd(End):
    path = "/ws/board/"

    def looks_at(self, event: Event) -> None:
        self.witness.board_hears(event)


async def request(method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, Any]:
    """Ask the ASGI application and return status and JSON. Raises Violation for a 500."""
    return await answer_of(asking(method, path, body, **headers))


def asking(method: str, path: str, body: bytes = b"", **headers: str) -> HttpCommunicator:
    """Return a request that is not sent yet."""
    from helpline.asgi import application

    sent = {"host": "testserver", "content-type": "application/json"}
    sent |= {"content-length": str(len(body)), **{name.replace("_", "-"): to for name, to in headers.items()}}
    raw = [(name.encode(), value.encode("latin-1", "replace")) for name, value in sent.items()]
    asked = HttpCommunicator(application, method, path, body, raw)
    asked.scope["client"] = [HERE, 50_000]
    return asked


async def answer_of(asked: HttpCommunicator) -> tuple[int, Any]:
    """Wait for the answer of a request; return status and JSON."""
    answer = await asked.get_response(timeout=PATIENCE_SECONDS)
    # To its end: what Django listens with ends with it.
    await asked.wait(timeout=PATIENCE_SECONDS)
    if answer["status"] >= 500:
        raise Violation(f"{asked.scope['path']} answered {answer['status']}: {answer['body'][:300]!r}")
    return answer["status"], json.loads(answer["body"] or b"null")
