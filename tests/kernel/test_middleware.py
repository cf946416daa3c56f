"""What stands on every answer."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from helpline.kernel.middleware import SecurityHeaders
from helpline.kernel.policies import SCRIPTED


def answer(path: str, response: HttpResponse | None = None) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        return response or HttpResponse("x")

    return SecurityHeaders(view)(RequestFactory().get(path))


def test_a_page_has_no_script_unless_its_view_lets_one_in() -> None:
    policy = answer("/chat/guide")["Content-Security-Policy"].split("; ")

    assert policy == [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
        "report-uri /csp-reports",
        "report-to refused",
    ]


def test_a_view_lets_in_what_its_page_needs() -> None:
    response = HttpResponse("x")
    response.csp_update = SCRIPTED  # type: ignore[attr-defined]
    policy = answer("/console/", response)["Content-Security-Policy"].split("; ")

    assert {"script-src 'self'", "connect-src 'self'", "default-src 'none'"} <= set(policy)


def test_what_is_no_page_can_do_nothing_as_one() -> None:
    data = answer("/status.json", HttpResponse("{}", content_type="application/json"))

    assert data["Content-Security-Policy"] == (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    assert "Reporting-Endpoints" not in data


def test_passkeys_are_for_staff_and_the_device_is_for_nobody() -> None:
    caller, staff = (
        answer(path)["Permissions-Policy"].split(", ") for path in ("/chat/", "/accounts/login/")
    )

    assert "publickey-credentials-get=()" in caller
    assert "publickey-credentials-get=(self)" in staff
    for policy in (caller, staff):
        assert {"camera=()", "microphone=()", "geolocation=()", "clipboard-read=()"} <= set(policy)
        assert len(policy) == len({each.split("=")[0] for each in policy})


def test_tls_is_promised_on_tls_alone(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 600, True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    wrapped = SecurityHeaders(lambda request: HttpResponse("x"))

    over_tls = wrapped(RequestFactory().get("/", headers={"X-Forwarded-Proto": "https"}))
    plain = wrapped(RequestFactory().get("/"))

    assert over_tls["Strict-Transport-Security"] == "max-age=600; includeSubDomains"
    assert "Strict-Transport-Security" not in plain


def test_a_cookie_reaches_staff_alone() -> None:
    def with_cookie() -> HttpResponse:
        response = HttpResponse("x")
        response.set_cookie("staff", "1")
        return response

    assert "staff" in answer("/console/", with_cookie()).cookies
    for path in ("/", "/chat/", "/api/contacts", "/status.json"):
        assert not answer(path, with_cookie()).cookies


def test_a_view_may_let_named_pages_frame_it() -> None:
    response = HttpResponse("x")
    response.csp_update = {"frame-ancestors": ["https://charity.example"]}  # type: ignore[attr-defined]
    framed = answer("/chat/", response)

    assert "frame-ancestors https://charity.example" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    # A site that isolates itself frames only what says so.
    assert framed["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/static/img/icon.svg", "/static/vendor/altcha-worker.js"])
def test_no_browser_keeps_a_file_of_ours(client: Client, path: str) -> None:
    file = client.get(path)

    assert (file.status_code, file["Cache-Control"]) == (200, "no-store")
    file.close()


@pytest.mark.django_db
def test_headers_of_a_whole_page(client: Client) -> None:
    page = client.get("/healthz")

    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["X-Frame-Options"] == "DENY"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"
    # A browser sends a form without an origin under "no-referrer", and CSRF would refuse it.
    assert client.get("/accounts/login/")["Referrer-Policy"] == "same-origin"
