"""Other sites, strange hosts and odd requests, against the real server over real connections."""

import json
import socket
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.attacks.payloads import batches, every, some
from tests.attacks.tripwire import LAID, LOOKED, SETTLED
from tests.journeys.console_page import Console
from tests.journeys.people import Callers
from tests.journeys.site import a_site
from tests.live import Server, a_server

pytestmark = [pytest.mark.journey, pytest.mark.once]
SOCKETS = ("/ws/caller/", "/ws/handler/", "/ws/board/")
GUARD_SECONDS = 10
# The handler of the talk writes too, and everybody keeps the same for use again.
TALK = """
from uuid import UUID, uuid4
from django.utils import timezone
from chat.models import SavedReply
from chat.services.messages import Post, post_messages
from chat.services.presence import set_presence
from chat.services.queue import take
from helpline.staff.models import Account
handler = Account.objects.get(username="handler1")
set_presence(by=handler, available=True, capacity=2)
take(by=handler, contact=UUID({contact!r}))
for words in {texts!r}:
    post = Post(contact=UUID({contact!r}), client_id=uuid4(), body=words, handler=handler.pk, agreed=True)
    answer, = post_messages([post])
    assert hasattr(answer, "seq"), answer
    SavedReply.objects.create(owner=None, title=words[:60], words=words[:1000], changed_at=timezone.now())
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with a_server(tmp_path_factory.mktemp("edge")) as server:
        server.start()
        yield server


class Answer:
    """What came back over a plain connection, to its end."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split()[1]) if lines[0] else 0
        self.headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])
        }


