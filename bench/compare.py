"""`make bench`: words a second and how long each takes, ours beside its peers, in one run of some minutes.

Each server and its PostgreSQL (durable) share one core, the load has another; peers that are not installed
are named and left out (`make bench-peers`). A figure counts as a ratio inside the run: docs/measuring.md.
"""

# ruff: noqa: T201

import contextlib
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench import idle
from bench.figures import table
from bench.ours import LIMITS, OTHER_SERVERS, Ours, address, load, pinned
from bench.peers import prosody, synapse
from bench.peers.floor import Floor
from bench.results import circumstances, put_under
from tests.live import ROOT
from tests.servers import PostgreSQL, Redis, Server, running

HEADING = "## Words a second, beside peers"
CORES = sorted(os.sched_getaffinity(0))
SERVERS, LOAD = (CORES[0], CORES[1]) if len(CORES) > 1 else (None, None)
CLOSED = {"conversations": 20, "messages": 100_000, "seconds": 10}
PACED = {"conversations": 100, "messages": 25, "rate": 2}
# It makes rooms and accounts slowly, and would not keep two hundred messages a second.
SYNAPSE = {"conversations": 10, "messages": 100_000, "seconds": 10}
IDLE = (500, 2_000)
Found = dict[str, dict[str, Any]]


def both(url: str, system: str, watch: list[int], **more: Any) -> dict[str, Any]:
    """Measure a closed loop, then a pace."""
    closed = load(url, system, watch, LOAD, **CLOSED, **more)
    return {"closed": closed, "paced": load(url, system, watch, LOAD, **PACED, **more)}


@contextlib.contextmanager
def database() -> Iterator[PostgreSQL]:
    """A durable PostgreSQL on the servers' core."""
    with pinned(SERVERS), running(PostgreSQL, durable=True) as postgres:
        yield postgres


def process(server: Server | Ours) -> int:
    assert server.process is not None
    return server.process.pid


def ours(servers: Iterable[str], missing: list[str], *, redis: str = "") -> Found:
    """Measure this service on one database, behind one server after the other; Daphne comes first."""
    found: Found = {}
    with database() as postgres, tempfile.TemporaryDirectory(prefix="helpline-bench-") as folder:
        service = Ours(Path(folder) / "service", postgres, redis=redis)
        try:
            for server in servers:
                name = f"ours on {server}{', with Redis' if redis else ''}"
                with tried(name, missing):
                    service.stop()
                    with pinned(SERVERS):
                        service.begin_with(server.lower())
                    found[name] = talks(service, [process(service), process(postgres)])
                    if server == "Daphne" and not redis:
                        people = service.prepare(conversations=IDLE[-1])
                        found[name]["idle"] = idle.measured(service, address(service.port), people, IDLE)
        finally:
            service.stop()
    return found


def talks(service: Ours, watch: list[int]) -> dict[str, Any]:
    """Measure both ways of talking, each with people of its own."""
    found = {}
    for name, how in {"closed": CLOSED, "paced": PACED}.items():
        people = service.prepare(conversations=int(how["conversations"]))
        found[name] = load(address(service.port), "helpline", watch, LOAD, people=people, **how)
    return found


@contextlib.contextmanager
def tried(name: str, missing: list[str]) -> Iterator[None]:
    """Say what is measured; what fails is told in the result and keeps nothing else from being measured."""
    print(f"{name} ...", flush=True)
    try:
        yield
    except (RuntimeError, subprocess.SubprocessError, OSError) as failure:
        lines = str(failure).strip().splitlines() or [type(failure).__name__]
        missing.append(f"{name} was not measured: {lines[-1][:200]}")


def floor() -> dict[str, Any]:
    with pinned(SERVERS), running(Floor) as server:
        return both(address(server.port), "floor", [process(server)])


def with_prosody() -> dict[str, Any]:
    with database() as postgres:
        with pinned(SERVERS):
            address_of = postgres.create_database("prosody")
        with contextlib.ExitStack() as stack:
            with pinned(SERVERS):
                server = stack.enter_context(running(prosody.Prosody, database=address_of))
            found = both(address(server.port), "prosody", [process(server), process(postgres)])
        found["version"] = server.version()
        return found


def with_synapse() -> dict[str, Any]:
    with database() as postgres, contextlib.ExitStack() as stack:
        with pinned(SERVERS):
            own = postgres.create_database("synapse")
            server = stack.enter_context(running(synapse.Synapse, database=own))
        watch = [process(server), process(postgres)]
        return {"closed": load(address(server.port), "synapse", watch, LOAD, **SYNAPSE)}


def all_of_them(missing: list[str]) -> Found:
    """Measure what there is, ours beside Prosody in time as well; name what is not installed."""
    found: Found = {}
    peers = {"floor": (True, floor), "Prosody": (prosody.installed(), with_prosody)}
    peers["Synapse"] = (synapse.installed(), with_synapse)
    for name, (here, how) in peers.items():
        if not here:
            missing.append(f"{name} is not installed and was left out: `make bench-peers` installs it.")
            continue
        with tried(name, missing):
            found[name] = how()
    others = [name for name in ("uvicorn", "granian") if (OTHER_SERVERS / name).is_dir()]
    if len(others) < 2:
        missing.append(
            "uvicorn or granian is not installed and was left out: `make bench-peers` installs it."
        )
    found |= ours(["Daphne", *others], missing)
    with contextlib.ExitStack() as stack:
        with pinned(SERVERS):
            redis = stack.enter_context(running(Redis))
        found |= ours(["Daphne"], missing, redis=redis.url)
    return found


def more_sockets() -> None:
    """Two thousand sockets at one end need more files than a shell allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 16_384)), hard))


def main() -> int:
    os.chdir(ROOT)
    more_sockets()
    missing: list[str] = []
    found = all_of_them(missing)
    text = table(found, missing, about=circumstances(), limits=LIMITS)
    print(text)
    put_under(HEADING, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
