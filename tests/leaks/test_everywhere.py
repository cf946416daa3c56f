"""One contact on a real server, with a planted sentence, name, user agent and network address: found nowhere.

Looked through are the data folder (with its logs of the database), the server's log at DEBUG and its figures,
what nginx in front of it keeps, what the commands write, and on PostgreSQL and Redis their folders, MONITOR
and dump.
"""

import asyncio
import json
import os
import socket
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import pytest
from prometheus_client import CollectorRegistry, Counter
from websockets.asyncio.client import connect
from websockets.typing import Origin, Subprotocol

from helpline.kernel import metrics
from tests.leaks.at_rest import SENTENCE, found
from tests.live import Server, a_server, on_redis
from tests.live_http import GUARD_SECONDS
from tests.live_people import LiveCaller, LiveHandler
from tests.live_proof import proof_of_work
from tests.proxy import Nginx

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
NAME = "Zebedee Quillfeather-Oakapple"
# Where the caller's connections come from, and where they say that they come from.
ADDRESS, CLAIMED = "127.83.97.219", "203.0.113.219"
AGENT = "Plantedbrowser/77.31 (Sandcastle; Marigold 4)"
PLANTED = {"sentence": SENTENCE, "name": NAME, "address": ADDRESS, "claimed": CLAIMED, "agent": AGENT}
HEADERS = {"X-Forwarded-For": CLAIMED, "User-Agent": AGENT}
PURGES = """
from datetime import timedelta
from django.utils import timezone
from chat.services.retention import cut_logs, let_go, purge_expired
later = timezone.now() + timedelta(days=40)
assert purge_expired(now=later) >= 1
let_go(now=later)
cut_logs()
"""
EXPORTS = """
from pathlib import Path
from django.core.management import call_command
from helpline.staff.models import AuditEvent
from django.contrib.sessions.models import Session
folder = Path({folder!r})
for format in ("oruk", "csv"):
    call_command("export_directory", format=format, output=folder / f"directory.{{format}}")
(folder / "audit").write_text(str(list(AuditEvent.objects.values())))
(folder / "sessions").write_text(str([each.get_decoded() for each in Session.objects.all()]))
"""


class PlantedCaller(LiveCaller):
    """A caller who comes through nginx, from the planted address and with the planted user agent."""

    nginx: Nginx

    @classmethod
    async def starts(cls, server: Server, *, port: int | None = None, **answers: Any) -> Self:
        caller = cls(server, port=port)
        proof = await asyncio.to_thread(proof_of_work, server.origin)
        body = {"consent": True, "about": "own_behaviour", "language": "en", "proof": proof, **answers}
        started = json.loads(await asyncio.to_thread(asked, cls.nginx, "/api/contacts", "", body))
        caller.contact, caller.token = started["contact"], started["token"]
        await caller.joins()
        return caller

    async def joins(self, after: int = 0) -> None:
        self.socket = await connect(
            f"{self.nginx.origin.replace('https', 'wss')}/ws/caller/",
            origin=Origin(self.nginx.origin),
            subprotocols=[Subprotocol("helpline.v1")],
            additional_headers={"X-Forwarded-For": CLAIMED},
            user_agent_header=AGENT,
            proxy=None,
            host="127.0.0.1",
            local_addr=(ADDRESS, 0),
            ssl=self.nginx.trust,
        )
        self._reader = asyncio.create_task(self._read(self.socket))
        await self.socket.send(json.dumps({"type": "hello", "token": self.token, "after": after}))
        await self.until(lambda: self.events("welcome"))


class Monitor:
    """Everything that a Redis is asked, as it says itself."""

    def __init__(self, port: int, file: Path) -> None:
        self.file = file
        self.line = socket.create_connection(("127.0.0.1", port))
        self.line.sendall(b"MONITOR\r\n")
        threading.Thread(target=self._write, daemon=True).start()

    def _write(self) -> None:
        with self.file.open("wb", buffering=0) as file:
            while piece := self.line.recv(65_536):
                file.write(piece)


def of_redis(address: str, *command: str) -> bytes:
    """Ask a Redis one thing and return what it answers."""
    with socket.create_connection(("127.0.0.1", int(urlsplit(address).port or 6379))) as line:
        line.sendall((" ".join(command) + "\r\n").encode())
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65_536), b""))


def saved(address: str, folder: Path) -> None:
    """Keep what a Redis would write to its disk; see that the monitor has heard anything."""
    of_redis(address, "SAVE")
    kept = of_redis(address, "CONFIG", "GET", "dir").split(b"\r\n")[-2].decode()
    (folder / "dump").write_bytes(Path(kept, "dump.rdb").read_bytes())
    assert (folder / "monitor").stat().st_size > 1_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with a_server(tmp_path / "server", HELPLINE_LOG_LEVEL="DEBUG", HELPLINE_TRUSTED_PROXIES="1") as server:
        yield server


@pytest.fixture
def nginx(server: Server) -> Iterator[Nginx]:
    """nginx in a folder beside the server's data, in front of the server, which is started."""
    (server.folder / "nginx").mkdir()
    front = Nginx(folder=server.folder / "nginx", app=server.port)
    server.allow_origin(front.origin)
    server.start()
    front.start()
    try:
        yield front
    finally:
        front.stop()


