"""`kill -9` in the middle of talks: what was acknowledged is there, what was not is sent again."""

import asyncio

import pytest

from tests.faults.talks import EACH_WAY, Talk, all_hang_up, begin
from tests.live import Server
from tests.live_people import LiveCaller, LiveHandler

CALLERS = 3


def acknowledged(talks: list[Talk]) -> int:
    return sum(len(talk.caller.acks) for talk in talks) + len(talks[0].handler.acks)


async def kill_with_posts_in_flight(server: Server, talks: list[Talk]) -> None:
    """Let everyone write, and kill the server once some posts are answered and others are not."""
    before = acknowledged(talks)
    await asyncio.gather(*(talk.caller_posts(EACH_WAY) for talk in talks))
    await asyncio.gather(*(talk.handler_posts(EACH_WAY) for talk in talks))
    # Not before some are durable: a kill that hits nothing would show nothing.
    await talks[0].caller.until(lambda: acknowledged(talks) >= before + 2 * CALLERS)
    server.kill()
    for talk in talks:
        await talk.caller.waits_for_the_cut()
    await talks[0].handler.waits_for_the_cut()


async def all_come_back(talks: list[Talk]) -> None:
    await asyncio.gather(talks[0].handler.comes_back(), *(talk.caller.comes_back() for talk in talks))


@pytest.mark.parametrize("kills", [1, pytest.param(6, marks=pytest.mark.long)])
async def test_acknowledged_messages_survive_a_kill_and_the_others_arrive_once_when_sent_again(
    server: Server, kills: int
) -> None:
    talks = await begin(server, callers=CALLERS)
    handler = talks[0].handler

    for _ in range(kills):
        await kill_with_posts_in_flight(server, talks)
        in_flight = sum(len(talk.caller.outbox) for talk in talks) + len(handler.outbox)
        assert in_flight > 0, "the kill came too late to hit a post in flight"
        acks_before = {id: ack for talk in talks for id, ack in talk.caller.acks.items()} | dict(handler.acks)
        await asyncio.to_thread(server.start)
        await all_come_back(talks)
        for talk in talks:
            await talk.is_heard()
        for talk in talks:
            await talk.caller.has_answers()
        await handler.has_answers()
        # An acknowledgement is a promise: the number it gave is still the number.
        for talk in talks:
            numbers = {event["id"]: event["seq"] for event in talk.caller.transcript}
            kept = {id: ack["seq"] for id, ack in acks_before.items() if id in numbers and "seq" in ack}
            assert kept == {id: numbers[id] for id in kept}

    await all_hang_up(talks)
    for talk in talks:
        talk.check()
        talk.check_acknowledged()


async def test_a_contact_that_waited_keeps_its_first_words_and_its_place_over_a_kill(server: Server) -> None:
    earlier = await LiveCaller.starts(server, first_message="I was here first.")
    later = await LiveCaller.starts(server)
    server.kill()
    await asyncio.to_thread(server.start)
    await asyncio.gather(earlier.comes_back(), later.comes_back())
    handler = await LiveHandler.signs_in(server, "handler1")

    assert await handler.takes() == earlier.contact
    assert await handler.takes() == later.contact
    heard = await handler.hears(earlier.contact, "I was here first.")
    assert (heard["seq"], heard["from"]) == (1, "caller")
    for person in (earlier, later, handler):
        await person.hangs_up()
