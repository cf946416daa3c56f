"""What each act costs each part, in seconds of a core: `python -m bench.costs` measures it anew.

Two processes, PostgreSQL with fsync, Redis and nginx of this run's own; callers are on the first process and
handlers on the second, so that what each end costs is seen apart. Processor seconds, not the clock: others
may be at work on the machine. It takes about eight minutes and writes bench/simulation/costs.json, which
`python -m bench.hosts` reckons with. Each of its parts begins with databases of its own and is kept once it
is done: `words` and `visits` may be named to measure one of them alone.
"""

# ruff: noqa: T201

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.costs_phases import Phases
from bench.results import circumstances
from bench.simulation.costs import FILE
from bench.two_processes import two_processes
from tests.live import ROOT

SYNCS = 200
PARTS = ("words", "visits")


def fsync_ms(folder: Path) -> float:
    """Return how long the disk takes for a commit's page, by the clock (median): it is waiting, not work."""
    took = []
    with (folder / "sync").open("wb", buffering=0) as file:
        for _ in range(SYNCS):
            file.write(os.urandom(8_192))
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - began) * 1_000)
    return round(median(took), 3)


def measure(part: str) -> None:
    """Measure one part and put it into the file beside what is there."""
    measured = circumstances()
    with tempfile.TemporaryDirectory(prefix="helpline-costs-") as name:
        disk = fsync_ms(Path(name))
        with two_processes(Path(name)) as site:
            phases = Phases(site)
            found = asyncio.run({"words": phases.words, "visits": phases.visits}[part]())
    known = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    kept = known | {"measured": measured, "fsync_ms": disk} | found
    FILE.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    os.chdir(ROOT)
    for part in sys.argv[1:] or PARTS:
        measure(part)
    print(FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
