"""What stands before everything over HTTP: a flood costs a few microseconds and reaches no view.

Whoever holds a good token, or brings a solved proof, passes at no cost. Everybody else has a budget of
their network in this process, one for looking and one for posting, and staff's pages have theirs, so that
no flood of one kind keeps anybody from another. See docs/adr/0052-floods.md.
"""

import asyncio
import json
import math
from functools import lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.security import SecurityMiddleware

from chat.access import digest_of, proved
from chat.consumers.waiting import Application, Message, Receive, Scope
from chat.views.mistakes import asked_for, busy
from helpline.kernel.metrics import turned_away
from helpline.kernel.middleware import STAFF_PREFIXES, SecurityHeaders
from helpline.kernel.networks import address_of_scope
from helpline.kernel.proof import solution
from helpline.kernel.throttle import NetworkNames, ProcessBuckets, Rate, TooMany

START, PLAIN = "/api/contacts", "/chat/plain"
FILES = ("/static/", "/chat/page.css")
LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})
# One solution passes this often; what it may start is counted behind the gate.
AGAIN = Rate(burst=5, per_second=0.1)
# Where a setting says 0: one token in some minutes, and not never.
SLOWEST = 0.01
PAGES_KEPT_SECONDS = 60.0


class Gate:
    """Passes a request on to `application`, or answers 429 with what else can be done."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.budgets = ProcessBuckets()
        # This process's own: asked on its loop, where nothing may wait.
        self.names = NetworkNames()

    async def __call__(self, scope: Scope, receive: Receive, send: Any) -> None:
        if scope["type"] != "http" or _has_good_token(scope):
            return await self.application(scope, receive, send)
        wait = self._wait(scope)
        if wait:
            body, receive = await _read(scope, receive)
            if not await self._passes_all_the_same(scope, body):
                turned_away.labels(_kind(scope)).inc()
                return await _refuse(scope, math.ceil(wait), send)
        return await self.application(scope, receive, send)

    def _wait(self, scope: Scope) -> float:
        """Take one token of the network's budget; return 0.0, or the seconds until there is one."""
        network = self.names.name(address_of_scope(scope))
        kind = _kind(scope)
        limits = settings.HELPLINE_LIMITS
        rate = Rate(limits[f"{kind}_at_once"], limits[f"{kind}_per_second"] or SLOWEST)
        return self.budgets.take(f"{kind}.{network}", rate)

    async def _passes_all_the_same(self, scope: Scope, body: bytes) -> bool:
        """Tell whether it brings a proof, or the token of a talk that another process knows."""
        if (scope["method"], scope["path"]) == ("POST", START):
            found = solution(_proof_in(body))
            return found is not None and not self.budgets.take(f"again.{found}", AGAIN)
        digest = _digest(_bearer(scope) or _token_of_form(scope, body))
        if digest is None:
            return False
        return proved().knows(digest) or await asyncio.to_thread(proved().knows_elsewhere, digest)


def _kind(scope: Scope) -> str:
    if scope["path"].startswith(STAFF_PREFIXES):
        return "staff_requests"
    # The page that says "too much" has its style all the same.
    if scope["path"].startswith(FILES):
        return "files"
    return "looks" if scope["method"] in LOOKS else "posts"


def _has_good_token(scope: Scope) -> bool:
    digest = _digest(_bearer(scope))
    return digest is not None and proved().knows(digest)


def _digest(token: str) -> str | None:
    return digest_of(token) if token and token.isascii() else None


def _header(scope: Scope, wanted: bytes) -> str:
    return next((text.decode("latin-1") for name, text in scope["headers"] if name == wanted), "")


def _bearer(scope: Scope) -> str:
    scheme, _, token = _header(scope, b"authorization").partition(" ")
    return token.strip() if scheme == "Bearer" else ""


def _token_of_form(scope: Scope, body: bytes) -> str:
    """Return the token of the page without JavaScript, which travels in its forms."""
    if (scope["method"], scope["path"]) != ("POST", PLAIN):
        return ""
    try:
        return parse_qs(body.decode("ascii"), max_num_fields=50).get("token", [""])[0]
    except ValueError:
        return ""


def _proof_in(body: bytes) -> object:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return sent.get("proof") if isinstance(sent, dict) else None


async def _read(scope: Scope, receive: Receive) -> tuple[bytes, Receive]:
    """Return the body as far as it may be long, and what gives the same messages again."""
    came: list[Message] = []
    body = b""
    if scope["method"] == "POST" and scope["path"] in {START, PLAIN}:
        more = True
        while more and len(body) <= settings.HELPLINE_LIMITS["request_bytes"]:
            message = await receive()
            came.append(message)
            body += message.get("body", b"")
            more = message.get("more_body", False)

    async def again() -> Message:
        return came.pop(0) if came else await receive()

    return body, again


async def _refuse(scope: Scope, seconds: int, send: Any) -> None:
    if "text/html" in _header(scope, b"accept"):
        response = await _page(ASGIRequest({**scope, "root_path": ""}, BytesIO()))
        headers, body = _as_sent(response), response.content
    else:
        headers = _coded_headers()
        body = json.dumps({"error": TooMany(retry_after_seconds=seconds).as_wire()}).encode()
    headers = [*headers, (b"retry-after", b"%d" % seconds), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": TooMany.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@lru_cache(maxsize=1)
def _coded_headers() -> list[tuple[bytes, bytes]]:
    """Return the headers of a refusal in JSON, made once: in a flood each one counts."""
    return _as_sent(_with_headers(HttpRequest(), JsonResponse({})))


def _as_sent(response: HttpResponse) -> list[tuple[bytes, bytes]]:
    sent = [(name.lower().encode(), value.encode()) for name, value in response.headers.items()]
    return [(name, value) for name, value in sent if name not in {b"content-length", b"retry-after"}]


def _with_headers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return an answer with the headers that every other one has."""
    answered = SecurityMiddleware(SecurityHeaders(lambda _: response))(request)
    assert isinstance(answered, HttpResponse)
    return answered


async def _page(request: HttpRequest) -> HttpResponse:
    """Return the page for a busy network, made once a minute in each language: it asks the database."""
    kept, loop = _pages(), asyncio.get_running_loop()
    name = (request.path.startswith(STAFF_PREFIXES), asked_for(request)[:2])
    known = kept.get(name)
    if known is None or known[0] < loop.time():
        if len(kept) > 100:
            kept.clear()
        response = await database_sync_to_async(_made)(request)
        known = kept[name] = (loop.time() + PAGES_KEPT_SECONDS, response)
    return known[1]


def _made(request: HttpRequest) -> HttpResponse:
    return _with_headers(request, busy(request))


@lru_cache(maxsize=1)
def _pages() -> dict[Any, tuple[float, HttpResponse]]:
    return {}