def asked(nginx: Nginx, path: str, token: str = "", body: dict[str, Any] | None = None) -> bytes:
    """Ask as the planted caller does and return what was answered, whatever the status."""
    headers = {**HEADERS, "Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    data, method = (json.dumps(body).encode(), "POST") if body is not None else (None, "GET")
    return nginx.asked(path, headers, of=ADDRESS, method=method, body=data)[2]


async def talks(server: Server, nginx: Nginx) -> str:
    """Say the planted words on every way, also in what is refused; return the token."""
    PlantedCaller.nginx = nginx
    caller = await PlantedCaller.starts(server, first_message=f"{NAME} here. {SENTENCE}.")
    handler = await LiveHandler.signs_in(server, "handler1")
    contact = await handler.takes(caller.contact)
    await caller.says(f"I am {NAME}. {SENTENCE}")
    await handler.says(contact, f"You said: {SENTENCE}, {NAME}")
    await handler.does(type="note.add", contact=contact, body=f"{NAME}: {SENTENCE}")
    post = {"type": "message.post", "id": "not an id", "body": f"{SENTENCE} {NAME}"}
    refusals = [
        asked(nginx, "/api/contact/commands", caller.token, post),
        asked(nginx, "/api/contacts", "", {"consent": True, "about": SENTENCE, "language": NAME}),
        asked(nginx, "/api/return", "", {"code": SENTENCE}),
        asked(nginx, "/nowhere/" + NAME.replace(" ", "%20")),
        asked(nginx, "/api/contact/events?after=x", caller.token),
    ]
    assert [name for name, words in PLANTED.items() if words.encode() in b"".join(refusals)] == []
    await caller.hears(f"You said: {SENTENCE}, {NAME}")
    await caller.ends()
    await caller.hangs_up()
    await handler.wraps_up(contact, "completed")
    await handler.hangs_up()
    return caller.token


def figures_of(server: Server) -> bytes:
    """Return what whoever watches the process reads of it, past nginx."""
    with urllib.request.urlopen(f"{server.origin}/metrics", timeout=GUARD_SECONDS) as answer:
        return bytes(answer.read())


def places(server: Server, more: Path) -> list[Path]:
    """Return every file of the server's, and of the databases behind it."""
    files = [path for folder in (server.folder, more) for path in folder.rglob("*") if path.is_file()]
    if url := os.environ.get("HELPLINE_DATABASE_URL"):
        import psycopg

        with psycopg.connect(url, autocommit=True) as database:
            database.execute("CHECKPOINT")
            (folder,) = database.execute("SHOW data_directory").fetchone() or ("",)
        files += [path for path in Path(folder).rglob("*") if path.is_file()]
    return files


def leaked(planted: dict[str, str], files: list[Path]) -> list[str]:
    return [f"{name} in {hit}" for name, words in planted.items() for hit in found(words, files)]


async def test_the_planted_is_nowhere_while_the_words_live_nor_after_their_purge(
    server: Server, nginx: Nginx, tmp_path: Path
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    unprotected = more / "unprotected"
    unprotected.write_text(" ".join(PLANTED.values()))
    assert len(leaked(PLANTED, places(server, more))) >= len(PLANTED)
    unprotected.unlink()
    redis = server.settings.get("HELPLINE_REDIS_URL", "")
    if redis:
        Monitor(int(urlsplit(redis).port or 6379), more / "monitor")

    token = await talks(server, nginx)
    planted = {**PLANTED, "token": token}
    (more / "metrics").write_bytes(await asyncio.to_thread(figures_of, server))
    assert b"helpline_messages" in (more / "metrics").read_bytes()
    await asyncio.to_thread(server.run_code, EXPORTS.format(folder=str(more)))
    if redis:
        saved(redis, more)
    # The log tells of what was done; else there would be nothing to look through.
    assert "DEBUG" in server.log
    assert leaked(planted, places(server, more)) == []
    assert (nginx.folder / "nginx.log") in places(server, more)

    await asyncio.to_thread(server.run_code, PURGES)
    assert leaked(planted, places(server, more)) == []
    assert on_redis() == bool(redis)


def test_the_search_finds_each_of_them_in_what_a_server_keeps_in_the_open(tmp_path: Path) -> None:
    for name, words in PLANTED.items():
        (tmp_path / name).write_text(f"before {words} after")

    assert {hit.split(" in ")[0] for hit in leaked(PLANTED, list(tmp_path.iterdir()))} == set(PLANTED)


def test_the_search_would_find_them_in_the_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "registry", CollectorRegistry())
    said = Counter(
        "helpline_said", "A label that somebody forgot to close.", ["what"], registry=metrics.registry
    )
    for words in PLANTED.values():
        said.labels(words).inc()
    (tmp_path / "metrics").write_bytes(metrics.page())

    assert {hit.split(" in ")[0] for hit in leaked(PLANTED, [tmp_path / "metrics"])} == set(PLANTED)
