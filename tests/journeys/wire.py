"""What a browser was answered, and over which lines, for tests of what stands in front of the service."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, Response

from tests.faults.cluster import Cluster
from tests.servers import HOST

STAFF = re.compile(r"/(console|supervision|accounts|figures|help)/")
# On whatever the service answers, page, file or refusal.
ALWAYS = {
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
}


@dataclass
class Wire:
    """Listens to pages; `origin` is where the service is."""

    origin: str
    answers: list[Response] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)

    def listens(self, page: Page) -> Page:
        page.on("response", lambda answer: self.answers.append(answer))
        page.on("websocket", lambda socket: self.sockets.append(socket.url))
        return page

    @property
    def ours(self) -> list[Response]:
        return [answer for answer in self.answers if answer.url.startswith(f"{self.origin}/")]

    def faults(self) -> list[str]:
        """Return what was answered without a header that is on everything, and what came over no TLS."""
        found = [
            f"{answer.url}: {name} is {answer.headers.get(name)}"
            for answer in self.ours
            for name, wanted in ALWAYS.items()
            if answer.headers.get(name) != wanted
        ]
        for answer in self.ours:
            wanted = "same-origin" if STAFF.match(answer.url.removeprefix(self.origin)) else "no-referrer"
            if answer.headers.get("referrer-policy") != wanted:
                found.append(f"{answer.url}: the referrer's policy is not {wanted}")
            policy = answer.headers.get("content-security-policy", "")
            if answer.request.resource_type == "document" and "default-src 'none'" not in policy:
                found.append(f"{answer.url}: the policy is {policy!r}")
        wanted = self.origin.replace("https:", "wss:")
        return [*found, *(url for url in self.sockets if not url.startswith(f"{wanted}/ws/"))]


def cookies_are_staffs_alone(staff: Page, *callers: Page) -> None:
    held: dict[str, dict[str, Any]] = {str(each.get("name")): {**each} for each in staff.context.cookies()}
    assert set(held) == {"__Host-staff", "__Host-csrf"}
    for cookie in held.values():
        assert [cookie[part] for part in ("secure", "path", "sameSite", "domain")] == [
            True,
            "/",
            "Strict",
            "localhost",
        ]
    assert held["__Host-staff"]["httpOnly"]
    assert [page.context.cookies() for page in callers] == [[] for _ in callers]


def nothing_was_written_down(cluster: Cluster, *words: str) -> None:
    """No file of nginx and of the processes holds an address, a browser's name or one of the words."""
    cluster.nginx.stop()
    ours = {"nginx.conf", "fullchain.pem", "privkey.pem"}
    folders = [cluster.nginx.folder, *(server.folder for server in cluster.servers)]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    written = [path for path in files if path.name not in ours]
    assert {"nginx.log", "log"} <= {path.name for path in written}
    planted = (HOST, "Mozilla", *words)
    found = {(word, path.name) for path in written for word in planted if word.encode() in path.read_bytes()}
    # Where a process says on what it listens.
    assert found == {(HOST, "log")}
    for server in cluster.servers:
        assert "Traceback" not in server.log
        assert [line for line in server.log.splitlines() if HOST in line] == [
            f"Serving on {HOST}:{server.port}."
        ]
