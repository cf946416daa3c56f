"""Two processes of the service on a durable PostgreSQL, a Redis and nginx, all of this run's own."""

# ruff: noqa: S310

import contextlib
import json
import os
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.live import RAISED, Server
from tests.live_code import SIGNING_IN
from tests.proxy import Nginx
from tests.servers import PostgreSQL, Redis, running

TICK = os.sysconf("SC_CLK_TCK")
LIMITS = {
    **RAISED,
    "HELPLINE_CONNECTS_PER_SECOND": "10000",
    "HELPLINE_SILENT_SOCKETS_PER_NETWORK": "4000",
    "HELPLINE_SOCKETS_PER_NETWORK": "10000",
    # Nobody is judged gone by how busy this machine is, or because a phase leaves the desks empty.
    "HELPLINE_LEASE_SECONDS": "3600",
}
PREPARE = """
import json
from datetime import timedelta
from pathlib import Path
from django.utils import timezone
from chat.models import Contact
from chat.services.contacts import start_contact
from chat.starting import StartRequest
from helpline.staff.models import Account
cookies, people = [], []
for number in range({handlers}):
    account = Account.objects.create(username=f"cost{{number:03}}", role="handler", password="!")
    cookies.append(cookie_of(account))
for number in range({callers}):
    started = start_contact(request=StartRequest(about="own_behaviour", safe_now=True))
    people.append([str(started.contact.pk), started.token])
Contact.objects.update(caller_seen_at=timezone.now() + timedelta(days=1))
Path({out!r}).write_text(json.dumps([cookies, people]))
"""


@dataclass(frozen=True)
class Used:
    """What a part has used since it began: seconds of a core, and seconds it waited for one."""

    cpu: float
    waited: float


@dataclass(frozen=True)
class Site:
    """The parts of the run. Callers come to the first process through nginx, or straight to either."""

    first: Server
    second: Server
    nginx: Nginx
    postgres: PostgreSQL
    redis: Redis
    folder: Path

    def pids(self) -> dict[str, int]:
        parts = {
            "first": self.first.process,
            "second": self.second.process,
            "nginx": self.nginx.process,
            "postgresql": self.postgres.process,
            "redis": self.redis.process,
        }
        return {name: process.pid for name, process in parts.items() if process is not None}

    def used(self) -> dict[str, Used]:
        """Return what each part has used until now, with its children."""
        return {name: _used(pid) for name, pid in self.pids().items()}

    def prepare(self, *, handlers: int, callers: int) -> tuple[list[str], list[tuple[str, str]]]:
        """Make handlers who are signed in and callers who wait; returns cookies, and contacts with tokens."""
        out = self.folder / "people.json"
        self.first.run_code(SIGNING_IN + PREPARE.format(handlers=handlers, callers=callers, out=str(out)))
        cookies, people = json.loads(out.read_text())
        return cookies, [(contact, token) for contact, token in people]


@contextlib.contextmanager
def two_processes(folder: Path) -> Iterator[Site]:
    """Start everything, give it, and stop it whatever happens."""
    with running(PostgreSQL, durable=True) as postgres, running(Redis) as redis:
        settings = {
            "HELPLINE_DATABASE_URL": postgres.create_database("words"),
            "HELPLINE_KEYS_DATABASE_URL": postgres.create_database("keys"),
            "HELPLINE_REDIS_URL": redis.url,
            # One secret for both: a session of one is a session of the other.
            "HELPLINE_SECRET_KEY": "of this run alone, and as long as it has to be " * 2,
            "HELPLINE_KEK": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
            **LIMITS,
        }
        servers = []
        for name in ("first", "second"):
            (folder / name).mkdir(parents=True)
            servers.append(Server(folder / name, settings))
        first, second = servers
        front = folder / "nginx"
        front.mkdir()
        nginx = Nginx(folder=front, app=first.port)
        for server in servers:
            server.settings["HELPLINE_ORIGINS"] = ",".join((first.origin, second.origin, nginx.origin))
        try:
            first.start()
            second.start()
            nginx.start()
            yield Site(first, second, nginx, postgres, redis, folder)
        finally:
            nginx.stop()
            second.stop()
            first.stop()


def _used(pid: int) -> Used:
    family = _family(pid)
    return Used(sum(map(_cpu, family)), sum(map(_waited, family)))


def _fields(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _family(pid: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _fields(int(entry.name))):
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid]
    for each in found:
        found += parents.get(each, [])
    return found


def _cpu(pid: int) -> float:
    # Its own, and that of children which have ended: user and system of each.
    return sum(int(ticks) for ticks in _fields(pid)[11:15]) / TICK


def _waited(pid: int) -> float:
    waited = 0
    for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError):
            waited += int(task.read_text().split()[1])
    return waited / 1e9


def resident_kb(pid: int) -> int:
    """Return the memory that a process alone holds now."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def read_metric(origin: str, name: str) -> float:
    """Return one figure of a process's own page for monitors; 0 where it has none yet."""
    with urllib.request.urlopen(f"{origin}/metrics", timeout=10) as answer:
        page = answer.read().decode()
    return sum(float(line.split()[-1]) for line in page.splitlines() if line.startswith(f"{name} "))


def difference(before: dict[str, Used], after: dict[str, Used]) -> dict[str, Used]:
    """Return what each part used between two readings."""
    return {
        name: Used(after[name].cpu - used.cpu, after[name].waited - used.waited)
        for name, used in before.items()
    }
