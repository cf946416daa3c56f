"""What stands on every answer."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from helpline.kernel.middleware import SecurityHeaders


def answer(path: str, response: HttpResponse | None = None) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        return response or HttpResponse("x")

    return SecurityHeaders(view)(RequestFactory().get(path))


def test_no_script_style_or_frame_of_anybody_else() -> None:
    policy = answer("/chat/")["Content-Security-Policy"].split("; ")

    for directive in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ):
        assert directive in policy


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
