"""A socket on which nothing happens stays open: silence is part of these talks."""

import asyncio

from tests.faults.talks import all_hang_up, begin
from tests.live import Server

# A channel layer listens for five seconds at a time, and a client of Redis that gives up as
# early broke every quiet socket. Longer than that; it is the scenario, not a wait for something.
QUIET_SECONDS = 7


async def test_a_talk_in_which_nobody_writes_keeps_both_sockets(server: Server) -> None:
    (talk,) = await begin(server)
    await asyncio.sleep(QUIET_SECONDS)
    is_open = talk.caller.is_connected and talk.handler.is_connected
    await all_hang_up([talk])

    assert is_open
