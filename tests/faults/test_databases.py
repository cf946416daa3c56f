"""What breaks PostgreSQL under talks: restarts, cuts, a slow line, a full disk, no key store."""

import asyncio
import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster, a_cluster
from tests.faults.load import Load
from tests.live import on_redis
from tests.servers import PostgreSQL, folder

pytestmark = pytest.mark.long
# Added to each piece, both ways: 10 and 100 ms to a question.
SLOW_SECONDS = (0.005, 0.05)
DISK = "200m"
# Sixteen megabytes a segment: so little that a small disk holds it.
SMALL = ["-c", "max_wal_size=48MB", "-c", "min_wal_size=32MB"]


async def test_postgresql_is_killed_and_starts(cluster: Cluster) -> None:
    async with Load(cluster) as load:
        for _ in range(3):
            await load.goes_on(3)
            await asyncio.to_thread(cluster.postgres.kill)
            await asyncio.to_thread(cluster.postgres.start)
        await load.goes_on(3)
        await load.tells("PostgreSQL killed with -9 and started, three times")


async def test_every_connection_is_cut(cluster: Cluster) -> None:
    async with Load(cluster) as load:
        for _ in range(8):
            await load.goes_on(1)
            await asyncio.to_thread(cluster.cut_connections)
        await load.goes_on(3)
        await load.tells("every connection to PostgreSQL cut (pg_terminate_backend), eight times")


@pytest.mark.parametrize("slow", SLOW_SECONDS)
async def test_postgresql_is_slow(cluster: Cluster, slow: float) -> None:
    async with Load(cluster) as load:
        await load.goes_on(3)
        for line in cluster.lines:
            line.delay = slow
        await load.goes_on(3)
        for line in cluster.lines:
            line.delay = 0.0
        await load.goes_on(3)
        await load.tells(f"PostgreSQL slow: {slow * 1000:.0f} ms more for each piece, both ways")


async def test_the_key_store_is_away_and_comes_back(cluster: Cluster) -> None:
    async with Load(cluster) as load:
        await load.goes_on(3)
        await asyncio.to_thread(cluster.close_keys)
        # Keys that a process has in memory go on for a minute; whoever starts meanwhile is told to ask again.
        unsure = load.unsure
        await load.until(lambda: load.unsure >= unsure + 3)
        await asyncio.to_thread(cluster.open_keys)
        queued = len(load.witness.queued)
        await load.goes_on(3)
        await load.until(lambda: len(load.witness.queued) > queued)
        await load.tells("key store gone, and back")


@pytest.fixture
def small_disk() -> Iterator[Path]:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    with folder("disk") as path:
        mounting = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=755", "none", str(path)]
        if subprocess.run(mounting, capture_output=True).returncode:
            pytest.skip("this machine lets nobody mount a disk")
        try:
            yield path
        finally:
            subprocess.run(["umount", "-l", str(path)], check=True)


class Small(PostgreSQL):
    def command(self) -> list[str]:
        return [*super().command(), *SMALL]


async def test_the_disk_is_full(small_disk: Path, tmp_path: Path) -> None:
    if not on_redis():
        pytest.skip("needs PostgreSQL and Redis")
    postgres = Small(folder=small_disk, durable=True)
    postgres.start()
    with contextlib.closing(contextlib.ExitStack()) as stack:
        stack.callback(postgres.stop)
        cluster = stack.enter_context(a_cluster(tmp_path, postgres=postgres))
        async with Load(cluster) as load:
            await load.goes_on(3)
            refused = load.refused
            ballast = small_disk / "ballast"
            await asyncio.to_thread(fill, ballast)
            await load.until(lambda: load.refused > refused)
            ballast.unlink()
            if postgres.process is not None and postgres.process.poll() is not None:
                # It ends itself where it cannot write its log; systemd starts it again.
                await asyncio.to_thread(postgres.start)
            await load.goes_on(3)
            await load.tells(f"disk of PostgreSQL full ({DISK} of tmpfs)")


def fill(ballast: Path) -> None:
    """Write until nothing more fits."""
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(bytes(65_536)):
            pass
