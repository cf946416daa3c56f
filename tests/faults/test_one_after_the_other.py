"""Two processes behind nginx; one thing after the other breaks under the same talks: the short version."""

import asyncio

from tests.faults.cluster import Cluster
from tests.faults.load import Load


async def test_nothing_that_was_acknowledged_is_lost_doubled_or_swapped(cluster: Cluster) -> None:
    async with Load(cluster) as load:
        await load.goes_on(2)
        cluster.servers[1].kill()
        await load.goes_on(2)
        await asyncio.to_thread(cluster.servers[1].start)
        await asyncio.to_thread(cluster.cut_connections)
        await load.goes_on(1)
        await asyncio.to_thread(cluster.redis.asked, "FLUSHALL")
        await asyncio.to_thread(cluster.postgres.kill)
        await asyncio.to_thread(cluster.postgres.start)
        await load.goes_on(2)
        await load.tells("killed, cut, emptied and restarted, one after the other")


async def test_one_that_is_started_anew_sends_its_people_on_and_breaks_no_line(cluster: Cluster) -> None:
    leaving, stays = cluster.servers
    async with Load(cluster, newcomer=0) as load:
        await load.goes_on(1)
        await asyncio.to_thread(leaving.stop)
        await load.goes_on(1)
        assert leaving.process is not None
        assert leaving.process.returncode == 0
        await load.tells(f"one of two ended by SIGTERM, {load.felt}")
        # Some were with it, and all of them were asked to go before it went.
        assert sum(page.moves for page in load.pages) > 0
        assert sum(page.breaks for page in load.pages) == 0
    assert await asyncio.to_thread(stays.is_ready)
    await asyncio.to_thread(leaving.start)
