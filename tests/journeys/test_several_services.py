"""A handler gives two services with one act, by keyboard; a caller in Welsh has both cards."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.console_page import Console
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, Opener
from tests.journeys.people import Callers
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]


def test_two_services_are_given_with_one_act(opens: Opener, server: Server, pictures: Path) -> None:
    with Callers(server) as callers:
        callers.start(1, language="cy", area="Cardiff", gender="man")
        desk = Console(opens.page(DESK), server.origin).signs_in("handler1").is_available()
        page = desk.page
        desk.takes()
        desk.opens("Signpost")
        respect = page.get_by_role("checkbox", name="Give with others: Respect Phoneline")
        samaritans = page.get_by_role("checkbox", name="Give with others: Samaritans")
        respect.focus()
        page.keyboard.press("Space")
        samaritans.focus()
        page.keyboard.press("Space")
        expect(page.get_by_role("heading", name="2 services ticked of 4 at most")).to_be_visible()
        # What the caller gets is in their language, and says so to whoever reads it aloud.
        page.locator(".entry").filter(has=respect).locator(".entry__head").click()
        expect(page.locator(".service-card").get_by_text("Dynion a menywod")).to_have_attribute("lang", "cy")
        faults = faults_of(page, pictures, "signpost-several")

        samaritans.focus()
        page.keyboard.press("Enter")
        give = page.get_by_role("button", name="Send these 2 cards")
        expect(give).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".ticked [role=alert]")).to_have_text("Tick it once you have checked them.")
        assert desk.cards == []
        page.get_by_role("checkbox", name="I have checked today: Respect Phoneline").check()
        give.click()

        expect(page.get_by_role("heading", name="Given in this talk")).to_be_focused()
        expect(page.locator(".given li")).to_have_count(2)
        expect(page.locator(".messages .service-card")).to_have_count(2)
        assert desk.cards == ["Respect Phoneline", "Samaritans"]
        expect(page.locator(".ticked")).to_have_count(0)

    assert faults == []
