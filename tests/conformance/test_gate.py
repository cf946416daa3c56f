"""The gate before everything: a flood is answered there, and who did the work passes."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from pytest_django.fixtures import Settings

from chat import access
from chat.access import digest_of, new_token
from chat.consumers import gate as gates
from chat.consumers.gate import Gate
from chat.services.contacts import Started
from helpline.kernel.proof import new_challenge
from tests.live_proof import solved

FLOOD, HOME = "192.0.2.1", "198.51.100.7"
PAGE = {"accept": "text/html,*/*"}


class Behind:
    """What stands behind the gate: it keeps what came through, and says so."""

    def __init__(self) -> None:
        self.came: list[bytes] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        self.came.append(body)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"passed"})


@pytest.fixture
def gate(settings: Settings) -> Gate:
    settings.HELPLINE_LIMITS = {
        **settings.HELPLINE_LIMITS,
        **{f"{kind}_at_once": 2 for kind in ("looks", "files", "posts", "staff_requests")},
        **{f"{kind}_per_second": 0.001 for kind in ("looks", "files", "posts", "staff_requests")},
    }
    access.proved.cache_clear()
    gates._pages().clear()
    return Gate(Behind())


async def asks(
    gate: Gate,
    path: str = "/api/contact/commands",
    *,
    method: str = "POST",
    body: bytes = b"",
    address: str = FLOOD,
    **headers: str,
) -> tuple[int, dict[str, str], bytes]:
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [
            (name.encode(), value.encode()) for name, value in {"host": "testserver", **headers}.items()
        ],
        "client": [address, 4711],
        "server": ["127.0.0.1", 80],
    }
    communicator = ApplicationCommunicator(gate, scope)
    for at in range(0, len(body) + 1, 8_192):
        piece = body[at : at + 8_192]
        await communicator.send_input(
            {"type": "http.request", "body": piece, "more_body": len(body) - at > 8_192}
        )
    start = await communicator.receive_output(5)
    answer = await communicator.receive_output(5)
    given = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], given, answer["body"]


async def drain(gate: Gate, path: str = "/api/contact/commands", **asked: Any) -> list[int]:
    return [(await asks(gate, path, **asked))[0] for _ in range(4)]


async def test_a_flood_is_answered_at_the_gate_with_a_code(gate: Gate) -> None:
    assert await drain(gate) == [200, 200, 429, 429]

    _, headers, body = await asks(gate)
    error = json.loads(body)["error"]
    assert error["code"] == "throttle.too_many"
    assert int(headers["retry-after"]) == error["retry_after_seconds"] > 0
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "set-cookie" not in headers
    assert len(gate.application.came) == 2  # type: ignore[attr-defined]


async def test_another_network_looking_and_staff_have_budgets_of_their_own(gate: Gate) -> None:
    await drain(gate)

    assert (await asks(gate, address=HOME))[0] == 200
    assert (await asks(gate, "/chat/", method="GET"))[0] == 200
    assert (await asks(gate, "/accounts/login/"))[0] == 200
    await drain(gate, "/chat/", method="GET")
    assert (await asks(gate, "/static/css/caller.css", method="GET"))[0] == 200


async def test_who_has_a_good_token_passes_and_who_makes_one_up_does_not(
    gate: Gate, started: Started
) -> None:
    await drain(gate)
    await database_sync_to_async(access.contact_of_token)(started.token)

    good = [(await asks(gate, authorization=f"Bearer {started.token}"))[0] for _ in range(5)]
    bad = [(await asks(gate, authorization=f"Bearer {token}"))[0] for token in (new_token(), "", "é")]
    assert (good, bad) == ([200] * 5, [429] * 3)


async def test_a_solved_proof_passes_whole_and_one_sent_without_end_does_not(gate: Gate) -> None:
    await drain(gate)
    proof = solved(new_challenge(max_number=50))
    body = json.dumps({"proof": proof, "consent": True, "first_message": "x" * 12_000}).encode()

    passed = [(await asks(gate, "/api/contacts", body=body))[0] for _ in range(7)]

    assert passed == [200] * 5 + [429] * 2
    assert gate.application.came[-1] == body  # type: ignore[attr-defined]
    another = json.dumps({"proof": solved(new_challenge(max_number=50))}).encode()
    assert (await asks(gate, "/api/contacts", body=another))[0] == 200
    for wrong in (b"", b"[1]", b'{"proof": "x"}', b"\xff", body[:-4], json.dumps({"proof": 7}).encode()):
        assert (await asks(gate, "/api/contacts", body=wrong))[0] == 429


async def test_the_page_without_javascript_passes_by_the_token_in_its_form(
    gate: Gate, started: Started
) -> None:
    await drain(gate)
    access.proved().remember(digest_of(started.token))
    form = urlencode({"step": "check", "token": started.token}).encode()

    assert (await asks(gate, "/chat/plain", body=form))[0] == 200
    assert (await asks(gate, "/chat/plain", body=form.replace(b"check&token=", b"check&token=x")))[0] == 429


@pytest.mark.parametrize(
    ("language", "lang", "heading", "ring"),
    [
        ("en-GB,en;q=0.9", "en", "Very many people are asking from your network", "ring 999"),
        ("cy", "cy", "Mae llawer iawn o bobl yn gofyn o&#x27;ch rhwydwaith", "ffoniwch 999"),
    ],
)
async def test_a_page_says_kindly_what_else_can_be_done_in_ones_language(
    gate: Gate, language: str, lang: str, heading: str, ring: str
) -> None:
    await drain(gate, "/chat/", method="GET")

    status, headers, body = await asks(
        gate, "/chat/", method="GET", accept="text/html", **{"accept-language": language}
    )

    page = body.decode()
    assert (status, headers["content-language"]) == (429, lang)
    assert f'<h1 lang="{lang}">{heading}</h1>' in page
    assert ring in page
    assert "0808 802 4040" in page


async def test_staff_read_it_in_their_own_words(gate: Gate) -> None:
    await drain(gate, "/console/", method="GET")

    status, _, body = await asks(gate, "/console/", method="GET", accept="text/html")
    assert status == 429
    assert b"Too much at once from your network" in body
