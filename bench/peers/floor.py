"""The bare relay behind Daphne."""

import os
import sys
from typing import Any

from tests.live import ROOT
from tests.servers import HOST, Server


class Floor(Server):
    """Daphne with the twenty lines of `floor_app.py`."""

    def command(self) -> list[str]:
        own = [
            "-m",
            "daphne",
            "-b",
            HOST,
            "-p",
            str(self.port),
            "-v",
            "0",
            "bench.peers.floor_app:application",
        ]
        return [sys.executable, *own]

    def identity(self) -> dict[str, Any]:
        return {"cwd": ROOT, "env": {**os.environ, "PYTHONPATH": str(ROOT)}}
