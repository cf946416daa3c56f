"""Spares that take over: a standby of PostgreSQL, a replica of Redis, and Sentinels that choose it."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg

from tests.live import prepared
from tests.servers import HOST, PostgreSQL, Redis, folder, running

SERVICE = "main"
DOWN_AFTER_MS = 500


@dataclass
class Replica(Redis):
    """Follows another Redis until it is told to be the master."""

    of: int = 0

    def command(self) -> list[str]:
        return [*super().command(), "--replicaof", HOST, str(self.of)]


@dataclass
class Sentinel(Redis):
    """Watches one master and puts its replica into its place, with most of its like."""

    of: int = 0

    def command(self) -> list[str]:
        program = shutil.which("redis-server") or "/usr/bin/redis-server"
        file = self.folder / "sentinel.conf"
        file.write_text(
            f"port {self.port}\nbind {HOST}\ndir {self.folder}\n"
            f"sentinel monitor {SERVICE} {HOST} {self.of} 2\n"
            f"sentinel down-after-milliseconds {SERVICE} {DOWN_AFTER_MS}\n"
            f"sentinel failover-timeout {SERVICE} 3000\n"
        )
        return [program, str(file), "--sentinel"]


@contextlib.contextmanager
def watched_redis() -> Iterator[tuple[Redis, str]]:
    """Give a master with a replica and three Sentinels, and the address that names these."""
    with contextlib.ExitStack() as stack:
        master = stack.enter_context(running(Redis))
        stack.enter_context(running(Replica, of=master.port))
        watch = [stack.enter_context(running(Sentinel, of=master.port)) for _ in range(3)]
        places = ",".join(f"{HOST}:{sentinel.port}" for sentinel in watch)
        yield master, f"sentinel://{places}/{SERVICE}/0"


@dataclass
class Pair:
    """A primary and the standby that has all that was acknowledged."""

    primary: PostgreSQL
    standby: PostgreSQL
    databases: dict[str, str] = field(default_factory=dict)

    def fail_over(self) -> None:
        """Lose the primary for good, and let the standby take its place."""
        self.primary.kill()
        with psycopg.connect(self.address("postgres", self.standby), autocommit=True) as connection:
            assert connection.execute("SELECT pg_promote()").fetchone() == (True,)

    @staticmethod
    def address(name: str, *servers: PostgreSQL) -> str:
        return f"postgresql://helpline@{','.join(f'{HOST}:{each.port}' for each in servers)}/{name}"


@contextlib.contextmanager
def pair() -> Iterator[Pair]:
    """Start both with the prepared demo in them; a commit waits until the standby has it as well."""
    with running(PostgreSQL, durable=True) as primary, folder("standby") as place:
        found = {}
        for setting, like in prepared().databases.items():
            name = "keys" if "KEYS" in setting else "words"
            copy(primary, like, primary.create_database(name))
            found[setting] = name
        standby = PostgreSQL(folder=place, durable=True)
        shutil.chown(place, "postgres", "postgres")
        source = ["-h", HOST, "-p", str(primary.port), "-U", "helpline"]
        standby._run("pg_basebackup", *source, "-D", str(standby.data), "-R", "-X", "stream", "-c", "fast")
        standby.start()
        try:
            with psycopg.connect(Pair.address("postgres", primary), autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
                connection.execute("SELECT pg_reload_conf()")
            both = {setting: Pair.address(name, primary, standby) for setting, name in found.items()}
            yield Pair(primary, standby, both)
        finally:
            standby.stop()


def copy(server: PostgreSQL, source: str, target: str) -> None:
    """Copy what is in one database into another."""
    dump = [f"{server.binaries}/pg_dump", "-Fp", "--no-owner", source]
    load = [f"{server.binaries}/psql", "-q", "-v", "ON_ERROR_STOP=1", target]
    taken = subprocess.run(dump, capture_output=True, check=True)
    subprocess.run(load, input=taken.stdout, capture_output=True, check=True)
