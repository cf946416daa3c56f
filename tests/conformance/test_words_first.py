"""A handler's own words do not stand in line behind what others did."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from chat.consumers.handler import HandlerConsumer
from chat.services.contacts import Started
from helpline.staff.models import Account
from tests.people import Caller, Handler


async def test_words_are_acknowledged_and_heard_while_the_desk_is_still_being_read(
    started: Started, handler1: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading: asyncio.Queue[None] = asyncio.Queue()
    may_end = asyncio.Event()
    ask = HandlerConsumer.show_presence

    async def slow(self: HandlerConsumer) -> Any:
        reading.put_nowait(None)
        await may_end.wait()
        return await ask(self)

    async with Handler(handler1) as handler, Handler(handler1) as other, Caller(started) as caller:
        contact = await handler.takes_one()
        monkeypatch.setattr(HandlerConsumer, "show_presence", slow)
        await other.sends({"type": "presence.set", "id": str(uuid4()), "available": True, "capacity": 3})
        for _window in ("the one that asked", "the one that heard of it"):
            await asyncio.wait_for(reading.get(), 20)

        assert (await handler.says(contact, "Good evening."))["type"] == "ack"
        await caller.hears("message", body="Good evening.")

        may_end.set()
        await handler.hears("presence", capacity=3)
