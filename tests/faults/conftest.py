from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import Server, a_server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with a_server(tmp_path / "server") as server:
        server.start()
        yield server
