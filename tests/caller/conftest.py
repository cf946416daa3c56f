"""Chromium with the caller's real page in it, and a service of the test's own behind it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from helpline.face.in_force import Face
from tests.caller.service import CARD, LINE, Service, listed


@pytest.fixture
def service(chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A page on the chat's start, in a context of its own; afterwards it may not have complained."""
    for place in ("pages", "page_data", "reading"):
        monkeypatch.setattr(f"chat.views.{place}.lines_now", lambda **_: [LINE])
    monkeypatch.setattr("chat.views.reading.is_public", lambda: True)
    # What came with the program is in force: there is no database to ask.
    monkeypatch.setattr("helpline.public_texts.in_force.timetable", tuple)
    monkeypatch.setattr("helpline.face.in_force.face_in_force", Face)
    monkeypatch.setattr("chat.views.services.listing", listed)
    monkeypatch.setattr("chat.views.services.public_languages", lambda: ["cy"])
    monkeypatch.setattr("chat.views.reading.cards_for_workers", lambda lang: [CARD])
    monkeypatch.setattr("chat.views.page_data.advice_cards", _advice)
    service = Service(chromium)
    monkeypatch.setattr("chat.views.page_data.status_data", service.status_in)
    yield service
    service.context.close()
    assert service.complaints == []


def _advice(**said: object) -> list[dict[str, object]]:
    """Who is in danger gets 999; who is hurt, or a child, gets those who know most about it."""
    specialists = {**LINE, "id": "specialists", "name": "Specialists", "phone": "0800 000 0000"}
    return [LINE if said["safe_now"] is False else specialists]
