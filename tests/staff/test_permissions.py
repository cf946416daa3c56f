"""Every route is asked, for every role and for nobody, whether it lets in whom the table says."""

import json
import re
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import clear_url_caches, get_resolver, path
from pytest_django import Settings

from chat.consumers import limits
from chat.models import Contact
from chat.views import line as line_page
from helpline import urls
from helpline.kernel import keystore
from helpline.staff.models import Account, AuditEvent, AuditHead
from helpline.staff.roles import Role
from tests.leaks.audit_shapes import forbidden
from tests.staff.permission_table import ROUTES, Line, lines
from tests.staff.permission_world import WORDS, World, absent, build, names

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.once]
LINES = lines(ROUTES)
ASKED = [(line, method) for line in LINES for method in line.methods]
ROLES = {
    "ann": Role.HANDLER, "ben": Role.HANDLER, "sue": Role.SUPERVISOR, "ian": Role.ANALYST, "ada": Role.ADMIN,
}  # fmt: skip
GONE = {f"gone_{role.value}": role for role in Role}
OTHERS = ("GET", "POST", "DELETE")

# Where somebody reads what was said in a talk of Ann's. Ann reads it on the socket, and whoever follows too.
SHOWS_WORDS = {
    "/supervision/safeguarding/records/<uuid:id>/words/": ["sue"],
    "/supervision/quality/<uuid:reviewed>/words/": ["sue"],
    # Her own, and closed: what a comment is about.
    "/console/feedback/<uuid:reviewed>/": ["ann"],
}

ASK_WHO = ("/accounts/login/?next=", "/accounts/reauthenticate/?next=")
# Of second factors: nobody here has one.
NOT_THERE = {
    "/accounts/app/add/picture.svg", "/accounts/app/remove/", "/accounts/codes/",
    "/accounts/passkeys/<int:pk>/remove/",
}  # fmt: skip

# What gets past the reading of a request, so that whose it is gets asked.
BODIES: dict[str, dict[str, Any]] = {
    "reviews/<uuid:reviewed>/": {"revision": 1},
    "confirm/": {"password": "x" * 12},
    "script/": {"node": "m02_confidentiality"},
    "address/": {"pronoun": "she", "relation": "wife"},
    "confidence/": {"reason": "harm"},
    "danger/": {},
    "danger/rang/": {},
    "danger/over/": {"how": "safe"},
    "triage/": {},
    "answers/": {"language": "en"},
    "level/": {"level": "urgent"},
    "outcome/": {"outcome": "completed"},
    "wrap-up/": {"outcome": "completed"},
    "texts/<slug:kind>/<slug:lang>/": {"values": {}, "revision": 1},
    "tour/": {"status": "left", "step": 1},
    "replies/<uuid:reply>/": {"title": "t", "words": "w"},
    "replies/<uuid:reply>/delete/": {},
}


@pytest.fixture
def _django_db_helper() -> None:
    """Instead of pytest-django's: no transaction for each test, they share the one around the world."""


@pytest.fixture(autouse=True)
def _there_is_something_to_show(settings: Settings) -> Iterator[None]:
    """A film in sign language, and a proof to ask for: without them there are no such pages."""
    settings.HELPLINE_BSL_VIDEO = "/static/bsl/limits.mp4"
    settings.HELPLINE_PROOF = "on"
    settings.HELPLINE_SECURITY_CONTACT = "mailto:security@example.org"
    limits.buckets.cache_clear()
    yield
    limits.buckets.cache_clear()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic(), transaction.atomic(using="keys"):
        try:
            yield build()
        finally:
            for alias in ("default", "keys"):
                transaction.set_rollback(True, using=alias)


def address(world: World, route: str, *, missing: bool = False) -> str:
    named = names(route)

    def value(found: re.Match[str]) -> str:
        known = named(found[1], world.ids)
        return str(absent(known) if missing else known)

    return re.sub(r"<\w+:(\w+)>", value, route)


def ask(world: World, who: str, method: str, route: str, *, missing: bool = False) -> HttpResponse:
    """Ask as this person, and undo what came of it."""
    body = next((held for end, held in BODIES.items() if route.endswith(end) and "/api/" in route), None)
    sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    keystore.cache.clear()
    with transaction.atomic(), transaction.atomic(using="keys"):
        client = world.client(who)
        client.raise_request_exception = False
        last = AuditHead.objects.get().digest
        answer = client.generic(method, address(world, route, missing=missing), **_as_sent(sent))
        new = AuditEvent.objects.filter(pk__gt=AuditEvent.objects.get(digest=last).pk)
        assert [sin for line in new for sin in forbidden(line)] == []
        answer.headers["X-Audited"] = " ".join(new.values_list("actor", flat=True))
        for alias in ("default", "keys"):
            transaction.set_rollback(True, using=alias)
    return answer


def _as_sent(sent: dict[str, Any]) -> dict[str, Any]:
    return sent or {"content_type": "application/x-www-form-urlencoded"}


