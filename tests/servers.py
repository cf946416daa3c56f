"""PostgreSQL and Redis of the tests' own: on free ports, in a folder that goes away, stopped by us.

Never one that is already running. Standard library only.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tools.system_packages import postgresql_bin

HOST = "127.0.0.1"
READY_SECONDS = 30.0
# Worth it only where power never fails: the data is thrown away after the run.
FAST = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]


S = TypeVar("S", bound="Server")


class NotReady(RuntimeError):
    """A server did not come up; the text ends with its log."""


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Tell whether somebody listens."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


@dataclass
class Server:
    """One program with its folder and port; it keeps both when it is started again."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    stop_signal: signal.Signals = signal.SIGTERM

    def command(self) -> list[str]:
        raise NotImplementedError

    def is_ready(self) -> bool:
        return answers(self.port)

    def start(self) -> None:
        """Start and wait until it answers. Raises NotReady."""
        log = self.folder / "log"
        with log.open("ab") as output:
            # Its own session: Ctrl-C reaches us alone, and we stop it when the tests are done.
            self.process = subprocess.Popen(
                self.command(), stdout=output, stderr=output, start_new_session=True, **self.identity()
            )
        deadline = time.monotonic() + READY_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise NotReady(f"{self.command()[0]}: {log.read_text(errors='replace')[-2_000:]}")
            time.sleep(0.05)

    def identity(self) -> dict[str, Any]:
        return {}

    def stop(self) -> None:
        """Ask it to end and wait; force it after ten seconds."""
        self._end(self.stop_signal)

    def kill(self) -> None:
        """End it as a crash would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class PostgreSQL(Server):
    """A cluster without passwords on 127.0.0.1; `durable` keeps fsync as it is in production."""

    durable: bool = False
    host: str = HOST
    # Fast shutdown: sessions that are still open are ended.
    stop_signal: signal.Signals = signal.SIGINT

    def __post_init__(self) -> None:
        found = postgresql_bin()
        if found is None:
            raise NotReady("PostgreSQL is not installed")
        self.binaries = found
        self.data = self.folder / "data"

    def identity(self) -> dict[str, Any]:
        # initdb and postgres refuse root.
        if os.geteuid() != 0:
            return {}
        return {"user": "postgres", "group": "postgres", "extra_groups": []}

    def command(self) -> list[str]:
        own = [
            f"{self.binaries}/postgres",
            "-D",
            str(self.data),
            "-p",
            str(self.port),
            "-k",
            str(self.folder),
        ]
        return [*own, "-c", f"listen_addresses={self.host}", *([] if self.durable else FAST)]

    def start(self) -> None:
        if not self.data.exists():
            self._make_cluster()
        super().start()

    def _make_cluster(self) -> None:
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self._run("initdb", "-D", str(self.data), "-U", "helpline", "-A", "trust", "-E", "UTF8", "--no-sync")

    def is_ready(self) -> bool:
        return (
            subprocess.call(
                [f"{self.binaries}/pg_isready", "-q", "-h", self.host, "-p", str(self.port), "-d", "postgres"]
            )
            == 0
        )

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [f"{self.binaries}/{program}", *arguments], capture_output=True, text=True, **self.identity()
        )
        if done.returncode:
            raise NotReady(f"{program}: {done.stderr.strip()}")

    def create_database(self, name: str) -> str:
        """Make an empty database and return its address."""
        self._run("createdb", "-h", self.host, "-p", str(self.port), "-U", "helpline", name)
        return f"postgresql://helpline@{self.host}:{self.port}/{name}"


@dataclass
class Redis(Server):
    """A Redis without persistence, as production runs it."""

    def command(self) -> list[str]:
        program = shutil.which("redis-server", path=os.environ.get("PATH", "") + ":/usr/bin:/usr/local/bin")
        own = [program or "redis-server", "--port", str(self.port), "--bind", HOST, "--dir", str(self.folder)]
        return [*own, "--save", "", "--appendonly", "no", "--daemonize", "no"]

    def asked(self, *command: str) -> bytes:
        """Ask it one thing and return what it answers."""
        with socket.create_connection((HOST, self.port)) as line:
            line.sendall((" ".join(command) + "\r\n").encode())
            line.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: line.recv(65_536), b""))

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.port}/0"


@contextlib.contextmanager
def folder(name: str) -> Iterator[Path]:
    """A folder of the server's own that goes away with it."""
    with tempfile.TemporaryDirectory(prefix=f"helpline-{name}-") as path:
        yield Path(path)


@contextlib.contextmanager
def running(kind: type[S], **options: Any) -> Iterator[S]:
    """Start a server of this kind in a folder of its own; stop it whatever happens."""
    with folder(kind.__name__.lower()) as path:
        server = kind(folder=path, **options)
        try:
            server.start()
            yield server
        finally:
            server.stop()
