"""Two handlers who press at once, and a caller who must leave at once."""

import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.opener import DESK, PHONE, Opener
from tests.live import Server

pytestmark = pytest.mark.journey
SECRET = "nobody may read this over my shoulder"
PRESS_AT = "at => setTimeout(() => document.querySelector('.take-next').click(), at - Date.now())"
PRESS_IN_MS = 300
EXIT_SITE = "https://www.bbc.co.uk"
WEATHER = {"body": "<!doctype html><title>Weather</title><p>Sunny spells.</p>", "content_type": "text/html"}
STORED = "[sessionStorage.length, localStorage.length]"


def test_of_two_handlers_who_press_at_once_one_gets_the_caller(server: Server, opens: Opener) -> None:
    CallerPage(opens.page(PHONE), server.origin).starts()
    handlers = [Console(opens.page(DESK), server.origin).signs_in(name) for name in ("handler1", "handler2")]
    for handler in handlers:
        handler.is_available()
        expect(handler.page.locator(".waiter")).to_have_count(1)

    at = time.time() * 1000 + PRESS_IN_MS
    for handler in handlers:
        handler.page.evaluate(PRESS_AT, at)
    outcome = "#talk-title:has-text('Contact 1'), .bar__notice--error"
    for handler in handlers:
        expect(handler.page.locator(outcome)).to_have_count(1)

    have = [handler.page.locator(".mine__one").count() for handler in handlers]
    assert sorted(have) == [0, 1]
    loser = handlers[have.index(0)]
    expect(loser.page.locator(".bar__notice")).to_contain_text("Nobody is waiting.")


def goes_to(page: Page, **stub: Any) -> None:
    """Let a stub of our own stand for the weather page, so that no test leaves this machine."""
    page.context.route(f"{EXIT_SITE}/**", lambda route: route.fulfill(**stub))


def leaves(caller: CallerPage) -> None:
    caller.page.get_by_role("link", name=T["exit"], exact=True).click(no_wait_after=True)


def test_the_way_out_replaces_the_chat_and_leaves_nothing_behind(server: Server, opens: Opener) -> None:
    caller = CallerPage(opens.page(PHONE), server.origin).starts()
    handler = Console(opens.page(DESK), server.origin).signs_in("handler1").is_available().takes()
    caller.sees(T["status_talking"]).says(SECRET)
    handler.hears(SECRET)
    assert caller.page.evaluate(STORED) == [1, 0]
    goes_to(caller.page, **WEATHER)
    leaves(caller)

    expect(caller.page).to_have_title("Weather")
    handler.sees("The caller ended the talk.")
    caller.page.go_back()
    # The chat was replaced in the history: Back is the page before it.
    expect(caller.page).to_have_url(f"{server.origin}/")
    assert SECRET not in caller.page.content()
    assert caller.page.evaluate(STORED) == [0, 0]
    assert caller.page.context.cookies() == []
    # Whoever opens the chat on this telephone next meets its first page.
    caller.opens_chat().sees(T["start_heading"])
    assert SECRET not in caller.page.content()


def test_the_page_is_blank_even_when_the_other_one_never_comes(server: Server, opens: Opener) -> None:
    caller = CallerPage(opens.page(PHONE), server.origin).starts().says(SECRET)
    # "No content": the browser stays where it is, on what we left of our page.
    goes_to(caller.page, status=204)
    with caller.page.expect_request(f"{EXIT_SITE}/**"):
        leaves(caller)

    expect(caller.page.locator("body > *")).to_have_count(0)
    assert caller.page.evaluate("document.body.textContent") == ""
    assert caller.page.evaluate(STORED) == [0, 0]


def test_shift_three_times_leaves_as_the_button_does(server: Server, opens: Opener) -> None:
    caller = CallerPage(opens.page(PHONE), server.origin).starts()
    goes_to(caller.page, **WEATHER)
    for _ in range(3):
        caller.page.keyboard.press("Shift")

    expect(caller.page).to_have_title("Weather")
    caller.page.go_back()
    expect(caller.page).to_have_url(f"{server.origin}/")
    handler = Console(opens.page(DESK), server.origin).signs_in("handler1").is_connected()
    handler.sees("Nobody is waiting.")


def test_no_page_of_a_caller_sets_a_cookie(server: Server, opens: Opener) -> None:
    page = opens.page(PHONE)
    for path in ("/", "/chat/", "/chat/plain", "/?lang=cy", "/chat/?lang=cy", "/chat/plain?lang=cy"):
        page.goto(f"{server.origin}{path}")

    assert page.context.cookies() == []
