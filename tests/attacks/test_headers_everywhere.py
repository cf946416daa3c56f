"""Every route, every answer: the headers stand on it, and its policy lets in what the page has, no more."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from helpline.kernel.middleware import ALWAYS, STAFF_PREFIXES
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.content import put_content_in
from tests.routes import address_of_route, routes

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ROUTES = dict(routes(get_resolver()))
ADDRESSES = sorted({address_of_route(route) for route in ROUTES})
# What other sites may read and keep for a moment: the button, whether the chat is open, the directory.
FOR_OTHER_SITES = ("/embed.js", "/status.json", "/api/oruk/")
SCRIPT = re.compile(r"<script(?![^>]*application/json)[^>]*>")
SOMETIMES_WITH_A_SCRIPT = {"/accounts/codes/", "/accounts/link/", "/accounts/login/second/"}
# Callers have no cookie to ride on; their addresses refuse other sites' pages instead.
WITHOUT_TOKEN = {
    "api/contact/code",
    "api/contact/commands",
    "api/contact/equality",
    "api/contact/survey",
    "api/contacts",
    "api/return",
    "chat/complaints",
    "chat/plain",
    "chat/services",
    "csp-reports",
    # Read-only, for programs of others.
    "api/oruk/",
    "api/oruk/services",
    "api/oruk/services/<uuid:service_id>",
}


@pytest.fixture
def content(db: None) -> None:
    put_content_in()


def policy_of(answer: HttpResponse) -> dict[str, str]:
    parts = (part.partition(" ") for part in answer["Content-Security-Policy"].split("; "))
    return {name: value for name, _, value in parts}


def lacking(answer: HttpResponse, path: str) -> Iterator[str]:
    """Say what an answer should have and has not."""
    for name, value in ALWAYS.items():
        if name in {"Cache-Control", "Cross-Origin-Resource-Policy"} and path.startswith(FOR_OTHER_SITES):
            continue
        if value not in answer.headers.get(name, "").split(", "):
            yield f"{name}: {answer.headers.get(name)}"
    policy = policy_of(answer)
    yield from _too_much(policy)
    staff = path.startswith(STAFF_PREFIXES)
    if answer.headers.get("Referrer-Policy") != ("same-origin" if staff else "no-referrer"):
        yield f"Referrer-Policy: {answer.headers.get('Referrer-Policy')}"
    if answer.headers.get("X-Frame-Options") != "DENY" or "Permissions-Policy" not in answer.headers:
        yield "X-Frame-Options, Permissions-Policy"
    if answer.cookies and not staff:
        yield "no cookie for a caller"
    for cookie in answer.cookies.values():
        if cookie["samesite"] != "Strict" or cookie["path"] != "/" or cookie["domain"]:
            yield f"a cookie for this host alone: {cookie.key}"
    yield from _beyond_its_page(answer, policy, path)


def _too_much(policy: dict[str, str]) -> Iterator[str]:
    if policy.get("default-src") != "'none'" or policy.get("base-uri") != "'none'":
        yield "a policy that begins with nothing"
    if policy.get("require-trusted-types-for") != "'script'" or policy.get("frame-ancestors") != "'none'":
        yield "Trusted Types, or no frames"
    if policy.get("trusted-types") not in {"'none'", "helpline"}:
        yield f"trusted-types {policy.get('trusted-types')}"
    if any("unsafe" in value or "*" in value or "http" in value for value in policy.values()):
        yield f"a policy that lets strangers in: {policy}"


def _beyond_its_page(answer: HttpResponse, policy: dict[str, str], path: str) -> Iterator[str]:
    """Say where the policy and what stands on the page differ."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        if {"script-src", "style-src", "connect-src", "form-action"} & set(policy) - {"form-action"}:
            yield "a policy of a page on what is none"
        return
    if "report-uri" not in policy or "Reporting-Endpoints" not in answer.headers:
        yield "where to report"
    if not answer.content:
        return
    page = answer.content.decode() if "Content-Encoding" not in answer.headers else ""
    has, may_have = bool(SCRIPT.search(page)), "script-src" in policy
    if has > may_have or (may_have > has and path not in SOMETIMES_WITH_A_SCRIPT):
        yield f"a script that is let in and there: {SCRIPT.findall(page)}, {policy.get('script-src')}"
    if "<style" in page and "sha256" not in policy.get("style-src", ""):
        yield "styles by their digest"
    if re.search(r"<(?:video|audio)\b", page) and "media-src" not in policy:
        yield "a film that is let in"


