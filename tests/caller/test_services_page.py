"""The public page of services in a browser: what a search sends, the way out, paper, and axe."""

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests.caller.service import HOST, Service
from tests.caller.test_every_screen import OVER, found_by_axe

pytestmark = [pytest.mark.journey, pytest.mark.once]
ON_PAPER = """() => [...document.querySelectorAll('nav, form, details, button, .top, .exit, .foot')]
    .filter((each) => each.checkVisibility()).length"""


def test_a_search_by_keyboard_leaves_no_trace_and_shift_empties_the_page(service: Service):
    page = service.open("/chat/services")
    before = page.evaluate("history.length")
    expect(page.get_by_text("Pressing Shift three times does the same")).to_be_visible()
    page.get_by_label("Where?").fill("ch45 1ab")
    page.get_by_label("How I behave").check()
    page.get_by_label("Where?").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Services for Wirral")
    # Only the first half of a postcode leaves the page, and the address stays as it was.
    (sent,) = service.posted
    assert parse_qs(sent)["place"] == ["CH45"]
    assert page.url == f"{HOST}/chat/services"
    assert page.evaluate("history.length") <= before + 1

    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.bbc.co.uk/weather")


def test_results_are_for_everybody_on_a_small_screen_and_on_paper(service: Service):
    page = service.open("/chat/services?lang=cy")
    page.set_viewport_size({"width": 320, "height": 640})
    page.locator("#place").fill("Wirral")
    page.locator(".finding button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gwasanaethau ar gyfer Wirral")
    page.locator("summary").click()

    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert found_by_axe(page) == []
    assert page.evaluate(OVER) == []

    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_text("Riverside group")).to_be_visible()
    expect(page.locator(".on-paper")).to_be_visible()
    assert page.evaluate(ON_PAPER) == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
