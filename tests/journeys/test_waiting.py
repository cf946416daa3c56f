"""Waiting: what is written is there when the handler comes, and who comes back has their place."""

import pytest
from playwright.sync_api import expect

from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.opener import DESK, PHONE, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
WRITTEN = "I want to say this before I lose my nerve."


def test_who_loads_the_page_again_keeps_the_place_and_what_was_written(server: Server, opens: Opener) -> None:
    first = CallerPage(opens.page(PHONE), server.origin).starts().says(WRITTEN)
    second = CallerPage(opens.page(PHONE), server.origin).starts()
    first.page.reload()
    first.sees(T["waiting_few"]).hears(WRITTEN)

    handler = Console(opens.page(DESK), server.origin).signs_in("handler1").is_available().takes()
    handler.hears(WRITTEN)
    first.sees(T["status_talking"]).hears(WRITTEN)
    assert first.transcript == [WRITTEN]
    expect(second.page.get_by_role("heading", level=1)).to_have_text(T["waiting_heading"])


def test_who_is_away_for_a_while_comes_back_to_the_place(server: Server, opens: Opener) -> None:
    first = CallerPage(opens.page(PHONE), server.origin).starts()
    CallerPage(opens.page(PHONE), server.origin).starts()
    handler = Console(opens.page(DESK), server.origin).signs_in("handler1").is_available()
    address = first.page.url
    first.page.goto("about:blank")
    first.page.goto(address)
    first.sees(T["waiting_few"])

    handler.takes()
    first.sees(T["status_talking"])