@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_every_route_has_the_headers(
    role: Role | None,
    make_account: Callable[..., Account],
    signed_in: Callable[[Account], Client],
    content: None,
) -> None:
    client = signed_in(make_account(role)) if role else Client()
    client.raise_request_exception = False
    statuses = []
    for address in ADDRESSES:
        answer = client.get(address)
        assert list(lacking(answer, address)) == [], address
        statuses.append(answer.status_code)

    assert len(statuses) > 120
    # Pages, redirects, refusals and what is not there: all were among them.
    assert {200, 302, 404, 405} <= set(statuses)
    assert 500 not in statuses


@pytest.mark.parametrize("prefix", ["/", "/api/", "/console/", "/console/api/"])
def test_what_fails_has_them_too(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("planted-secret")

    client = Client(raise_request_exception=False)
    # Beneath every view: the resolver itself.
    monkeypatch.setattr("django.core.handlers.base.BaseHandler.resolve_request", fails)
    failed = client.get(f"{prefix}anything")

    assert failed.status_code == 500
    assert list(lacking(failed, prefix)) == []
    assert b"planted-secret" not in failed.content
    assert b"Traceback" not in failed.content
    assert failed["Content-Type"].startswith("application/json" if "api" in prefix else "text/html")


@pytest.mark.parametrize(
    ("status", "path", "more"),
    [
        (400, "/chat/", {"headers": {"Host": "evil.example"}}),
        (404, "/nothing", {}),
        (404, "/console/nothing", {}),
        (404, "/static/nothing.js", {}),
        (404, "/static/../helpline/settings.py", {}),
        (404, "/static/%2e%2e/%2e%2e/manage.py", {}),
        (200, "/static/css/tokens.css", {}),
        (200, "/static/chat/main.js", {}),
    ],
)
def test_refusals_and_files_have_them(status: int, path: str, more: dict[str, Any]) -> None:
    answer = Client(raise_request_exception=False).get(path, **more)

    assert answer.status_code == status
    assert list(lacking(answer, path)) == []
    answer.close()


def test_a_wrong_method_and_a_large_body_have_them() -> None:
    wrong, large = Client().delete("/chat/plain"), Client().post("/chat/plain", {"body": "x" * 100_000})

    assert [wrong.status_code, large.status_code] == [405, 413]
    for answer in (wrong, large):
        assert list(lacking(answer, "/chat/plain")) == []
        assert "999" in answer.content.decode()
    assert wrong["Allow"] == "GET, HEAD, POST"


def test_every_way_to_change_something_asks_for_a_token(
    make_account: Callable[..., Account], content: None
) -> None:
    exempt = {route for route, view in ROUTES.items() if getattr(view, "csrf_exempt", False)}
    assert exempt == WITHOUT_TOKEN

    for role in (Role.SUPERVISOR, Role.ADMIN):
        client = Client(enforce_csrf_checks=True)
        client.force_login(make_account(role))
        asked = {
            route: client.post(address_of_route(route), {"sure": "yes"}).status_code
            for route in ROUTES
            if f"/{route}".startswith(STAFF_PREFIXES)
        }
        assert len(asked) > 90
        assert {route for route, status in asked.items() if status != 403} == set()


def test_a_token_of_somebody_else_is_none(
    make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    others = signed_in(make_account(Role.ADMIN, "other"))
    others.get("/supervision/staff/add/")
    token = others.cookies["csrftoken"].value
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_account(Role.ADMIN, "mine"))

    refused = client.post("/supervision/staff/add/", {"csrfmiddlewaretoken": token, "username": "planted"})

    assert refused.status_code == 403
    assert not Account.objects.filter(username="planted").exists()
