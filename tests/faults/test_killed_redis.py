"""Redis dies and comes back while people talk: it carries hints, never words."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.talks import all_hang_up, begin
from tests.live import Server, a_server, on_redis
from tests.servers import Redis, running

pytestmark = pytest.mark.skipif(not on_redis(), reason="needs Redis")


@pytest.fixture
def redis() -> Iterator[Redis]:
    with running(Redis) as redis:
        yield redis


@pytest.fixture
def server_on(redis: Redis, tmp_path: Path) -> Iterator[Server]:
    with a_server(tmp_path / "server", HELPLINE_REDIS_URL=redis.url) as server:
        server.may_stumble = True
        server.start()
        yield server


async def test_words_written_while_redis_is_gone_arrive_once_and_in_order(
    server_on: Server, redis: Redis
) -> None:
    (talk,) = await begin(server_on)
    await talk.caller_posts(2)
    await talk.handler_posts(2)
    await talk.is_heard()

    redis.kill()
    await talk.caller_posts(3)
    await talk.handler_posts(3)
    await asyncio.gather(talk.caller.waits_for_the_cut(), talk.handler.waits_for_the_cut())
    await talk.caller_posts(1)
    await talk.handler_posts(1)
    await asyncio.to_thread(redis.start)
    await asyncio.gather(talk.caller.comes_back(), talk.handler.comes_back())

    await talk.is_heard()
    await talk.caller.has_answers()
    await talk.handler.has_answers()
    await all_hang_up([talk])
    talk.check()
