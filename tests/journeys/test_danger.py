"""Immediate danger and a break of confidence, played by a handler and a supervisor in two browsers."""

from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.console_page import Console
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, Opener
from tests.journeys.writing_desk import Talks
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.long]

WORDS = "She is at 14 Larch Street and I want to kill her"
STANDS = """
from chat.models import ConfidenceBreak, Danger, Passing
danger, made = Danger.objects.get(), ConfidenceBreak.objects.get()
assert (danger.how, danger.finding, danger.answered_by.username) == ("rang", "well", "supervisor1")
assert (danger.rang_by.username, danger.reviewed_by.username) == ("handler1", "supervisor1")
assert (made.at_once, made.approved, made.hold_ended_at is None) == (True, True, True)
assert Passing.objects.get().to == "emergency"
"""


def test_a_danger_from_the_press_to_its_review(
    talks: Talks, server: Server, opens: Opener, pictures: Path
) -> None:
    sue = Console(opens.page(DESK), server.origin).signs_in("supervisor1").is_connected()
    ann = talks(first_message=WORDS)
    shows, of_sue = (partial(faults_of, each.page, pictures, axe_at=("1440",)) for each in (ann, sue))

    ann.page.keyboard.press("Alt+d")
    ann.sees("Every supervisor is called. Nobody has answered yet.")
    expect(ann.page.locator("#prompt-title")).to_contain_text("Now: Danger")
    expect(ann.page.locator(".prompt__put")).to_be_focused()
    assert ann.page.locator("article.message--handler").count() == 0
    assert shows("danger-stands") == []
    sue.sees("handler1 calls")
    assert of_sue("danger-calls") == []
    sue.presses("I have it", within=".danger-call")
    expect(sue.page.locator(".danger-call")).to_have_count(0)
    ann.sees("supervisor1 has answered")

    ann.page.keyboard.press("Alt+j")
    expect(ann.page.locator(".message .service-card__name")).to_have_text("Police, ambulance")
    ann.presses("For the police", within=".danger-line")
    expect(ann.page.locator(".police__found li")).to_have_count(1)
    ann.sees("the network address (IP address) of their device: it is not stored")
    assert shows("danger-police") == []
    ann.page.keyboard.press("Escape")
    ann.presses("I rang 999", within=".danger-line").sees("Record what was passed on")
    ann.page.keyboard.press("Alt+w")
    ann.sees("The danger that you raised still stands")
    ann.page.keyboard.press("Escape")
    ann.presses("Close…", within=".danger-line")
    assert shows("danger-over") == []
    ann.presses("We rang 999", within="dialog")
    expect(ann.page.locator(".danger-line")).to_have_count(0)

    records(ann, sue, shows, of_sue)
    server.run_code(STANDS)


def records(ann: Console, sue: Console, shows: partial[list[str]], of_sue: partial[list[str]]) -> None:
    """What was passed on is recorded, decided on and reviewed, on pages without script's help."""
    ann.page.goto(f"{ann.origin}/supervision/safeguarding/")
    ann.page.locator("th a").click()
    for choice in ("999: police or ambulance", "An address or postcode", "Yes, before or as it was done"):
        ann.page.get_by_label(choice).check()
    assert shows("break-pass-on", full_page=True) == []
    ann.presses("Record it", within="main").sees("What was passed on is recorded.")

    sue.page.goto(f"{sue.origin}/supervision/safeguarding/")
    sue.sees("You can decide")
    assert of_sue("safeguarding", full_page=True) == []
    sue.page.get_by_role("table", name="Words that are held").locator("th a").click()
    assert of_sue("break-to-decide", full_page=True) == []
    sue.page.get_by_label("Approve").check()
    sue.presses("Record my decision").sees("Your decision is recorded.")
    sue.page.emulate_media(media="print")
    expect(sue.page.get_by_role("button", name="End the hold")).to_be_hidden()
    expect(sue.page.get_by_text("An address or postcode").first).to_be_visible()
    sue.page.emulate_media(media="screen")
    sue.presses("Read the words").sees(WORDS)
    assert of_sue("held-words") == []
    sue.page.goto(f"{sue.origin}/supervision/safeguarding/")
    sue.page.locator("th a").first.click()
    sue.page.get_by_label("Handled well").check()
    assert of_sue("danger-review", full_page=True) == []
    sue.presses("Record the review").sees("The review is recorded.")
