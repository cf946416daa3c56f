"""The timers of two processes: one holds them, and leaves them to the other as it ends."""

import asyncio

import pytest

from tests.faults.cluster import Cluster

pytestmark = pytest.mark.long
LEASE = "SELECT holder, expires_at > now() FROM kernel_lease WHERE name = 'timers'"


async def test_a_process_that_ends_leaves_the_timers_to_the_other(cluster: Cluster) -> None:
    ((holder, is_held),) = cluster.rows(LEASE)
    assert is_held
    left = []
    for server in cluster.servers:
        await asyncio.to_thread(server.stop)
        ((now, still),) = cluster.rows(LEASE)
        # Taken by the other, or free to be: never kept by one that has ended.
        left.append((now, still) != (holder, True))
        await asyncio.to_thread(server.start)
        holder = now if still else holder

    assert True in left
    # One row, whoever asks.
    assert len(cluster.rows(LEASE)) == 1
