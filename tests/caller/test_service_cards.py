"""A service's card on the caller's page: its languages, how long "open" lasts, and a copy that is safe."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.caller.screens import talking
from tests.caller.service import FULL_CARD, FULL_CARDS, Service

pytestmark = [pytest.mark.journey, pytest.mark.once]
# Whatever of a card may say what it is about.
TELLING = ["Riverside", "Change", "Group", "abuse", "hurting", "Trust", "example", "men", "http", "@"]


def shown(service: Service, **card: Any) -> Page:
    page = service.start_talking()
    service.talk()
    service.say(type="signpost", seq=1, id="s", card={**FULL_CARD, **card})
    page.locator(".message--card").wait_for()
    return page


def test_a_welsh_card_marks_what_is_english_on_it_and_nothing_else(service: Service):
    talking(service, "cy")
    card = service.page.locator(".message--card .card")

    assert card.locator("[lang]").evaluate_all("all => all.map((e) => [e.lang, e.textContent])") == [
        ["en", "Riverside Change Group"],
        ["en", "Riverside Trust"],
        ["en", "Wirral"],
        ["en", FULL_CARD["what_happens"]],
    ]
    expect(card.get_by_text("Dydd Llun i ddydd Gwener, 9yb tan 5yp")).to_be_visible()
    expect(card.get_by_role("link", name="Ffonio 0800 1111")).to_be_visible()


def test_a_welsh_card_on_a_page_in_english_is_read_as_welsh(service: Service):
    card = shown(service, **FULL_CARDS["cy"]).locator(".message--card .card")

    expect(card.get_by_text("Ar agor nawr")).to_have_attribute("lang", "cy")
    expect(card.get_by_text("Riverside Trust")).not_to_have_attribute("lang", "cy")


def test_open_now_is_taken_away_when_it_may_be_wrong(service: Service):
    service.page.clock.install()
    later = datetime.now(UTC) + timedelta(hours=2)
    page = shown(service, now_until=later.isoformat())
    expect(page.get_by_text("Open now until 5 in the afternoon")).to_be_visible()

    page.clock.fast_forward("02:00:01")

    expect(page.get_by_text("Open now until 5 in the afternoon")).to_have_count(0)
    expect(page.get_by_text("Monday to Friday, 9am to 5pm")).to_be_visible()


@pytest.mark.parametrize("may_copy", [True, False])
def test_what_is_copied_says_the_number_and_not_what_it_is(service: Service, may_copy: bool):
    writing = "{ writeText: async (words) => { globalThis.copied = words; } }" if may_copy else "undefined"
    service.page.add_init_script(f"Object.defineProperty(navigator, 'clipboard', {{ value: {writing} }})")
    page = shown(service)
    page.get_by_role("button", name="Copy the number").click()

    words = "R\n0800 1111\nText 07700 900123\nMonday to Friday, 9am to 5pm"
    expect(page.locator(".card__plain")).to_have_text(words)
    expect(page.get_by_text("Copied, without the name:")).to_have_count(1 if may_copy else 0)
    assert page.evaluate("getSelection().toString().trim()") == words
    if may_copy:
        assert page.evaluate("copied") == words
    assert [each for each in TELLING if each.lower() in words.lower()] == []


def test_hours_as_somebody_wrote_them_are_not_copied_and_999_needs_no_copy(service: Service):
    page = shown(service, opening=None, hours="When the abuse line is staffed")
    page.get_by_role("button", name="Copy the number").click()
    expect(page.locator(".card__plain")).to_have_text("R\n0800 1111\nText 07700 900123")

    service.say(type="signpost", seq=2, id="e", card={"id": "1", "name": "Police", "phone": "999"})
    page.get_by_role("link", name="Ring 999").wait_for()
    expect(page.get_by_role("button", name="Copy the number")).to_have_count(1)
