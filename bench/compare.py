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
from collections.abc import Iterator
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
CLOSED = {"conversations": 20, "messages": 100_000, "seconds": 12}
PACED = {"conversations": 100, "messages": 30, "rate": 2}
# It makes rooms and accounts slowly, and would not keep two hundred messages a second.
SYNAPSE = {"conversations": 10, "messages": 100_000, "seconds": 12}
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


def ours(server: str, *, redis: str = "", idle_too: bool = False) -> dict[str, Any]:
    """Measure this service behind one server."""
    with database() as postgres, tempfile.TemporaryDirectory(prefix="helpline-bench-") as folder:
        service = Ours(Path(folder) / "service", postgres, redis=redis)
        try:
            with pinned(SERVERS):
                service.begin_with("daphne")
                if server != "daphne":
                    service.stop()
                    service.begin_with(server)
            url, watch = address(service.port), [process(service), process(postgres)]
            found: dict[str, Any] = {}
            for name, how in {"closed": CLOSED, "paced": PACED}.items():
                people = service.prepare(conversations=int(how["conversations"]))
                found[name] = load(url, "helpline", watch, LOAD, people=people, **how)
            if idle_too:
                found["idle"] = idle.measured(service, url, service.prepare(conversations=IDLE[-1]), IDLE)
            return found
        finally:
            service.stop()


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


def with_redis() -> dict[str, Any]:
    with contextlib.ExitStack() as stack:
        with pinned(SERVERS):
            redis = stack.enter_context(running(Redis))
        return ours("daphne", redis=redis.url)


def what_there_is() -> tuple[dict[str, Any], list[str]]:
    """Return how each system is measured, and the lines that say which are not here."""
    systems = {"floor": floor, "ours on Daphne": lambda: ours("daphne", idle_too=True)}
    missing = []
    for name, here, how in [
        ("Prosody", prosody.installed(), with_prosody),
        ("Synapse", synapse.installed(), with_synapse),
        ("ours on uvicorn", (OTHER_SERVERS / "uvicorn").is_dir(), lambda: ours("uvicorn")),
        ("ours on granian", (OTHER_SERVERS / "granian").is_dir(), lambda: ours("granian")),
        ("ours on Daphne, with Redis", True, with_redis),
    ]:
        if here:
            systems[name] = how
        else:
            missing.append(f"{name} is not installed and was left out: `make bench-peers` installs it.")
    return systems, missing


def more_sockets() -> None:
    """Two thousand sockets at one end need more files than a shell allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 16_384)), hard))


def main() -> int:
    os.chdir(ROOT)
    more_sockets()
    systems, missing = what_there_is()
    found: Found = {}
    for name, how in systems.items():
        print(f"{name} ...", flush=True)
        try:
            found[name] = how()
        except (RuntimeError, subprocess.SubprocessError, OSError) as failure:
            missing.append(f"{name} was not measured: {str(failure).strip().splitlines()[-1][:200]}")
    text = table(found, missing, about=circumstances(), limits=LIMITS)
    print(text)
    put_under(HEADING, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
