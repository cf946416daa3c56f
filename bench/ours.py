"""This service as it is measured: a demo's data on a durable PostgreSQL, limits raised, everything on."""

# ruff: noqa: S603, T201

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.live import RAISED, ROOT, Server
from tests.live_code import SIGNING_IN
from tests.servers import HOST, PostgreSQL

# Raised for the run; each check is made all the same. Printed with the result.
LIMITS = {
    **RAISED,
    "HELPLINE_BURST": "100000",
    "HELPLINE_PER_SECOND": "100000",
    "HELPLINE_CONNECTS_PER_SECOND": "100000",
    "HELPLINE_SILENT_SOCKETS_PER_NETWORK": "4000",
    "HELPLINE_SOCKETS_PER_NETWORK": "10000",
    "HELPLINE_SOCKETS": "10000",
}
# Installed by `make bench-peers` beside us, and in no lock of ours.
OTHER_SERVERS = ROOT / "build" / "servers"
PREPARE = """
import json
from pathlib import Path
from datetime import timedelta
from django.utils import timezone
from chat.models import Contact
from chat.services.contacts import start_contact
from chat.starting import StartRequest
from helpline.staff.models import Account
cookies, callers = [], []
for number in range({handlers}):
    account, _ = Account.objects.get_or_create(username=f"bench{{number:03}}", role="handler", password="!")
    cookies.append(cookie_of(account))
Contact.objects.filter(state__in=["waiting", "talking", "ended"]).update(state="closed", handler=None)
for number in range({callers}):
    started = start_contact(request=StartRequest(about="own_behaviour", safe_now=True))
    callers.append([str(started.contact.pk), started.token])
Contact.objects.filter(state="waiting").update(caller_seen_at=timezone.now() + timedelta(hours=1))
Path({out!r}).write_text(json.dumps({{"cookies": cookies, "callers": callers}}))
"""


@contextlib.contextmanager
def pinned(core: int | None) -> Iterator[None]:
    """Let what is started here run on one core alone (`taskset`), where there is such a core."""
    before = os.sched_getaffinity(0)
    if core is None or core not in before:
        yield
        return
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


class Ours(Server):
    """The service on a database of its own, behind Daphne or another server of ASGI."""

    def __init__(self, folder: Path, postgres: PostgreSQL, *, redis: str = "") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(
            folder,
            {
                "HELPLINE_DATABASE_URL": postgres.create_database("words"),
                "HELPLINE_KEYS_DATABASE_URL": postgres.create_database("keys"),
                **({"HELPLINE_REDIS_URL": redis} if redis else {}),
                **LIMITS,
            },
        )

    def begin_with(self, server: str) -> None:
        """Start it behind `server`; Daphne also lays out what the demo needs, so it comes first."""
        if server == "daphne":
            self.start()
            return
        commands = {
            "uvicorn": ["uvicorn", "helpline.asgi:application"],
            "granian": ["granian", "helpline.asgi:application", "--interface", "asgi"],
        }
        quiet = ["--port", str(self.port), "--no-access-log", "--log-level", "warning"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *commands[server], *quiet],
                cwd=ROOT,
                env={
                    **self.environment,
                    "PYTHONPATH": str(OTHER_SERVERS),
                    "DJANGO_SETTINGS_MODULE": "helpline.settings",
                },
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 60
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"{server} did not start: {self.log[-2_000:]}")
            time.sleep(0.1)

    def prepare(self, *, conversations: int) -> Path:
        """Make handlers who are signed in and callers who wait; returns the file for `--people`."""
        out = self.folder / "people.json"
        self.run_code(
            SIGNING_IN + PREPARE.format(handlers=-(-conversations // 4), callers=conversations, out=str(out))
        )
        return out


def load(url: str, system: str, watch: list[int], core: int | None, **options: Any) -> dict[str, Any]:
    """Run the load generator in a process of its own on another core; returns what it found."""
    command = [sys.executable, str(ROOT / "bench" / "load.py"), "--url", url, "--system", system, "--json"]
    command += ["--watch", ",".join(str(pid) for pid in watch)]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    with pinned(core):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    if done.returncode:
        raise RuntimeError(f"the load on {system} failed: {done.stderr[-1_500:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    # Told as they come: a run that is stopped has said something.
    print(
        "  {per_second}/s, p50 {p50_ms} ms, p99 {p99_ms} ms, {cpu_us_a_message} us".format(**found),
        flush=True,
    )
    return found


def address(port: int) -> str:
    return f"ws://{HOST}:{port}"
