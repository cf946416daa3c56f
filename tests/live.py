"""The real server in a process of its own, for tests that kill it and talk to it from outside.

It runs on whatever the suite runs on: SQLite and one process's memory, or databases made
for it on the suite's PostgreSQL, and the suite's Redis. The first server of a run prepares the
demo's data; every one begins with a copy of it.
"""

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.live_code import Code
from tests.servers import HOST, free_port
from tests.shared import found, leave

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "practice-makes-it-plain"  # of throw-away demo accounts
READY_SECONDS = 180.0
# What the runs on SQLite share of it.
DEMO = "demo"
DATABASES = ("HELPLINE_DATABASE_URL", "HELPLINE_KEYS_DATABASE_URL")
# What a test may do in a second is more than what one caller does in an hour.
RAISED = {
    "HELPLINE_BURST": "2000",
    "HELPLINE_PER_SECOND": "2000",
    "HELPLINE_CONTACTS_PER_HOUR": "2000",
    "HELPLINE_CONTACTS_AT_ONCE": "2000",
    "HELPLINE_CHALLENGES_PER_HOUR": "2000",
    # Nobody is sent on over some seconds: there is nobody to go to, and the test is over.
    "HELPLINE_DRAIN_SECONDS": "0",
    # The proof is asked for as ever, and costs next to nothing.
    "HELPLINE_PROOF_NUMBER": "50",
}


def on_redis() -> bool:
    return bool(os.environ.get("HELPLINE_REDIS_URL"))


def backend() -> str:
    """Return the name of what the suite runs on, as a folder may be called."""
    return "postgresql" if os.environ.get("HELPLINE_DATABASE_URL") else "sqlite"


class Server:
    """`manage.py run_demo` on a port and a data folder that it keeps when it is started again."""

    command = "run_demo"
    mode = "demo"

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.code: Code | None = None
        # Set by a test that takes away what the server stands on.
        self.may_stumble = False
        self.settings = {
            "HELPLINE_MODE": self.mode,
            "HELPLINE_PORT": str(self.port),
            "HELPLINE_DATA_DIR": str(folder / "data"),
            **RAISED,
            **settings,
        }

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        ours = {
            name: value for name, value in os.environ.items() if not name.startswith(("HELPLINE", "DJANGO"))
        }
        return ours | self.settings

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def allow_origin(self, origin: str) -> None:
        """Let pages of this origin talk to the server from its next start on."""
        own = self.settings.get("HELPLINE_ORIGINS", self.origin)
        self.settings["HELPLINE_ORIGINS"] = f"{own},{origin}"

    def start(self) -> None:
        """Start, where it does not run, and wait until it says that it is ready."""
        if self.process is not None and self.process.poll() is None:
            return
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", self.command],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + READY_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"The server did not start: {self.log[-3_000:]}")
            time.sleep(0.05)

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.origin}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """End it as a power cut would: no handler runs, nothing is flushed."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        if self.code is not None:
            self.code.close()
            self.code = None
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def run_code(self, code: str) -> None:
        """Run Python inside the project, on this server's data; what it names stays for the next time."""
        if self.code is None:
            self.code = Code(self.environment)
        self.code.run(code)

    def add_handlers(self, *usernames: str) -> None:
        """Make more handlers with the password of the demo's staff."""
        makes = "; ".join(
            f"Account.objects.create_account(username={name!r}, password={PASSWORD!r}, role='handler')"
            for name in usernames
        )
        self.run_code(f"from helpline.staff.models import Account; {makes}")


@dataclass(frozen=True)
class Prepared:
    """What a demo has made by the time it is ready: its data folder, and its databases by their setting."""

    data: Path
    databases: Mapping[str, str]


@cache
def prepared() -> Prepared:
    """Prepare a demo once for all servers of this run; on SQLite, for all runs."""
    if data := found(DEMO):
        return Prepared(data, {})
    kept = contextlib.ExitStack()
    atexit.register(kept.close)
    folder = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="helpline-prepared-")))
    databases = {
        name: kept.enter_context(own_database(os.environ[name])) for name in DATABASES if os.environ.get(name)
    }
    # Chosen once: whoever is told it hashes it anew for all of them at every start.
    server = Server(folder, databases | redis_setting() | {"HELPLINE_DEMO_PASSWORD": PASSWORD})
    try:
        server.start()
    finally:
        server.stop()
    if not databases:
        leave(folder / "data", DEMO)
    return Prepared(folder / "data", databases)


@contextlib.contextmanager
def a_server(folder: Path, **settings: str) -> Iterator[Server]:
    """Give a server that is not started yet; stop it and drop its databases whatever happens."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(prepared().data, folder / "data", dirs_exist_ok=True)
    with contextlib.ExitStack() as stack:
        own = {
            name: stack.enter_context(own_database(os.environ[name], like=address))
            for name, address in prepared().databases.items()
        }
        server = Server(folder, own | redis_setting() | settings)
        stack.callback(server.stop)
        yield server
        # Shown by pytest beside a test that failed.
        sys.stdout.write(server.log)
        assert server.may_stumble or "Traceback" not in server.log, (
            "the server met an error it did not expect"
        )


def redis_setting() -> dict[str, str]:
    """Return the suite's Redis, but not the database that the tests' own caches are cleared in."""
    if not on_redis():
        return {}
    other = urlunsplit(urlsplit(os.environ["HELPLINE_REDIS_URL"])._replace(path="/1"))
    return {"HELPLINE_REDIS_URL": other}


@contextlib.contextmanager
def own_database(address: str, *, like: str = "template1") -> Iterator[str]:
    """Make a database on the server of `address`, a copy of the one of `like`; drop it afterwards."""
    name = f"live_{uuid4().hex[:12]}"
    made, model = (sql.Identifier(each) for each in (name, urlsplit(like).path.removeprefix("/")))
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, model))
        try:
            yield urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(made))
