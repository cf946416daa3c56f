"""The next release comes, with a migration, while people talk: one process after the other."""

import asyncio

import pytest

from tests.faults.cluster import Cluster
from tests.faults.load import Load

pytestmark = pytest.mark.long
# What `make check` lets through: it adds, and an older process need not know of it.
MIGRATION = "ALTER TABLE chat_contact ADD COLUMN of_the_next_release varchar(20) NOT NULL DEFAULT ''"
UNDONE = "ALTER TABLE chat_contact DROP COLUMN of_the_next_release"


async def test_a_release_is_rolled_out_in_the_middle_of_talks(cluster: Cluster) -> None:
    async with Load(cluster) as load:
        await load.goes_on(3)
        await asyncio.to_thread(cluster.rows, MIGRATION)
        for server in cluster.servers:
            await load.goes_on(2)
            await asyncio.to_thread(server.stop)
            await asyncio.to_thread(server.start)
        await load.goes_on(3)
        await load.tells(f"a release with a migration, one process after the other (SIGTERM), {load.felt}")
        assert sum(page.breaks for page in load.pages) == 0
    await asyncio.to_thread(cluster.rows, UNDONE)
