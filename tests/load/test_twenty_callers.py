"""Twenty callers and five handlers at once, over real sockets, on one server."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import Server, a_server
from tests.live_people import LiveCaller, LiveHandler, Refused

CALLERS, HANDLERS, CAPACITY, EACH_WAY = 20, 5, 4, 10
# Ends a run that hangs; nothing here asserts speed.
WHOLE_RUN_SECONDS = 180


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with a_server(tmp_path / "server") as server:
        server.start()
        server.add_handlers("handler3", "handler4", "handler5")
        yield server


def said_by_caller(contact: str) -> list[str]:
    return [f"caller {contact} {n}" for n in range(EACH_WAY)]


def said_by_handler(contact: str) -> list[str]:
    return [f"handler to {contact} {n}" for n in range(EACH_WAY)]


async def talk(caller: LiveCaller, handler: LiveHandler) -> None:
    """Both write at once, without waiting for one another."""

    async def caller_writes() -> None:
        for body in said_by_caller(caller.contact):
            await caller.says(body)

    async def handler_writes() -> None:
        for body in said_by_handler(caller.contact):
            await handler.says(caller.contact, body)

    await asyncio.gather(caller_writes(), handler_writes())
    await caller.hears_up_to(2 * EACH_WAY)
    await handler.hears_up_to(caller.contact, 2 * EACH_WAY)


async def takes_all(handler: LiveHandler) -> list[str]:
    return [await handler.takes() for _ in range(CAPACITY)]


async def test_every_message_arrives_once_in_order_at_the_right_end_and_nobody_is_taken_twice(
    server: Server,
) -> None:
    async with asyncio.timeout(WHOLE_RUN_SECONDS):
        callers = await asyncio.gather(*(LiveCaller.starts(server) for _ in range(CALLERS)))
        names = [f"handler{n}" for n in range(1, HANDLERS + 1)]
        handlers = await asyncio.gather(
            *(LiveHandler.signs_in(server, name, capacity=CAPACITY) for name in names)
        )
        taken = await asyncio.gather(*(takes_all(handler) for handler in handlers))
        with pytest.raises(Refused, match=r"presence\.at_capacity"):
            await handlers[0].takes()

        given = {contact: handler for handler, own in zip(handlers, taken, strict=True) for contact in own}
        await asyncio.gather(*(talk(caller, given[caller.contact]) for caller in callers))

        await asyncio.gather(*(handler.ends(contact) for contact, handler in given.items()))
        for caller in callers:
            await caller.is_told("ended", reason="handler")
        for person in [*callers, *handlers]:
            await person.hangs_up()

    # Nobody was taken twice, and nobody was left.
    everyone = sorted(caller.contact for caller in callers)
    assert sorted(contact for own in taken for contact in own) == everyone
    for handler, own in zip(handlers, taken, strict=True):
        assert sorted(handler.contacts) == sorted(own)
        # To this end alone: not one word of somebody else's contact.
        assert {event["contact"] for event in handler.events("message")} == set(own)
    for caller in callers:
        check_talk(caller, given[caller.contact])


def check_talk(caller: LiveCaller, handler: LiveHandler) -> None:
    """Both ends were shown the same twenty messages: each once, numbered without a gap, in order."""
    at_caller = [(e["seq"], e["from"], e["body"]) for e in caller.transcript]
    at_handler = [(e["seq"], e["from"], e["body"]) for e in handler.transcript(caller.contact)]
    assert at_caller == at_handler
    assert [seq for seq, _, _ in at_caller] == list(range(1, 2 * EACH_WAY + 1))
    assert [body for _, who, body in at_caller if who == "caller"] == said_by_caller(caller.contact)
    assert [body for _, who, body in at_caller if who == "handler"] == said_by_handler(caller.contact)
