"""What is refused before anything of a request is read."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from helpline.face.values import Face, Words
from helpline.kernel.edge import OurHosts, is_ours, most_bytes
from helpline.serving_http import answer, page_of
from helpline.staff.models import Account

pytestmark = pytest.mark.django_db
# Of every kind: a page, an answer for scripts, a file, a page of staff, nothing at all.
PATHS = ["/", "/chat/", "/status.json", "/static/img/icon.svg", "/accounts/login/", "/healthz", "/nothing"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "a b", ""]
)
def test_a_strange_host_is_refused_on_a_page_that_does_not_repeat_it(path: str, host: str) -> None:
    refused = Client().get(path, headers={"Host": host})

    assert refused.status_code == 400
    assert b"evil" not in refused.content
    assert "default-src 'none'" in refused["Content-Security-Policy"]
    assert refused["Cache-Control"] == "no-store"


def test_a_body_has_its_limit_before_it_is_read(settings: Any) -> None:
    def posts(path: str, length: int) -> Any:
        body = io.BytesIO()  # what is said to come never does: whoever reads it finds nothing
        return Client().generic("POST", path, body.read(), CONTENT_LENGTH=str(length))

    for path in ("/chat/plain", "/api/contacts", "/nothing", "/chat/services"):
        assert posts(path, settings.HELPLINE_LIMITS["form_bytes"] + 1).status_code == 413
    assert posts("/supervision/line/", settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1).status_code == 413
    assert posts("/api/contacts", 10**9).json()["error"]["code"] == "request.too_large"
    assert "999" in posts("/chat/plain", 10**9).content.decode()
    assert most_bytes("/chat/plain") < most_bytes("/console/")


@pytest.mark.parametrize("path", ["/chat/plain", "/chat/services", "/accounts/login/", "/supervision/line/"])
def test_a_file_is_taken_nowhere(
    path: str, signed_in: Callable[[Account], Client], supervisor: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("a file was written to disk")

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", never)
    client = signed_in(supervisor) if path.startswith("/supervision/") else Client()
    file = io.BytesIO(b"x" * 40_000)
    file.name = "picture.jpg"

    refused = client.post(path, {"body": "words", "picture": file})

    assert refused.status_code == 400
    assert "could not be read" in refused.content.decode()
    # The same form without the file is read.
    assert "could not be read" not in client.post(path, {"body": "words"}).content.decode()


def test_a_file_is_taken_on_these_pages_alone() -> None:
    from django.urls import get_resolver

    from helpline.kernel.edge import TAKES_A_FILE
    from tests.routes import routes

    taking = [route for route, view in routes(get_resolver()) if getattr(view, TAKES_A_FILE, False)]

    assert taking == [
        "supervision/face/logo/",
        "supervision/scripts/draft/import/",
        "supervision/service/configuration/",
    ]


def scope(*hosts: str, kind: str = "websocket") -> dict[str, Any]:
    headers = [(b"host", host.encode()) for host in hosts]
    return {"type": kind, "headers": headers, "path": "/ws/caller/", "root_path": "//evil.example"}


@pytest.mark.parametrize("hosts", [("evil.example",), ("localhost", "localhost"), ("localhost:1:2",), ("",)])
def test_a_socket_of_a_strange_host_is_closed_before_it_opens(hosts: tuple[str, ...]) -> None:
    seen: list[Any] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        seen.append("application")

    async def django(scope: Any, receive: Any, send: Any) -> None:
        seen.append("django")

    async def send(message: Any) -> None:
        seen.append(message)

    edge = OurHosts(application, django=django)
    async_to_sync(edge)(scope(*hosts), None, send)
    assert seen == [{"type": "websocket.close"}]
    # Over HTTP nothing is held for it: Django has the page.
    async_to_sync(edge)(scope(*hosts, kind="http"), None, send)
    assert seen[1:] == ["django"]


def test_no_client_says_under_which_path_we_stand() -> None:
    roots: list[str] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        roots.append(scope["root_path"])

    async_to_sync(OurHosts(application, django=application))(scope("localhost:8000"), None, None)

    assert is_ours(scope("LOCALHOST:8000"))
    assert roots == [""]


@pytest.mark.parametrize(
    ("path", "said"),
    [("/supervision/face/logo/", "make it smaller"), ("/chat/plain", "make it shorter")],
)
def test_what_the_server_itself_refuses_gets_the_page_of_its_place(path: str, said: str) -> None:
    head, _, page = answer(413, page_of, path).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 413 Content Too Large\r\n")
    assert b"Connection: close" in head
    assert said in page.decode()
    assert "999" in page.decode()


def test_the_way_out_on_such_a_page_is_the_one_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    before = answer(413, page_of, "/chat/plain").decode()
    away = Face(number=7, words={"en": Words(exit_url="https://weather.example/"), "cy": Words()})
    monkeypatch.setattr("helpline.face.in_force.face_known", lambda: away)
    monkeypatch.setattr("chat.views.page_data.face_known", lambda: away)

    assert "https://weather.example/" not in before
    assert "https://weather.example/" in answer(413, page_of, "/chat/plain").decode()
