"""The place in the queue and the wait, as a caller's page says them."""

import pytest
from playwright.sync_api import expect

from chat.estimates import wait_in_words
from chat.texts import texts
from tests.caller.service import Service

pytestmark = pytest.mark.journey
BAND = {"low_seconds": 347, "high_seconds": 805}
ESTIMATE = ".waiting__wait"


def test_the_wait_is_a_band_and_may_change(service: Service):
    service.welcome["queue"] = {"ahead": "few", "estimated_wait": BAND}
    page = service.start_talking()

    expect(page.locator(ESTIMATE)).to_have_text("The wait is about 6 to 13 minutes.")
    expect(page.get_by_text("It may change: people in danger are taken first")).to_be_visible()


def test_where_nobody_can_tell_nothing_is_said(service: Service):
    page = service.start_talking()
    expect(page.locator(ESTIMATE)).to_be_hidden()

    service.say(type="queue", ahead="few", estimated_wait=BAND)
    expect(page.locator(ESTIMATE)).to_be_visible()
    service.say(type="queue", ahead="few", estimated_wait=None)
    expect(page.locator(ESTIMATE)).to_be_hidden()
    expect(page.get_by_text("It may change")).to_be_hidden()


def test_a_change_is_told_politely_and_the_same_words_not_again(service: Service):
    service.welcome["queue"] = {"ahead": "few", "estimated_wait": BAND}
    page = service.start_talking()
    shown = page.locator(ESTIMATE)
    expect(shown).to_have_attribute("role", "status")
    # A live region speaks when its text is put in anew.
    shown.evaluate("element => { element.firstChild.wasThere = true }")

    service.say(type="queue", ahead=4, estimated_wait={"low_seconds": 350, "high_seconds": 800})
    expect(page.get_by_text("4 people are ahead of you.")).to_be_visible()
    assert shown.evaluate("element => element.firstChild.wasThere") is True

    service.say(type="queue", ahead=4, estimated_wait={"low_seconds": 300, "high_seconds": 600})
    expect(shown).to_have_text("The wait is about 5 to 10 minutes.")
    assert shown.evaluate("element => element.firstChild.wasThere") is None


def test_the_page_and_the_server_round_alike(service: Service):
    page = service.start_talking()
    for low, high in [(10, 20), (90, 150), (290, 310), (1_229, 1_230), (1_350, 1_649), (1_500, 1_510)]:
        estimate = {"low_seconds": low, "high_seconds": high}
        service.say(type="queue", ahead="few", estimated_wait=estimate)
        expect(page.locator(ESTIMATE)).to_have_text(wait_in_words(estimate, texts("en")))


@pytest.mark.parametrize("width", [320, 375, 740])
def test_the_heading_stands_in_whole_words_beside_the_buttons(service: Service, width: int):
    service.page.set_viewport_size({"width": width, "height": 740})
    page = service.start_talking()

    box = page.get_by_role("heading", level=1).bounding_box()
    assert box is not None
    assert box["width"] > 100
    assert box["height"] < 60


def test_where_nothing_was_said_a_smaller_room_keeps_the_place_in_the_queue_in_sight(service: Service):
    page = service.start_talking()
    first = page.get_by_text(texts("en")["waiting_few"])
    expect(first).to_be_in_viewport()
    page.set_viewport_size({"width": 320, "height": 568})
    # The room changes with the next frame.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    expect(page.locator(".log")).to_have_js_property("scrollTop", 0)
    assert page.evaluate(
        "document.querySelector('.log').scrollHeight > document.querySelector('.log').clientHeight"
    )
    expect(first).to_be_in_viewport()