def outcome(answer: HttpResponse) -> str:
    """Return what an answer means: in, out, absent, or a number that should not come."""
    code = answer.status_code
    to_sign_in = code == 302 and answer["Location"].startswith(ASK_WHO)
    if code in {401, 403} or to_sign_in:
        return "out"
    # A correction that is posted too late goes back to the list, and so does one for somebody else's.
    too_late = code == 302 and answer["Location"] == "/console/corrections/"
    if code == 404 or too_late:
        return "absent"
    return str(code) if code == 405 or code >= 500 else "in"


def expected(line: Line) -> dict[str, str]:
    stranger = "in" if line.needs == "anybody" else "out"
    return {
        **{who: line.lets_in(role, own=who == "ann") for who, role in ROLES.items()},
        **dict.fromkeys(["nobody", *GONE], stranger),
    }


def asks(line: Line) -> list[str]:
    """Return who asks: everybody whose answer may differ, and of the closed accounts one that was let in."""
    gone = [who for who, role in GONE.items() if line.lets_in(role, own=True) == "in"]
    return [*(who for who in ROLES if who != "ben" or line.is_own), "nobody", *gone[:1]]


@pytest.mark.parametrize(("line", "method"), ASKED, ids=lambda part: getattr(part, "what", part))
def test_a_route_lets_in_whom_the_table_says(world: World, line: Line, method: str) -> None:
    answers = {who: ask(world, who, method, line.what) for who in asks(line)}

    found = {who: outcome(answer) for who, answer in answers.items()}
    wanted = {who: expected(line)[who] for who in found}
    if line.what in NOT_THERE:
        wanted = {who: "absent" if let == "in" else let for who, let in wanted.items()}
    assert found == wanted
    # Of words that are not one's own each reading is in the audit.
    readers = [who for who, answer in answers.items() if WORDS in text_of(answer)]
    assert readers == SHOWS_WORDS.get(line.what, [])
    assert all(who in answers[who].headers["X-Audited"].split() for who in readers)


@pytest.mark.parametrize("line", [line for line in LINES if line.is_own], ids=lambda line: line.what)
def test_somebody_elses_and_absent_look_alike(world: World, line: Line) -> None:
    for method in line.methods:
        theirs, none = (ask(world, "ben", method, line.what, missing=missing) for missing in (False, True))
        if "reply" in line.what and line.what.endswith("<uuid:reply>/"):
            # A new one would be one's own.
            continue
        assert (theirs.status_code, _without_ids(theirs)) == (none.status_code, _without_ids(none))


def text_of(answer: Any) -> str:
    """Return what an answer says, also where it comes in pieces, or is a file that is no text."""
    return (b"".join(answer) if answer.streaming else answer.content).decode(errors="replace")


def _without_ids(answer: HttpResponse) -> str:
    return re.sub(r"[0-9a-f-]{36}", "ID", answer.content.decode())


# Those of allauth answer any method, and ask the same of each.
@pytest.mark.parametrize(
    "line", [line for line in LINES if not line.what.startswith("/accounts/")], ids=lambda line: line.what
)
def test_a_route_answers_no_other_method(world: World, line: Line) -> None:
    insider = next((who for who, found in expected(line).items() if found == "in"), "nobody")
    others = [method for method in OTHERS if method not in line.methods]

    found = {method: ask(world, insider, method, line.what).status_code for method in others}

    assert found == dict.fromkeys(others, 405)


# -- That the tests above would notice -----------------------------------------------------------


def unguarded(request: HttpRequest, contact: UUID | None = None) -> HttpResponse:
    return HttpResponse(str(Contact.objects.count()))


def found_with(world: World, route: str, view: Any) -> dict[str, str]:
    """Ask a route as if this view stood there."""
    planted = [path(route.lstrip("/"), view), *urls.urlpatterns]
    with patch.object(urls, "urlpatterns", planted):
        _forget_routes()
        try:
            return {who: outcome(ask(world, who, "GET", route)) for who in (*ROLES, "nobody", *GONE)}
        finally:
            _forget_routes()


def _forget_routes() -> None:
    clear_url_caches()
    resolver = get_resolver()
    for name in ("url_patterns", "urlconf_module"):
        resolver.__dict__.pop(name, None)


@pytest.mark.parametrize("route", ["/supervision/line/", "/console/api/contacts/<uuid:contact>/"])
def test_a_view_without_a_guard_would_be_noticed(world: World, route: str) -> None:
    line = next(line for line in LINES if line.what == route)

    found = found_with(world, route, unguarded)

    assert set(found.values()) == {"in"}
    assert found != expected(line)


def test_a_view_with_the_wrong_guard_would_be_noticed(world: World) -> None:
    line = next(line for line in LINES if line.what == "/supervision/blocks/")

    found = found_with(world, "/supervision/blocks/", line_page.line)

    assert found["ada"] == "in"
    assert found != expected(line)


def test_the_world_has_an_open_session_for_each_closed_account(world: World) -> None:
    closed = [world.accounts[who] for who in GONE]

    with transaction.atomic():
        Account.objects.update(is_active=True)
        assert all(outcome(world.client(account.username).get("/supervision/")) == "in" for account in closed)
        transaction.set_rollback(True)
