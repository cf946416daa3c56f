"""What breaks Redis under talks. It carries hints, never words: a talk goes on, more slowly."""

import asyncio
import signal

import pytest

from tests.faults.cluster import Cluster
from tests.faults.load import Load

pytestmark = pytest.mark.long
# The scenario, not a wait for something.
PAUSED_SECONDS = 30


async def test_redis_is_killed_and_starts(cluster: Cluster) -> None:
    async with Load(cluster) as load:
        for _ in range(3):
            await load.goes_on(3)
            cluster.redis.kill()
            await asyncio.to_thread(cluster.redis.start)
        await load.goes_on(3)
        await load.tells("Redis killed with -9 and started, three times")


async def test_redis_is_emptied(cluster: Cluster) -> None:
    async with Load(cluster) as load:
        for _ in range(3):
            await load.goes_on(3)
            await asyncio.to_thread(cluster.redis.asked, "FLUSHALL")
        await load.goes_on(3)
        await load.tells("Redis emptied (FLUSHALL), three times")


async def test_redis_stands_still(cluster: Cluster) -> None:
    async with Load(cluster) as load:
        await load.goes_on(3)
        assert cluster.redis.process is not None
        cluster.redis.process.send_signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(PAUSED_SECONDS)
        finally:
            cluster.redis.process.send_signal(signal.SIGCONT)
        await load.goes_on(3)
        await load.tells(f"Redis stopped for {PAUSED_SECONDS} s (SIGSTOP)")
