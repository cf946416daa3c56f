"""nginx as deploy/nginx.conf has it writes down nobody, also where something goes wrong.

The program behind it is away: every request is an error, which nginx elsewhere logs with address and all. A
whole contact through it stands in test_everywhere.py.
"""

import base64
import hashlib
import json
import re
import secrets
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from helpline.kernel.middleware import STAFF_PREFIXES
from helpline.settings import DATA_UPLOAD_MAX_MEMORY_SIZE, HELPLINE_LIMITS
from tests.leaks.at_rest import SENTENCE, found
from tests.proxy import CONFIGURATION, DEPLOY, PLACE, Nginx
from tests.servers import HOST, free_port

NAME = "Zebedee-Quillfeather"
ADDRESS = "127.83.97.219"
AGENT = "Plantedbrowser/77.31"
TOKEN = secrets.token_urlsafe(32)
WORDS = SENTENCE.replace(" ", "-")
PLANTED = {"words": WORDS, "name": NAME, "address": ADDRESS, "agent": AGENT, "token": TOKEN}


@pytest.fixture
def nginx(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Nginx]:
    server = Nginx(folder=tmp_path, app=free_port(), ordinary=getattr(request, "param", False))
    server.start()
    try:
        yield server
    finally:
        server.stop()


def goes_wrong(nginx: Nginx) -> list[int]:
    """Bring what is planted in every way that nginx has an error for; return the statuses of what it read."""
    said = {"User-Agent": AGENT, "Referer": f"https://localhost/{NAME}"}
    statuses = [
        nginx.asked(f"/chat/services?q={WORDS}", said, of=ADDRESS)[0],
        nginx.asked(f"/ws/caller/?token={TOKEN}", said, of=ADDRESS)[0],
        nginx.asked(f"/console/{NAME}", said, of=ADDRESS)[0],
        nginx.asked("/api/contacts", said, of=ADDRESS, method="POST", body=WORDS.encode() * 4_000)[0],
    ]
    nginx.told(f"GET /{WORDS}\x01 HTTP/9.9\r\n\r\n".encode(), of=ADDRESS)
    nginx.told(
        f"POST /{NAME} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {TOKEN}\r\n\r\n".encode(), of=ADDRESS
    )
    nginx.told(f"GET /{TOKEN} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(), of=ADDRESS, tls=False)
    return statuses


def kept(nginx: Nginx) -> list[Path]:
    """Return every file that nginx wrote, once it has ended."""
    nginx.stop()
    ours = {"nginx.conf", "fullchain.pem", "privkey.pem"}
    return [path for path in nginx.folder.rglob("*") if path.is_file() and path.name not in ours]


def leaked(files: list[Path]) -> set[str]:
    return {name for name, words in PLANTED.items() if found(words, files)}


@pytest.mark.parametrize("nginx", [True], indirect=True)
def test_ordinary_logs_would_hold_everything(nginx: Nginx) -> None:
    goes_wrong(nginx)
    files = kept(nginx)

    assert leaked(files) == set(PLANTED)
    # In the log of errors alone, too: it is not the access log that shows it.
    assert leaked([path for path in files if path.name == "error.log"]) >= {"words", "name", "address"}


def test_ours_hold_nothing_of_whoever_called_when_all_goes_wrong(nginx: Nginx) -> None:
    assert goes_wrong(nginx) == [503, 503, 503, 413]
    files = kept(nginx)

    assert leaked(files) == set()
    # What failed for staff is counted, and nothing else of it is said.
    failures = (nginx.folder / "staff-failures.log").read_text()
    assert re.fullmatch(r"\S+ 503 GET \d+\.\d+\n", failures)


class Hears(BaseHTTPRequestHandler):
    """A program that keeps what it was told, and says nothing."""

    told: ClassVar[list[dict[str, str]]] = []

    def do_GET(self) -> None:
        self.told.append({name.lower(): text for name, text in self.headers.items()})
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_the_program_is_told_what_nginx_saw_and_nothing_that_a_client_claims(nginx: Nginx) -> None:
    claims = {"X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9", "Forwarded": "for=203.0.113.9"}
    came = {
        **claims,
        "X-Forwarded-Proto": "http",
        "User-Agent": AGENT,
        "Referer": f"https://localhost/{NAME}",
    }
    program = ThreadingHTTPServer((HOST, nginx.app), Hears)
    threading.Thread(target=program.serve_forever, daemon=True).start()
    try:
        for path in ("/chat/", "/console/"):
            nginx.asked(path, came, of=ADDRESS)
    finally:
        program.shutdown()
        program.server_close()

    caller, staff = Hears.told
    told = {"host": f"localhost:{nginx.port}", "x-forwarded-for": ADDRESS, "x-forwarded-proto": "https"}
    assert {name: text for name, text in caller.items() if name != "accept-encoding"} == told
    # Django's check against forged forms reads it where a browser says no origin.
    assert staff["referer"] == came["Referer"]
    assert staff["x-forwarded-for"] == ADDRESS


def test_nginx_itself_takes_the_file(tmp_path: Path) -> None:
    assert "test is successful" in Nginx(folder=tmp_path, app=free_port()).judged()
    # And each place that is filled in is told of to whoever fills it in, twice over: its value and its name.
    for place in set(PLACE.findall(CONFIGURATION)):
        assert CONFIGURATION.count(f"{place}=") == 1, place
        assert re.search(rf"envsubst[^<]*\b{place}\b", CONFIGURATION), place


def test_who_watches_asks_past_it(nginx: Nginx) -> None:
    asked = ["/metrics", "/readyz", "/%6Detrics", "//metrics", "/chat/../metrics"]

    assert [nginx.asked(path)[0] for path in asked] == [404] * 5
    # Where the program is asked, it is away.
    assert nginx.asked("/healthz")[0] == 503


def test_without_tls_nothing_is_taken_and_pages_lead_to_it(nginx: Nginx) -> None:
    def plainly(path: str, host: str = "localhost") -> bytes:
        raw = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
        return nginx.told(raw, tls=False, port=nginx.plain_port)

    assert b"Location: https://localhost/chat/?lang=cy\r\n" in plainly("/chat/?lang=cy")
    assert plainly("/api/contacts").startswith(b"HTTP/1.1 403")
    assert plainly("/ws/caller/").startswith(b"HTTP/1.1 403")
    assert plainly("/", host="elsewhere.example") == b""


def test_staff_are_those_whom_the_program_takes_for_staff() -> None:
    (named,) = re.findall(r"location ~ \^/\(([^)]*)\)/ \{", CONFIGURATION)

    assert {f"/{each}/" for each in named.split("|")} == {*STAFF_PREFIXES, "/ws/handler/", "/ws/board/"}


def test_bodies_are_held_in_memory_and_the_program_has_the_last_word() -> None:
    sizes = {
        name: [int(size) * 1024 for size in re.findall(rf"client_{name}_size (\d+)k;", CONFIGURATION)]
        for name in ("max_body", "body_buffer")
    }

    assert sizes["max_body"] == sizes["body_buffer"]
    assert sizes["max_body"][0] > HELPLINE_LIMITS["form_bytes"]
    assert sizes["max_body"][1] > DATA_UPLOAD_MAX_MEMORY_SIZE


def test_the_page_for_a_program_that_is_away_says_what_the_programs_own_says(nginx: Nginx) -> None:
    status, headers, body = nginx.asked("/chat/")
    page = body.decode()

    assert status == 503
    for language in ("en", "cy"):
        told = json.loads((DEPLOY.parent / f"locale/caller/{language}/mistakes.json").read_text())
        for name in ("mistake_500", "mistake_500_text", "mistake_danger", "mistake_go"):
            assert told[name] in page, (language, name)
    style = page.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in headers["content-security-policy"]
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")
