"""Talks on this service: a caller's page and a handler's console, by turns the one that writes."""

import argparse
import asyncio
import json
from dataclasses import dataclass
from typing import Any, Self
from uuid import uuid4

from bench.socket_client import Client, connect
from bench.talks import Talk
from tests.live_http import Browser, post_json
from tests.live_proof import proof_of_work

PROTOCOL = "helpline.v1"
EACH = 4  # as many talks as a handler may have at once
GUARD_SECONDS = 60


class Refused(RuntimeError):
    """The service answered with an error: its limits are not raised, or nobody is there."""


class End:
    """One socket: what was asked by id, and what to do with each message that comes."""

    client: Client

    def __init__(self) -> None:
        self.answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.welcomes: dict[str, asyncio.Future[None]] = {}
        self.writes: dict[str, Talk] = {}
        self.hears: dict[str, Talk] = {}
        # Of a caller's frames, which name no contact.
        self.contact = ""

    def on_text(self, text: str) -> None:
        event = json.loads(text)
        kind = event["type"]
        if kind == "message":
            talk = self.hears.get(event.get("contact") or self.contact)
            if talk is not None and event["from"] != self.role:
                talk.arrived(event["body"])
        elif kind == "ack":
            if talk := self.writes.pop(event["id"], None):
                talk.durable()
            elif answer := self.answers.pop(event["id"], None):
                answer.set_result(event)
        elif kind == "error":
            raise Refused(event["code"])
        elif kind in {"welcome", "queue.snapshot"}:
            self.come(event.get("contact", "") if kind == "welcome" else "").set_result(None)

    role = ""

    def come(self, contact: str) -> "asyncio.Future[None]":
        return self.welcomes.setdefault(contact, asyncio.get_running_loop().create_future())

    async def does(self, **command: Any) -> dict[str, Any]:
        """Send a command and wait for its answer."""
        id = str(uuid4())
        answer = self.answers[id] = asyncio.get_running_loop().create_future()
        self.client.send(json.dumps({"id": id, **command}))
        return await asyncio.wait_for(answer, GUARD_SECONDS)

    def write(self, talk: Talk, contact: str, body: str) -> None:
        id = str(uuid4())
        self.writes[id] = talk
        about = {"contact": contact} if self.role == "handler" else {}
        self.client.send(json.dumps({"type": "message.post", "id": id, **about, "body": body}))


@dataclass
class CallerEnd:
    """What opens a caller's socket."""

    contact: str
    token: str


class Ends:
    """Opens the sockets of one service."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.origin = self.url.replace("ws", "http", 1)

    async def caller(self, known: CallerEnd) -> End:
        end = End()
        end.role, end.contact = "caller", known.contact
        end.client = await connect(
            f"{self.url}/ws/caller/", end.on_text, protocol=PROTOCOL, origin=self.origin
        )
        end.client.send(json.dumps({"type": "hello", "token": known.token, "after": 0}))
        await asyncio.wait_for(end.come(known.contact), GUARD_SECONDS)
        return end

    async def handler(self, cookie: str) -> End:
        end = End()
        end.role = "handler"
        end.client = await connect(
            f"{self.url}/ws/handler/", end.on_text, protocol=PROTOCOL, origin=self.origin, cookie=cookie
        )
        end.client.send(json.dumps({"type": "hello", "after": {}}))
        await asyncio.wait_for(end.come(""), GUARD_SECONDS)
        await end.does(type="presence.set", available=True, capacity=EACH)
        return end


@dataclass
class People:
    """Who talks: cookies of signed-in handlers, and callers who wait."""

    cookies: list[str]
    callers: list[CallerEnd]

    @classmethod
    def of(cls, options: argparse.Namespace, ends: Ends) -> Self:
        """Read who was prepared, or sign in and begin contacts as a browser does, with the proof of work."""
        if options.people:
            read = json.loads(options.people.read_text())
            return cls(read["cookies"], [CallerEnd(*each) for each in read["callers"]])
        cookies = []
        for name in options.handlers.split(",")[: -(-options.conversations // EACH)]:
            browser = Browser(ends.origin)
            browser.sign_in(name, options.password)
            cookies.append(browser.cookies)
        callers = [_begun(ends.origin) for _ in range(options.conversations)]
        return cls(cookies, callers)


def _begun(origin: str) -> CallerEnd:
    body = {"consent": True, "about": "own_behaviour", "language": "en", "proof": proof_of_work(origin)}
    started = post_json(f"{origin}/api/contacts", body)
    return CallerEnd(started["contact"], started["token"])


async def begin(options: argparse.Namespace) -> list[Talk]:
    """Open the sockets and let each handler take four callers. Raises Refused."""
    ends = Ends(options.url)
    people = await asyncio.to_thread(People.of, options, ends)
    wanted = options.conversations
    if wanted > min(len(people.callers), EACH * len(people.cookies)):
        raise Refused(f"{len(people.cookies)} handlers take {EACH} callers each: not enough for {wanted}")
    talks = []
    handlers = [await ends.handler(cookie) for cookie in people.cookies[: -(-wanted // EACH)]]
    for number, known in enumerate(people.callers[:wanted]):
        caller, handler = await ends.caller(known), handlers[number // EACH]
        await handler.does(type="queue.take", contact=known.contact)
        await asyncio.wait_for(handler.come(known.contact), GUARD_SECONDS)
        writer, hearer = (caller, handler) if number % 2 == 0 else (handler, caller)
        talks.append(_talk(writer, hearer, known.contact))
    return talks


def _talk(writer: End, hearer: End, contact: str) -> Talk:
    talk = Talk(lambda body: writer.write(talk, contact, body), acknowledges=True)
    hearer.hears[contact] = talk
    return talk
