"""Offers at the desk: accepted by key, declined to a colleague, missed."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.caller_page import CallerPage, T
from tests.journeys.console_page import Console
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, PHONE, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
PUSH = """
from chat.models import LineSettings
LineSettings.objects.create(version=1, routing="push", offer_seconds=120)
"""
# What the timer does once the two minutes are over.
RUNS_OUT = """
from django.utils import timezone
from chat.models import Contact, Offer
from chat.services.offers import expire_offers
from chat.services.rounds import go_round
Offer.objects.update(expires_at=timezone.now())
expire_offers(now=timezone.now())
"""
AGAIN = "Contact.objects.update(passed_at=None)\ngo_round()"


@pytest.fixture(autouse=True)
def _pushes(server: Server) -> None:
    server.run_code(PUSH)


def test_an_offer_is_accepted_by_one_key_and_held_back_from_everybody_else(
    server: Server, opens: Opener, pictures: Path
) -> None:
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
    assert faults_of(first.page, pictures, "offer") == []

    first.page.keyboard.press("Alt+KeyY")

    expect(first.page.locator("#talk-title")).to_contain_text("Contact 1:")
    expect(offer).to_have_count(0)
    caller.sees(T["status_talking"])
    expect(second.page.locator(".waiter")).to_have_count(0)
    assert second.page.locator(".mine__one").count() == 0


def test_what_is_declined_goes_to_the_colleague_who_accepts_with_enter(server: Server, opens: Opener) -> None:
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


@pytest.mark.long
def test_two_missed_offers_set_one_away_and_the_console_says_so(server: Server, opens: Opener) -> None:
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