def sends(server: Server, *pieces: bytes) -> Answer:
    """Send bytes as they are and read until the server closes, or says no more of what it would say."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=GUARD_SECONDS) as line:
        try:
            for piece in pieces:
                line.sendall(piece)
        except OSError:
            # It has closed already, which is an answer.
            pass
        raw = b""
        try:
            while piece := line.recv(65_536):
                raw += piece
        except OSError:
            pass
        return Answer(raw)


def asks(server: Server, first: str, *headers: str, body: bytes = b"", host: str | None = "") -> Answer:
    hosts = [] if host is None else [f"Host: {host or server.origin.removeprefix('http://')}"]
    head = "\r\n".join([first, *hosts, "Connection: close", *headers, "", ""])
    return sends(server, head.encode("latin-1") + body)


def handshake(server: Server, path: str, *headers: str, host: str = "") -> Answer:
    upgrade = ("Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: helpline.v1")
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    lines = [f"GET {path} HTTP/1.1", f"Host: {host or server.origin.removeprefix('http://')}"]
    lines += ["Connection: Upgrade", *upgrade, key, *headers, "", ""]
    with socket.create_connection(("127.0.0.1", server.port), timeout=GUARD_SECONDS) as line:
        line.sendall("\r\n".join(lines).encode())
        return Answer(line.recv(65_536))


def is_ours(answer: Answer) -> bool:
    """Tell whether a refusal has our page and our headers, and names nothing that the server is made of."""
    policy = answer.headers.get("content-security-policy", "")
    told = answer.raw.lower()
    return (
        "default-src 'none'" in policy
        and answer.headers.get("cache-control") == "no-store"
        and answer.headers.get("x-content-type-options") == "nosniff"
        and not any(word in told for word in (b"daphne", b"twisted", b"traceback", b"django", b"python"))
    )


# -- Sockets ----------------------------------------------------------------------------------------


def test_a_socket_opens_for_our_own_pages_alone(server: Server) -> None:
    own = f"Origin: {server.origin}"
    others = [
        "X: no origin",
        "Origin: null",
        "Origin: http://evil.example",
        f"Origin: {server.origin}.evil.example",
        f"Origin: http://evil.example@{server.origin.removeprefix('http://')}",
        f"Origin: https://{server.origin.removeprefix('http://')}",
        "Origin: http://127.0.0.1:1",
        f"Origin: {server.origin}, http://evil.example",
    ]
    for path in SOCKETS:
        assert handshake(server, path, own).status == 101, path
        refused = [handshake(server, path, other).status for other in others]
        assert [status in {400, 403} for status in refused] == [True] * len(others), (path, refused)


def test_a_socket_of_a_strange_host_is_refused(server: Server) -> None:
    # Its own origin is right: what is wrong is a name that somebody else has made lead here.
    refused = [
        handshake(server, path, f"Origin: {server.origin}", host=host).status
        for path in SOCKETS
        for host in ("evil.example", f"evil.example:{server.port}", "127.0.0.1.evil.example")
    ]

    assert set(refused) == {403}


# -- HTTP -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/chat/", "/static/css/tokens.css", "/status.json", "/api/contact/events?wait=20"]
)
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:80@evil.example", "127.0.0.1\tevil", "[::1", "*"]
)
def test_a_strange_host_gets_nothing(server: Server, path: str, host: str) -> None:
    refused = asks(server, f"GET {path} HTTP/1.1", "Authorization: Bearer x", host=host)

    assert refused.status == 400
    assert is_ours(refused)
    assert b"evil" not in refused.raw


def test_headers_of_proxies_that_nobody_set_up_change_nothing(server: Server) -> None:
    for header in (
        "X-Forwarded-Host: evil.example",
        "Forwarded: host=evil.example",
        "Daphne-Root-Path: //evil.example",
    ):
        page = asks(server, "GET / HTTP/1.1", header)
        moved = asks(server, "GET /console/ HTTP/1.1", header)

        assert page.status == 200, header
        assert b"evil" not in page.raw + moved.raw, header


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Length: 5", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding: chunked", "Content-Length: 5"),
        ("Content-Length: 5", "Content-Length: 6"),
        ("Content-Length: 5, 5",),
        ("Content-Length: +5",),
        ("Content-Length: -1",),
        ("Content-Length: 0x5",),
        ("Content-Length:\t5\x0b",),
        ("Transfer-Encoding: chunked",),
        ("Transfer-Encoding: xchunked",),
        ("Transfer-Encoding: chunked, identity",),
        ("Transfer-Encoding:\x0bchunked",),
        ("Transfer-Encoding: identity", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding : chunked", "Content-Length: 5"),
        ("X: y\nTransfer-Encoding: chunked", "Content-Length: 0"),
    ],
)
def test_no_second_request_hides_in_the_body_of_a_first(server: Server, headers: tuple[str, ...]) -> None:
    hidden = b"0\r\n\r\nGET /status.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

    answered = asks(server, "POST /chat/plain HTTP/1.1", *headers, body=hidden)

    assert answered.status in {400, 411}
    assert b'"intake"' not in answered.raw
    assert answered.raw.count(b"HTTP/1.1 ") == 1


def test_a_large_body_is_refused_before_it_comes(server: Server) -> None:
    # Nothing of it is ever sent: whoever waited for it would not answer.
    for path, length in (
        ("/chat/plain", 70_000),
        ("/api/contacts", 10**12),
        ("/supervision/line/", 2_000_000),
    ):
        refused = asks(server, f"POST {path} HTTP/1.1", f"Content-Length: {length}", "Expect: 100-continue")
        assert refused.status == 413, path
        assert is_ours(refused)
        assert b"100 Continue" not in refused.raw
    endless = asks(
        server, "POST /chat/plain HTTP/1.1", "Transfer-Encoding: chunked", body=b"ffff\r\n" + b"x" * 99
    )
    assert endless.status == 411
    assert is_ours(endless)


@pytest.mark.parametrize(
    "headers",
    [
        ("X-Long: " + "x" * 20_000,),
        tuple(f"X-{n}: y" for n in range(600)),
        ("X\x00Y: z",),
        ("no colon",),
        ("X: a\x00b",),
    ],
    ids=["long", "many", "a NUL in a name", "none", "a NUL"],
)
def test_strange_headers_end_the_request(server: Server, headers: tuple[str, ...]) -> None:
    # What is too long ends the connection without a word.
    assert asks(server, "GET /status.json HTTP/1.1", *headers).status in {0, 400}


@pytest.mark.parametrize(
    "first",
    [
        "GET /" + "x" * 20_000 + " HTTP/1.1",
        "GET /\xff HTTP/1.1",
        "GET /status.json?\xff HTTP/1.1",
        "GET http://evil.example/status.json HTTP/1.1",
        "GET /static/..%2f..%2fmanage.py HTTP/1.1",
        "GET /static/%2e%2e/%2e%2e/helpline/settings.py HTTP/1.1",
        "GET //evil.example/%2e%2e HTTP/1.1",
        "TRACE / HTTP/1.1",
        "CONNECT evil.example:443 HTTP/1.1",
        "PROPFIND /chat/ HTTP/1.1",
        "GET / HTTP/9.9",
    ],
    ids=lambda first: first[:30],
)
def test_strange_requests_get_no_more_than_a_refusal(server: Server, first: str) -> None:
    answered = asks(server, first)

    # 0: it ended the connection without a word.
    assert answered.status in {0, 400, 403, 404, 405}
    assert b"SECRET" not in answered.raw
    assert b"evil" not in answered.raw.replace(b"evil.example/status.json", b"")


def test_many_shapes_later_the_server_has_met_no_error(server: Server) -> None:
    assert asks(server, "GET /readyz HTTP/1.1").status == 200
    assert "Traceback" not in server.log


# -- In a browser -----------------------------------------------------------------------------------

HIJACK = """async (origin) => {
  const opens = (path) => new Promise((done) => {
    const socket = new WebSocket(origin.replace("http", "ws") + path, "helpline.v1");
    socket.onopen = () => done("open");
    socket.onerror = () => done("refused");
  });
  const mine = { credentials: "include" };
  const asks = (path, options) => fetch(origin + path, { ...mine, ...options })
    .then(() => "read", () => "kept from reading");
  const sends = (path, options) => asks(path, { method: "POST", ...options });
  const start = '{"consent": true, "about": "unsure", "language": "en"}';
  return [
    await opens("/ws/caller/"), await opens("/ws/handler/"), await opens("/ws/board/"),
    await sends("/api/contacts", { mode: "no-cors", body: start }),
    await sends("/api/contacts", { headers: { "Content-Type": "application/json" }, body: "{}" }),
    await sends("/console/api/practice/", { mode: "no-cors", body: "{}" }),
    await asks("/console/"),
  ];
}"""


def test_another_site_opens_no_socket_starts_nothing_and_frames_nothing(
    server: Server, chromium: Browser
) -> None:
    with a_site() as site:
        page = chromium.new_context().new_page()
        Console(page, server.origin).signs_in("supervisor1", "/supervision/")
        server.run_code("from chat.models import Contact; before = Contact.objects.count()")
        page.goto(site.page("/hijack", "<title>x</title>"))
        # In the browser of somebody who is signed in.
        assert page.evaluate(HIJACK, server.origin) == ["refused"] * 3 + ["kept from reading"] * 4
        fields = {"step": "start", "consent": "yes", "about": "unsure"}
        form = "".join(f'<input name={name} value="{value}">' for name, value in fields.items())
        form = f'<form method=post action="{server.origin}/chat/plain">{form}<button>x'
        page.goto(site.page("/form", form))
        page.get_by_role("button").click()
        page.wait_for_url(f"{server.origin}/chat/plain")
        server.run_code("assert Contact.objects.count() == before, 'somebody else started a contact'")

        frames = [
            "/console/",
            "/supervision/",
            "/accounts/login/",
            "/chat/",
            "/chat/?frame=1",
            "/status.json",
        ]
        framed = "".join(f'<iframe src="{server.origin}{path}"></iframe>' for path in frames)
        own = f'<iframe src="{site.page("/own", "<p>shown")}"></iframe>'
        page.goto(site.page("/frames", framed + own))
        shown = [frame.content() for frame in page.frames[1:]]
        # A frame of the site's own is shown; of ours the browser shows its refusal, which is empty.
        assert "shown" in shown[-1]
        assert [html for html in shown[:-1] if "helpline" in html.lower() or "<main" in html] == []
        assert len(shown) == len(frames) + 1


@pytest.mark.parametrize(
    "payloads", [pytest.param(some(), id="some"), pytest.param(every(), id="every", marks=pytest.mark.long)]
)
def test_no_hostile_word_of_a_talk_runs_on_either_side(
    server: Server, chromium: Browser, payloads: list[str]
) -> None:
    texts = batches(payloads, longest=3_500)
    with Callers(server) as callers:
        (contact,) = callers.start(1, first_message=texts[0])
        for text in texts:
            callers.says(contact, text)
        server.run_code(TALK.format(contact=contact, texts=[text.replace("\x00", "") for text in texts]))

        console = _wired(chromium)
        Console(console, server.origin).signs_in("handler1").is_connected()
        console.keyboard.press("Alt+Digit1")
        expect(console.locator("article .message__body").filter(has_text="tripwire")).to_have_count(
            len(texts) * 2 + 1
        )
        console.keyboard.press("Alt+r")
        expect(console.get_by_role("dialog", name="Saved replies")).to_contain_text("tripwire")
        _nothing(console)

        caller = _wired(chromium)
        held = json.dumps({"contact": contact, "token": callers.people[contact].token})
        caller.add_init_script(f"sessionStorage.setItem('helpline', {json.dumps(held)})")
        caller.goto(f"{server.origin}/chat/")
        expect(caller.locator(".message__body")).to_have_count(len(texts) * 2 + 1)
        _nothing(caller)
    server.run_code("from chat.models import SavedReply; SavedReply.objects.all().delete()")


def _wired(chromium: Browser) -> Page:
    """Open a page with the tripwire laid, under the policy as it is served."""
    page = chromium.new_context().new_page()
    page.add_init_script(LAID)
    page.on("request", lambda request: _refuse_tripwire(request.url))
    return page


ASKED: list[str] = []


def _refuse_tripwire(url: str) -> None:
    if "tripwire" in url:
        ASKED.append(url)


def _nothing(page: Page) -> None:
    page.evaluate(SETTLED)
    assert "tripwire" in page.locator("body").inner_text()
    assert page.evaluate(LOOKED, None) == []
    assert ASKED == []
