"""Pages for what goes wrong: a caller's in both languages with the way out, staff's in English."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from chat import texts
from chat.views import public
from chat.views.mistakes import mistake
from helpline.staff.models import Account

NOWHERE = "/chat/nothing-of-that-name"
STATUSES = (400, 403, 404, 405, 413, 429, 500)


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    settings.HELPLINE_MODE = "demo"


def headings(answer: HttpResponse) -> list[str]:
    return [unescape(found) for found in re.findall(r"<h[12][^>]*>(.*?)</h[12]>", answer.content.decode())]


@pytest.mark.parametrize("status", STATUSES)
def test_a_caller_is_told_in_both_languages_what_to_do_and_whom_to_ring(status: int) -> None:
    answer = mistake(RequestFactory().get(NOWHERE), status)
    page = unescape(answer.content.decode())

    assert answer.status_code == status
    for lang in ("en", "cy"):
        t = texts.texts(lang)
        assert f'<p lang="{lang}">' in page
        for key in (f"mistake_{status}", f"mistake_{status}_text", "mistake_danger"):
            assert t[key] in page
    assert page.count("999") == 2
    assert 'class="exit"' in page


@pytest.mark.parametrize(
    ("query", "browser", "first"),
    [
        ("", "", "en"),
        ("", "en-GB,cy;q=0.5", "en"),
        ("", "cy-GB,cy;q=0.9,en;q=0.8", "cy"),
        ("?lang=cy", "en-GB", "cy"),
        ("?lang=en", "cy", "en"),
        ("?lang=xx", "", "en"),
    ],
)
def test_the_language_asked_for_stands_first(query: str, browser: str, first: str) -> None:
    answer = Client().get(f"{NOWHERE}{query}", headers={"Accept-Language": browser})

    second = {"en": "cy", "cy": "en"}[first]
    assert headings(answer) == [texts.texts(lang)["mistake_404"] for lang in (first, second)]
    assert answer.headers["Content-Language"] == first
    assert f'<html lang="{first}"' in answer.content.decode()


def test_a_service_shows_no_language_that_no_speaker_has_read(settings: Any) -> None:
    settings.HELPLINE_MODE = "service"

    assert headings(Client().get(f"{NOWHERE}?lang=cy")) == ["This page is not here"]


def test_a_failure_is_shown_without_a_database_and_without_what_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("violet umbrellas")

    monkeypatch.setattr(public, "status_data", fails)
    # No mark for a database: whatever asks for one fails here.
    answer = Client(raise_request_exception=False).get("/status.json", headers={"Accept-Language": "cy"})

    assert answer.status_code == 500
    assert headings(answer)[0] == texts.texts("cy")["mistake_500"]
    assert "umbrellas" not in answer.content.decode()


@override_settings(ALLOWED_HOSTS=["helpline.example"])
def test_a_request_that_cannot_be_read_is_said_to_be() -> None:
    answer = Client().get("/chat/", headers={"Host": "elsewhere.example"})

    assert answer.status_code == 400
    assert headings(answer) == [texts.texts(lang)["mistake_400"] for lang in ("en", "cy")]


@pytest.mark.parametrize("path", ["/console/nothing", "/supervision/nothing", "/accounts/nothing"])
def test_staff_get_their_own_in_english(path: str) -> None:
    page = Client().get(path, headers={"Accept-Language": "cy"}).content.decode()

    assert "<h1>This page is not here</h1>" in page
    assert 'class="exit"' not in page
    assert 'lang="cy"' not in page


@pytest.mark.django_db
def test_a_form_that_was_open_too_long_is_told_what_to_do(
    supervisor: Account, signed_in: Callable[[Account], Client]
) -> None:
    signed = signed_in(supervisor)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed.cookies
    answer = strict.post("/supervision/today/undo/")

    assert answer.status_code == 403
    assert "This page was open too long" in answer.content.decode()
