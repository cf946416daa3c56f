from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster, a_cluster
from tests.live import Server, a_server, on_redis


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with a_server(tmp_path / "server") as server:
        server.start()
        yield server


@pytest.fixture(scope="package")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two processes behind nginx; each test leaves it whole."""
    if not on_redis():
        pytest.skip("needs PostgreSQL and Redis")
    with a_cluster(tmp_path_factory.mktemp("cluster"), HELPLINE_DRAIN_SECONDS="2") as cluster:
        yield cluster
