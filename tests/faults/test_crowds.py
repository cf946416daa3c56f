"""Many who come back at once: after `kill -9` of one of two processes, and all together."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster, a_cluster
from tests.faults.load import Load
from tests.live import on_redis

pytestmark = pytest.mark.long
CALLERS, TOGETHER = 500, 1_000
# What the service promises to 500 callers.
BACK_SECONDS = 15


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    if not on_redis():
        pytest.skip("needs PostgreSQL and Redis")
    # Nobody is judged gone by how slow this machine makes them all.
    with a_cluster(tmp_path, with_lines=False, HELPLINE_LEASE_SECONDS="3600") as cluster:
        yield cluster


async def test_five_hundred_callers_are_back_after_a_kill(cluster: Cluster) -> None:
    async with Load(cluster, talks=CALLERS, every=20) as load:
        await load.acknowledges(200)
        # Those that are there: newcomers open their pages meanwhile.
        there = {page: page.comings for page in load.pages if page.is_there.is_set()}
        cluster.servers[1].kill()
        killed_at = time.monotonic()
        await load.until(lambda: any(not page.is_there.is_set() for page in there))
        await load.until(lambda: all(page.is_there.is_set() for page in there))
        back = time.monotonic() - killed_at
        cut = sum(page.comings > comings for page, comings in there.items())
        await load.acknowledges(200)
        await load.tells(
            f"one of two killed with -9, {cut} sockets cut, all back in {back:.1f} s, {load.felt}"
        )
        assert cut > CALLERS // 4
        assert back <= BACK_SECONDS


async def test_a_thousand_clients_come_back_at_once(cluster: Cluster) -> None:
    async with Load(cluster, talks=TOGETHER * 4 // 5, every=60) as load:
        await load.acknowledges(100)
        there = {page: page.comings for page in load.pages if page.is_there.is_set()}
        await asyncio.to_thread(cluster.nginx.kill_workers)
        cut_at = time.monotonic()
        await load.until(lambda: all(page.comings > comings for page, comings in there.items()))
        back = time.monotonic() - cut_at
        await load.acknowledges(100)
        await load.tells(f"{len(there)} sockets cut at once, all back in {back:.1f} s, {load.felt}")
