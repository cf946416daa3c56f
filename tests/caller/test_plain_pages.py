"""The pages that need no script, in both languages and schemes: axe, a small telephone, 400 %."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import RequestFactory

from chat import reading, texts
from chat.caller_view import CallerView
from chat.starting import RANG
from chat.views import complaints, pages, plain, plain_cards, plain_end
from chat.views import reading as reading_pages
from chat.views.mistakes import mistake
from helpline.hours.said import status_message
from tests.caller.screens import LINES
from tests.caller.service import AT, CARD, HOST, LINE, ROOT, Service
from tests.caller.test_every_screen import ENLARGED, IN_BOTH, OUT_OF_REACH, OVER, found_by_axe

pytestmark = pytest.mark.journey
Draw = Callable[[str], bytes]
NEWS: list[Any] = [
    {"type": "message", "seq": 1, "from": "handler", "body": "Hello, you are through.", "at": AT},
    {"type": "message", "seq": 2, "from": "caller", "body": "I shouted at her again.", "at": AT},
    {"type": "message", "seq": 3, "from": "handler", "body": "You ring them.", "at": AT, "agreed": True},
    {"type": "signpost", "seq": 4, "card": {**CARD, "kind": "programme", "hours": "Monday, 9 to 5"}},
    {"type": "card", "seq": 5, "id": "a", "name": "importance"},
    {"type": "answer", "seq": 6, "from": "caller", "card": "a", "value": 4},
    {"type": "card", "seq": 7, "id": "b", "name": "time_out"},
    {"type": "card", "seq": 8, "id": "c", "name": "tonight", "lines": LINES, "contact_forbidden": True},
    {"type": "card", "seq": 9, "id": "d", "name": "confidence"},
    {"type": "answer", "seq": 10, "from": "caller", "card": "d", "value": None},
]


def view(**said: Any) -> CallerView:
    """A contact as its caller may see it, at the beginning of a wait unless told otherwise."""
    held: dict[str, Any] = {"contact": UUID(int=1), "state": "waiting", "reason": "", "seq": 0, "news": []}
    held |= {"returned": False, "ahead": "few", "estimated_wait": None, "handler": None, "queue": "main"}
    return CallerView(**{**held, "hidden_to": 0, **said})


def talk(lang: str, seen: CallerView, **more: Any) -> bytes:
    t = texts.texts(lang)
    context = {
        "view": seen,
        "token": "t",
        "next_id": "n",
        "shown": plain_cards.with_cards(seen.news, lang, t),
        "guide": reading.guide(lang),
        **plain._place(seen, t),
    }
    return plain._page("chat/plain_talk.html", lang, {**context, **more}).content


def start(lang: str) -> bytes:
    t = texts.texts(lang)
    context = {**plain._questions(lang), "refusal": t["about_missing"], "missing": True}
    return plain._page("chat/plain_start.html", lang, context).content


def start_again(lang: str) -> bytes:
    context = {
        **plain._questions(lang),
        "answers": {"return_code": "four words go here", "rang_programme": RANG[0]},
    }
    return plain._page("chat/plain_start.html", lang, context, notice="return_continues").content


def shut(lang: str) -> bytes:
    message = status_message(lang, "full", None, now=datetime.now(UTC))
    words = {"heading": texts.texts(lang)["full_heading"], "message": message}
    return plain._page("chat/plain_shut.html", lang, {**words, "lines": [LINE]}).content


def waiting(lang: str) -> bytes:
    return talk(lang, view(), advice=[LINE], code="maple river candle stone")


def talking(lang: str) -> bytes:
    return talk(lang, view(state="talking", ahead=None, news=NEWS), refusal="Too fast.", unsent="Words")


def ended(lang: str) -> bytes:
    seen = view(state="ended", ahead=None, reason="handler", news=NEWS[2:], survey=True)
    return talk(lang, seen, **plain_end.end_context(seen, lang))


def shown_by(show: Callable[..., Any]) -> Draw:
    def draw(lang: str) -> bytes:
        content: bytes = show(RequestFactory().get(f"/?lang={lang}")).content
        return content

    return draw


def mistaken(status: int) -> Draw:
    return lambda lang: mistake(RequestFactory().get(f"/?lang={lang}"), status).content


def complaint(lang: str) -> bytes:
    """With everything wrong that can be."""
    request = RequestFactory().post(f"/?lang={lang}", "answer_to=" + "y" * 201, content_type=complaints.FORM)
    return complaints.complaints(request).content


PAGES: dict[str, Draw] = {
    "start": start,
    "start-again": start_again,
    "shut": shut,
    "waiting": waiting,
    "talking": talking,
    "ended": ended,
    "guide": shown_by(reading_pages.guide),
    "workers": shown_by(reading_pages.workers),
    "easy-read": shown_by(reading_pages.easy_read),
    "accessibility": shown_by(reading_pages.accessibility),
    "privacy": shown_by(reading_pages.privacy),
    "complaints": complaint,
    "home": shown_by(pages.home),
    **{f"mistake-{status}": mistaken(status) for status in (400, 403, 404, 500)},
}


@IN_BOTH
@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_script_is_for_everybody(
    service: Service, monkeypatch: pytest.MonkeyPatch, name: str, lang: str
):
    monkeypatch.setattr(plain, "lines_now", lambda **_: [LINE])
    address = f"{HOST}/{name}"
    service.others[address] = {"body": PAGES[name](lang), "content_type": "text/html; charset=utf-8"}
    page = service.page
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(address)
    folder = ROOT / "build" / "screenshots" / "plain" / lang
    folder.mkdir(parents=True, exist_ok=True)
    wrong: dict[str, list[str]] = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        wrong[f"axe, {scheme}"] = found_by_axe(page)
        if os.environ.get("LOOK_AT_EVERYTHING"):
            page.screenshot(path=folder / f"{name}-320-{scheme}.png", full_page=True)
    for size, (width, height, look) in ENLARGED.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("(look) => { document.documentElement.className += ` ${look}`; }", look)
        wrong[size] = page.evaluate(OVER) + page.evaluate(OUT_OF_REACH)

    assert {where: what for where, what in wrong.items() if what} == {}
