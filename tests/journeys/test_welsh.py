"""A whole way in Welsh, changed to in mid talk; the handler is told what cues cannot read."""

import pytest
from playwright.sync_api import expect

from chat.texts import texts
from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.opener import DESK, PHONE, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
CY = texts("cy")
NOTE = "Cues are read in English only"


def test_a_welsh_contact_is_said_to_be_one_and_an_english_one_is_not(server: Server, opens: Opener) -> None:
    caller = CallerPage(opens.page(PHONE), server.origin).opens_home().opens_chat().agrees()
    caller.chooses(T["about_question"], T["about_own_behaviour"]).chooses(T["safe_question"], T["yes"])
    caller.page.click("#language")
    caller.chooses(CY["private_question"], CY["can_yes"]).presses(CY["skip_rest"]).sees(CY["waiting_heading"])
    handler = Console(opens.page(DESK), server.origin).signs_in("handler1").is_available().takes()
    expect(handler.page.locator(".talk__head")).to_contain_text(NOTE)

    # In the middle of the talk the page changes; what was said stays, and the line goes on.
    handler.says("Good evening. You are through to the helpline.")
    caller.hears("Good evening. You are through to the helpline.")
    caller.page.click("#language")
    caller.sees(T["status_talking"]).hears("Good evening. You are through to the helpline.")
    caller.says("I can write in English too.")
    handler.hears("I can write in English too.")
    handler.says("Then we will.")
    caller.hears("Then we will.")

    CallerPage(opens.page(PHONE), server.origin).starts()
    handler.takes(2)
    expect(handler.page.locator(".talk__head")).not_to_contain_text(NOTE)
