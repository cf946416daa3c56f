"""The way out: blank at once, nothing kept, and no way back to the words."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.caller.service import AWAY, HOST, Service

pytestmark = pytest.mark.journey


def press_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def press_link(page: Page) -> None:
    page.click("#exit")


def press_skip_link(page: Page) -> None:
    page.focus("#exit-skip")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("leaves", [press_link, press_skip_link, press_shift])
def test_leaving_ends_the_contact_and_keeps_nothing(service: Service, leaves: Callable[[Page], None]):
    page = service.start_talking()
    service.talk()
    service.write("Nobody may find this.")
    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")
    leaves(page)
    page.wait_for_url(AWAY)

    assert [command["type"] for command in service.commands] == ["contact.end"]
    page.goto(HOST + "/static/img/icon.svg")
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]


def test_back_does_not_return_to_the_chat(service: Service):
    page = service.page
    page.goto("http://before.test/")
    service.start_talking()
    press_link(page)
    page.wait_for_url(AWAY)
    page.go_back()

    assert page.url == "http://before.test/"


def test_two_presses_say_that_one_is_left(service: Service):
    page = service.start_talking()
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")

    expect(page.locator("#exit-note")).to_have_text("Press Shift 1 more to leave this page.")
    assert page.url == HOST + "/chat/"


def test_capital_letters_do_not_leave(service: Service):
    page = service.start_talking()
    page.focus("#message")
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")

    expect(page.locator("#message")).to_have_value("ABCD")
    expect(page.locator("#exit-note")).to_be_hidden()


def test_way_out_is_in_its_corner_on_every_screen(service: Service):
    page = service.open()
    places = [page.locator("#exit").bounding_box()]
    page.click("#start-button")
    places.append(page.locator("#exit").bounding_box())
    page.get_by_role("button", name="I agree, go on").scroll_into_view_if_needed()
    places.append(page.locator("#exit").bounding_box())
    service.start_talking()
    places.append(page.locator("#exit").bounding_box())

    assert places == [places[0]] * 4
    assert places[0] is not None
    assert places[0]["height"] >= 44


def test_a_page_that_is_left_otherwise_holds_no_words(service: Service):
    page = service.start_talking()
    service.write("Gone with the page.")
    expect(page.locator(".message__meta")).to_have_text("14:05 · Sent")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")

    assert "Gone with the page." not in page.content()


def test_nothing_is_wider_than_a_small_telephone(service: Service):
    page = service.page
    page.set_viewport_size({"width": 320, "height": 568})
    service.open("/chat/?lang=cy")
    widths = [page.evaluate("document.documentElement.scrollWidth")]
    service.start_talking()
    widths.append(page.evaluate("document.documentElement.scrollWidth"))

    assert widths == [320, 320]
