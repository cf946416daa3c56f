"""The service as a charity runs it, to be broken: PostgreSQL, Redis, nginx, and processes of ours behind it.

All of it is this cluster's own, on free ports. Each process reaches the databases by a line that a test can
cut, hold or slow, unless it asks for none.
"""

import contextlib
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.faults.door import Door
from tests.faults.people import MAKE_PEOPLE
from tests.live import DATABASES, Server, prepared
from tests.live_code import SIGNING_IN
from tests.live_line import Line, a_line
from tests.proxy import Nginx
from tests.servers import HOST, PostgreSQL, Redis, running

OTHERS = "datname IN ('words', 'keys') AND pid <> pg_backend_pid()"
# What one machine that plays everybody does in a second is more than one network may.
OPEN_WIDE = {
    "HELPLINE_PROOF": "off",
    "HELPLINE_TRUSTED_PROXIES": "1",
    "HELPLINE_CONNECTS_PER_SECOND": "2000",
    "HELPLINE_POSTS_PER_SECOND": "2000",
    "HELPLINE_LOOKS_PER_SECOND": "2000",
}


@dataclass
class Cluster:
    """All that runs, for a test to break."""

    folder: Path
    postgres: PostgreSQL
    redis: Redis
    nginx: Nginx
    servers: list[Server]
    lines: list[Line]
    databases: dict[str, str]

    @property
    def door(self) -> Door:
        """Where callers and handlers come in."""
        return Door(self.nginx.origin, self.nginx.port, self.nginx.trust)

    def handlers(self, count: int, *, talks: int = 0) -> tuple[list[str], list[tuple[str, str]]]:
        """Make handlers who are signed in, and talks of theirs; returns cookies, and contacts with tokens."""
        out = self.folder / "people.json"
        self.servers[0].run_code(SIGNING_IN + MAKE_PEOPLE.format(count=count, talks=talks, out=str(out)))
        cookies, people = json.loads(out.read_text())
        return cookies, [(contact, token) for contact, token in people]

    def rows(self, query: str, *, of: str = "HELPLINE_DATABASE_URL") -> list[tuple[Any, ...]]:
        """Ask the database itself, past every line."""
        with psycopg.connect(self.databases[of], autocommit=True) as connection:
            asked = connection.execute(query)  # type: ignore[call-overload]
            return list(asked.fetchall()) if asked.description else []

    def cut_connections(self) -> None:
        """End every connection to both databases, as an administrator can."""
        self.rows(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OTHERS}")

    def close_keys(self) -> None:
        """Let nobody into the key store, and end who is in it."""
        self.rows("ALTER DATABASE keys ALLOW_CONNECTIONS false")
        self.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'keys'")

    def open_keys(self) -> None:
        self.rows("ALTER DATABASE keys ALLOW_CONNECTIONS true")

    def start(self, *servers: Server) -> None:
        """Start these processes side by side, or all of them."""
        with ThreadPoolExecutor() as hands:
            list(hands.map(Server.start, servers or self.servers))


def through(line: Line, address: str) -> str:
    """Return the address by the line."""
    parts = urlsplit(address)
    return parts._replace(netloc=f"{parts.username}@{HOST}:{line.port}").geturl()


def copied(postgres: PostgreSQL) -> dict[str, str]:
    """Copy the demo that is prepared on the suite's PostgreSQL into this one; returns the addresses."""
    addresses = {}
    for setting, like in prepared().databases.items():
        addresses[setting] = postgres.create_database("words" if setting == DATABASES[0] else "keys")
        dump = subprocess.run(
            [f"{postgres.binaries}/pg_dump", "-Fp", "--no-owner", like], capture_output=True, check=True
        )
        load = [f"{postgres.binaries}/psql", "-q", "-v", "ON_ERROR_STOP=1", addresses[setting]]
        subprocess.run(load, input=dump.stdout, capture_output=True, check=True)
    return addresses


@dataclass(frozen=True)
class Begins:
    """What a cluster begins with: databases, the data folder of each process, what is run before all."""

    databases: Callable[[PostgreSQL], dict[str, str]]
    data: Callable[[Path], Path]
    server: type[Server] = Server
    lays_out: Callable[[Server], None] = lambda server: None


OF_THE_DEMO = Begins(databases=copied, data=lambda folder: prepared().data)


@contextlib.contextmanager
def a_cluster(
    folder: Path,
    *,
    processes: int = 2,
    with_lines: bool = True,
    durable: bool = True,
    postgres: PostgreSQL | None = None,
    of_second: Mapping[str, str] | None = None,
    begins: Begins = OF_THE_DEMO,
    **settings: str,
) -> Iterator[Cluster]:
    """Start everything in `folder` and stop it whatever happens; the last process has `of_second` as well."""
    with contextlib.ExitStack() as stack:
        postgres = postgres or stack.enter_context(running(PostgreSQL, durable=durable))
        redis = stack.enter_context(running(Redis))
        databases = begins.databases(postgres)
        servers, lines = [], []
        for number in range(processes):
            own = dict(databases)
            if with_lines:
                lines.append(line := stack.enter_context(a_line(postgres.port)))
                own = {name: through(line, address) for name, address in databases.items()}
            place = folder / f"server{number}"
            shutil.copytree(begins.data(folder), place / "data")
            server = begins.server(place, own | {"HELPLINE_REDIS_URL": redis.url} | OPEN_WIDE | settings)
            stack.callback(server.stop)
            servers.append(server)
        servers[-1].settings.update(of_second or {})
        first, *others = (server.port for server in servers)
        nginx = stack.enter_context(running(Nginx, app=first, others=tuple(others)))
        for server in servers:
            server.settings["HELPLINE_ORIGINS"] = nginx.origin
        cluster = Cluster(folder, postgres, redis, nginx, servers, lines, databases)
        begins.lays_out(servers[0])
        cluster.start()
        try:
            yield cluster
        finally:
            # Shown by pytest beside a test that failed.
            for number, server in enumerate(servers):
                print(f"-- server {number}\n{server.log[-6_000:]}")  # noqa: T201
