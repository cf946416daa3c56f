"""The caller's connection is cut, or their page is loaded again, in the middle of a talk."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.faults.talks import all_hang_up, begin, shown
from tests.live import Server
from tests.live_line import Line, a_line
from tests.live_people import LiveCaller

# The length of the cut that the service promises to bear; it is the scenario, not a wait for something.
CUT_SECONDS = 5


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    with a_line(server.port) as line:
        yield line


async def test_what_both_write_while_the_caller_is_cut_off_arrives_once_and_in_order(
    server: Server, line: Line
) -> None:
    (talk,) = await begin(server, port=line.port)
    await talk.caller_posts(2)
    await talk.handler_posts(2)
    await talk.is_heard()

    line.cut()
    await talk.caller.waits_for_the_cut()
    await talk.caller_posts(3)
    for id in await talk.handler_posts(5):
        await talk.handler.acknowledged(id)
    await asyncio.sleep(CUT_SECONDS)
    heard_while_cut = len(talk.caller.transcript)
    line.mend()
    await talk.caller.comes_back()

    await talk.is_heard()
    assert heard_while_cut == 4
    # Both ends were told: first that the caller was away, then that they are back.
    told = [event["caller"] for event in talk.handler.events("caller", contact=talk.contact)]
    assert told == ["away", "online"]
    await all_hang_up([talk])
    talk.check()


async def test_a_cut_between_the_post_and_its_acknowledgement_does_not_double_the_message(
    server: Server, line: Line
) -> None:
    (talk,) = await begin(server, port=line.port)
    await talk.caller_posts(20)
    # Everything is on its way, some of it stored, and the line breaks.
    line.cut()
    await talk.caller.waits_for_the_cut()
    line.mend()
    await talk.caller.comes_back()

    await talk.is_heard()
    await talk.caller.has_answers()
    await all_hang_up([talk])
    talk.check()


@pytest.mark.parametrize("after", [0, 3])
async def test_a_page_that_is_loaded_again_gets_what_it_does_not_show(server: Server, after: int) -> None:
    (talk,) = await begin(server)
    for _ in range(3):
        await talk.caller_posts(1)
        await talk.handler_posts(1)
        await talk.is_heard()
    everything = shown(talk.caller.transcript)

    await talk.caller.hangs_up()
    reloaded = LiveCaller(server)
    reloaded.token, reloaded.contact = talk.caller.token, talk.caller.contact
    await reloaded.joins(after)
    await reloaded.until(lambda: reloaded.transcript and reloaded.transcript[-1]["seq"] == 6)

    assert shown(reloaded.transcript) == everything[after:]
    assert reloaded.events("welcome")[0]["state"] == "talking"
    # The talk goes on from there.
    await talk.handler_posts(1)
    await reloaded.hears(talk.written["handler"][-1])
    await reloaded.hangs_up()
    await all_hang_up([talk])
    assert [seq for seq, _, _ in shown(reloaded.transcript)] == list(range(after + 1, 8))


async def test_a_console_that_is_loaded_again_gets_every_contact_and_what_it_does_not_show(
    server: Server,
) -> None:
    talks = await begin(server, callers=2)
    handler = talks[0].handler
    for talk in talks:
        await talk.caller_posts(3)
        await talk.is_heard()
    before = {talk.contact: shown(handler.transcript(talk.contact)) for talk in talks}
    await handler.hangs_up()
    handler.heard.clear()

    await handler.joins({talks[0].contact: 2})
    for talk in talks:
        await handler.hears_seq(talk.contact, 3)

    assert shown(handler.transcript(talks[0].contact)) == before[talks[0].contact][2:]
    assert shown(handler.transcript(talks[1].contact)) == before[talks[1].contact]
    await all_hang_up(talks)
