"""Chromium with the caller's real page in it, and a service of the test's own behind it."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.caller.service import LINE, Service

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
CHROMIUM += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or "/usr/bin/chromium"
    # For one module at a time: while it is open, no other test of this process may run an event loop.
    with sync_playwright() as playwright:
        expect.set_options(timeout=20_000)
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def service(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A page on the chat's start, in a context of its own; afterwards it may not have complained."""
    for place in ("pages", "page_data", "reading"):
        monkeypatch.setattr(f"chat.views.{place}.lines_now", lambda **_: [LINE])
    monkeypatch.setattr("chat.views.page_data.advice_cards", lambda **said: [LINE])
    service = Service(browser)
    monkeypatch.setattr("chat.views.page_data.status_data", service.status_in)
    yield service
    service.context.close()
    assert service.complaints == []
