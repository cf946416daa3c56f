"""Offers at the desk: accepted by key, declined to a colleague, missed."""

import json
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.opener import DESK, PHONE, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.page]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
PUSH = """
from chat.models import LineSettings
LineSettings.objects.create(version=1, routing="push", offer_seconds={})
"""
# What the timer does a minute after a start: until then everybody may come back first.
RUNS_OUT = """
from datetime import timedelta
from django.utils import timezone
from chat.models import Contact
from chat.services.offers import expire_offers
from chat.services.rounds import go_round
expire_offers(now=timezone.now() + timedelta(seconds=2))
"""
AGAIN = "Contact.objects.update(passed_at=None)\ngo_round()"


def pushes(server: Server, *, seconds: int = 120) -> None:
    server.start()
    server.run_code(PUSH.format(seconds))


def faults(page: Page) -> list[str]:
    page.evaluate(AXE)
    result = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    return [f"{each['id']}: {json.dumps(each['nodes'][0]['html'])}" for each in result["violations"]]


def picture(console: Console, pictures: Path, name: str) -> None:
    for width, scheme in ((1440, "light"), (1440, "dark"), (1024, "light"), (1024, "dark")):
        console.page.set_viewport_size({"width": width, "height": 900})
        console.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        console.page.screenshot(path=pictures / f"{name}-{width}-{scheme}.png")
        assert faults(console.page) == []
    console.page.set_viewport_size({"width": 1440, "height": 900})
    console.page.emulate_media(color_scheme="light", reduced_motion="reduce")


def test_an_offer_is_accepted_by_one_key_and_held_back_from_everybody_else(
    server: Server, opens: Opener, pictures: Path
) -> None:
    pushes(server)
    first, second = (
        Console(opens.page(DESK), server.origin).signs_in(name) for name in ("handler1", "handler2")
    )
    first.is_available()
    caller = CallerPage(opens.page(PHONE), server.origin).starts()
    offer = first.page.locator(".offer")
    expect(offer).to_contain_text("Offered to you")
    second.is_available()
    expect(second.page.locator(".waiter")).to_contain_text("Being offered")
    second.page.locator(".waiter .button").click(force=True)
    expect(first.page.locator(".offer")).to_have_count(1)
    picture(first, pictures, "offer")

    first.page.keyboard.press("Alt+KeyY")

    expect(first.page.locator("#talk-title")).to_contain_text("Contact 1:")
    expect(offer).to_have_count(0)
    caller.sees(T["status_talking"])
    expect(second.page.locator(".waiter")).to_have_count(0)
    assert second.page.locator(".mine__one").count() == 0


def test_what_is_declined_goes_to_the_colleague_who_accepts_with_enter(server: Server, opens: Opener) -> None:
    pushes(server)
    first, second = (
        Console(opens.page(DESK), server.origin).signs_in(name) for name in ("handler1", "handler2")
    )
    first.is_available()
    CallerPage(opens.page(PHONE), server.origin).starts()
    expect(first.page.locator(".offer")).to_have_count(1)
    second.is_available()

    first.page.locator(".offer__decline").focus()
    first.page.keyboard.press("Enter")

    expect(first.page.locator(".offer")).to_have_count(0)
    second.page.locator(".offer__accept").focus()
    second.page.keyboard.press("Enter")
    expect(second.page.locator("#talk-title")).to_contain_text("Contact 1:")


def test_two_missed_offers_set_one_away_and_the_console_says_so(server: Server, opens: Opener) -> None:
    pushes(server, seconds=1)
    console = Console(opens.page(DESK), server.origin).signs_in("handler1").is_available()
    CallerPage(opens.page(PHONE), server.origin).starts()
    expect(console.page.locator(".offer")).to_have_count(1)

    server.run_code(RUNS_OUT)
    console.sees("The offer ran out.")
    server.run_code(RUNS_OUT + AGAIN)
    expect(console.page.locator(".offer")).to_have_count(1)
    server.run_code(RUNS_OUT)

    console.sees("You missed two offers, so you are set away.")
    expect(console.page.get_by_role("switch")).to_have_attribute("aria-checked", "false")
