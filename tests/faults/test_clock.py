"""The clock of one process jumps: nobody is given up for it, and nothing is destroyed."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster, a_cluster
from tests.faults.load import Load
from tests.live import on_redis

pytestmark = pytest.mark.long
LIBRARIES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1")
# Longer than a lease, and than whoever is judged gone by it is waited for.
WATCHED_SECONDS = 70


@pytest.fixture
def clock(tmp_path: Path) -> Path:
    """The file that says by how much the second process's clock is wrong."""
    path = tmp_path / "clock"
    jumps(path, "+0")
    return path


@pytest.fixture
def cluster(clock: Path, tmp_path: Path) -> Iterator[Cluster]:
    if not on_redis():
        pytest.skip("needs PostgreSQL and Redis")
    found = [path for pattern in LIBRARIES for path in Path("/").glob(pattern[1:])]
    if not found:
        pytest.skip("needs libfaketime (apt-get install faketime)")
    wrong = {
        "LD_PRELOAD": str(found[0]),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        # Waits and back-offs go by the other clock, which never jumps.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    with a_cluster(tmp_path, of_second=wrong) as cluster:
        yield cluster


@pytest.mark.parametrize("jump", ["+1200", "-1200"])
async def test_the_clock_of_one_process_jumps(cluster: Cluster, clock: Path, jump: str) -> None:
    async with Load(cluster) as load:
        await load.goes_on(3)
        jumps(clock, jump)
        await asyncio.sleep(WATCHED_SECONDS)
        await load.goes_on(3)
        jumps(clock, "+0")
        await load.goes_on(3)
        await load.tells(f"clock of one process {jump} s for {WATCHED_SECONDS} s")


def jumps(clock: Path, by: str) -> None:
    clock.write_text(f"{by}\n")
