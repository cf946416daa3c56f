"""Talks that are under way when something breaks, and how they are judged afterwards."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from tests.live import Server
from tests.live_people import LiveCaller, LiveHandler

EACH_WAY = 30


@dataclass
class Talk:
    """One caller and one handler; `written` holds (who, words) as each of them wrote them."""

    caller: LiveCaller
    handler: LiveHandler
    written: dict[str, list[str]] = field(default_factory=lambda: {"caller": [], "handler": []})

    @property
    def contact(self) -> str:
        return self.caller.contact

    async def caller_posts(self, count: int) -> list[str]:
        """The caller writes on without waiting for an answer; returns the ids."""
        return [await self.caller.posts(self._next("caller")) for _ in range(count)]

    async def handler_posts(self, count: int) -> list[str]:
        return [await self.handler.posts(self.contact, self._next("handler")) for _ in range(count)]

    def _next(self, who: str) -> str:
        self.written[who].append(f"{who} {self.contact} {len(self.written[who])}")
        return self.written[who][-1]

    @property
    def count(self) -> int:
        return len(self.written["caller"]) + len(self.written["handler"])

    async def is_heard(self) -> None:
        """Wait until both ends show everything that was written."""
        await self.caller.hears_up_to(self.count)
        await self.handler.hears_up_to(self.contact, self.count)

    def check(self) -> None:
        """Both ends were shown the same messages: each once, no gap, in the order of writing."""
        at_caller = shown(self.caller.transcript)
        assert at_caller == shown(self.handler.transcript(self.contact))
        assert [seq for seq, _, _ in at_caller] == list(range(1, self.count + 1))
        for who, words in self.written.items():
            assert [body for _, sender, body in at_caller if sender == who] == words

    def check_acknowledged(self) -> None:
        """Every message stands under the number that its acknowledgement gave."""
        numbers = {event["id"]: event["seq"] for event in self.caller.transcript}
        acks = {**self.caller.acks, **self.handler.acks}
        given = {id: ack["seq"] for id, ack in acks.items() if "seq" in ack and id in numbers}
        assert len(given) == self.count
        assert given == {id: numbers[id] for id in given}


def shown(transcript: list[dict[str, Any]]) -> list[tuple[int, str, str]]:
    return [(event["seq"], event["from"], event["body"]) for event in transcript]


async def begin(server: Server, *, port: int | None = None, callers: int = 1) -> list[Talk]:
    """Let callers start (through `port`, when given) and handler1 take them."""
    handler = await LiveHandler.signs_in(server, "handler1")
    talks = []
    for _ in range(callers):
        caller = await LiveCaller.starts(server, port=port)
        await handler.takes(caller.contact)
        await caller.is_told("talking")
        talks.append(Talk(caller, handler))
    return talks


async def all_hang_up(talks: list[Talk]) -> None:
    people = {id(person): person for talk in talks for person in (talk.caller, talk.handler)}
    await asyncio.gather(*(person.hangs_up() for person in people.values()))
