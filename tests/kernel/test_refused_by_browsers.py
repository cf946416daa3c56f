"""What browsers report is counted in codes, and nothing of a report is kept."""

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from helpline.kernel import refused_by_browsers
from helpline.kernel.models import BrowserRefusal
from helpline.kernel.refused_by_browsers import KEPT_DAYS, LONGEST, forget_refusals, refusals
from helpline.kernel.throttle import ProcessBuckets
from helpline.staff.models import Account

pytestmark = pytest.mark.django_db
PLANTED = "he-hit-me-0f3c"
CONTACT = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refused_by_browsers, "buckets", ProcessBuckets())


def older(**more: str) -> dict[str, Any]:
    """Return a report as Firefox and Safari send it."""
    told = {
        "document-uri": f"https://chat.example.org/console/api/contacts/{CONTACT}/?q={PLANTED}",
        "effective-directive": "script-src-elem",
        "blocked-uri": f"https://evil.example/{PLANTED}.js",
        "script-sample": PLANTED,
        "referrer": f"https://chat.example.org/{PLANTED}",
    }
    return {"csp-report": {**told, **more}}


def newer(**more: str) -> dict[str, Any]:
    """Return one report of the list that Chromium sends."""
    told = {
        "documentURL": f"https://chat.example.org/chat/?lang={PLANTED}",
        "effectiveDirective": "require-trusted-types-for",
        "blockedURL": "trusted-types-sink",
        "sample": f"Element innerHTML|{PLANTED}",
    }
    body = {**told, **more}
    return {"type": "csp-violation", "url": body["documentURL"], "user_agent": PLANTED, "body": body}


def sends(body: Any, kind: str = "application/csp-report") -> int:
    text = body if isinstance(body, bytes) else json.dumps(body)
    return Client(enforce_csrf_checks=True).post("/csp-reports", text, content_type=kind).status_code


def kept() -> list[tuple[str, str, str, int]]:
    return list(BrowserRefusal.objects.order_by("pk").values_list("directive", "page", "kind", "times"))


def test_both_forms_are_counted_by_day_and_route(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert [sends(older()), sends(older()), sends([newer()], "application/reports+json")] == [204] * 3

    assert kept() == [
        ("script-src-elem", "/console/api/contacts/<uuid:contact>/", "elsewhere", 2),
        ("require-trusted-types-for", "/chat/", "text that would be read as code", 1),
    ]
    assert "browser.refused script-src-elem /console/api/contacts/<uuid:contact>/ (elsewhere)" in caplog.text
    # The reports above hold both; neither the row nor the log does.
    for planted in (PLANTED, CONTACT, "evil.example"):
        assert planted in json.dumps([older(), newer()])
        assert planted not in str(list(BrowserRefusal.objects.values())) + caplog.text


@pytest.mark.parametrize(
    ("blocked", "kind"),
    [
        ("inline", "inline"),
        ("eval", "eval"),
        ("data:text/html,x", "data"),
        ("data", "data"),
        ("self", "our own page"),
        ("https://chat.example.org/x.js", "our own page"),
        ("chrome-extension://abc/x.js", "a browser's extension"),
        ("moz-extension", "a browser's extension"),
        ("https://[", "elsewhere"),
        ("", "elsewhere"),
    ],
)
def test_of_what_was_refused_only_the_kind_is_said(blocked: str, kind: str) -> None:
    assert [found[2] for found in refusals(json.dumps(older(**{"blocked-uri": blocked})).encode())] == [kind]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 5_000,
        b"\xff",
        b"3",
        b"null",
        b'["x"]',
        json.dumps({"csp-report": PLANTED}).encode(),
        json.dumps(older(**{"effective-directive": PLANTED})).encode(),
        json.dumps({"csp-report": {"effective-directive": 3, "document-uri": []}}).encode(),
    ],
)
def test_what_is_no_report_leaves_nothing(body: bytes) -> None:
    assert sends(body) == 204
    assert kept() == []


def test_a_page_that_is_none_of_ours_is_not_named() -> None:
    assert sends(older(**{"document-uri": f"https://chat.example.org/{PLANTED}"})) == 204
    assert [page for _, page, _, _ in kept()] == ["(no page of ours)"]


def test_a_flood_of_reports_and_a_large_one_are_not_counted() -> None:
    assert sends(older(filler="x" * LONGEST)) == 204
    assert kept() == []
    for _ in range(30):
        assert sends(older()) == 204
    assert sends([newer()]) == 204
    ((_, _, _, times),) = kept()
    assert times == refused_by_browsers.ONE_NETWORK.burst


def test_counts_go_after_their_days() -> None:
    sends(older())
    now = timezone.now()

    assert forget_refusals(now=now + timedelta(days=KEPT_DAYS)) == 0
    assert forget_refusals(now=now + timedelta(days=KEPT_DAYS + 1)) == 1


def test_admins_see_them_and_others_do_not(
    signed_in: Callable[[Account], Client], admin: Account, supervisor: Account
) -> None:
    sends(older(**{"blocked-uri": "self"}))

    page = signed_in(admin).get("/supervision/browser-refusals/").content.decode()
    assert "/console/api/contacts/&lt;uuid:contact&gt;/" in page
    assert "our own page" in page
    assert signed_in(supervisor).get("/supervision/browser-refusals/").status_code == 403
