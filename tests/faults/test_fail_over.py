"""The master of Redis is lost, or the primary of PostgreSQL, and a spare takes its place during talks."""

import asyncio
from pathlib import Path

import pytest

from tests.faults.spares import pair, watched_redis
from tests.faults.talks import Talk, all_hang_up, begin
from tests.live import a_server, on_redis

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not on_redis(), reason="needs PostgreSQL and Redis"),
]
AGAIN_SECONDS = 0.2
GUARD_SECONDS = 60


async def are_taken(talk: Talk) -> None:
    """Send again what was refused or lost, as the pages do, until everything is acknowledged."""
    async with asyncio.timeout(GUARD_SECONDS):
        for who in (talk.caller, talk.handler):
            while who.outbox:
                await who.sends_again()
                await asyncio.sleep(AGAIN_SECONDS)


async def test_a_lost_master_of_redis_costs_no_words(tmp_path: Path) -> None:
    with (
        watched_redis() as (master, address),
        a_server(tmp_path / "server", HELPLINE_REDIS_URL=address) as server,
    ):
        server.may_stumble = True
        server.start()
        (talk,) = await begin(server)
        await talk.caller_posts(2)
        await talk.handler_posts(2)
        await talk.is_heard()

        master.kill()
        await talk.caller_posts(1)
        await talk.handler_posts(1)
        await asyncio.gather(talk.caller.waits_for_the_cut(), talk.handler.waits_for_the_cut())
        await asyncio.gather(talk.caller.comes_back(), talk.handler.comes_back())
        await are_taken(talk)
        await talk.caller_posts(3)
        await talk.handler_posts(3)
        await talk.is_heard()

        assert await asyncio.to_thread(server.is_ready)
        await all_hang_up([talk])
        talk.check()


async def test_a_lost_primary_of_postgresql_costs_no_words_that_were_acknowledged(tmp_path: Path) -> None:
    with pair() as databases, a_server(tmp_path / "server", **databases.databases) as server:
        server.may_stumble = True
        server.start()
        (talk,) = await begin(server)
        await talk.caller_posts(5)
        await talk.handler_posts(5)
        await talk.is_heard()

        await asyncio.to_thread(databases.fail_over)
        await talk.caller_posts(1)
        await talk.handler_posts(1)
        await are_taken(talk)
        await talk.caller_posts(3)
        await are_taken(talk)
        await talk.handler_posts(3)
        await are_taken(talk)
        await talk.is_heard()

        await all_hang_up([talk])
        talk.check()
        talk.check_acknowledged()
