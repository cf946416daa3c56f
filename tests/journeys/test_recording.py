"""A handler records a phone call: no box for words, services read aloud, the wrap-up, and the board."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.console_page import Console
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]


def test_a_handler_records_a_phone_call(server: Server, opens: Opener, pictures: Path) -> None:
    console = Console(opens.page(DESK), server.origin).signs_in("handler1").is_available()
    page = console.page
    console.presses("Record a call or an e-mail…")
    page.get_by_text("Own behaviour", exact=True).click()
    faults = faults_of(page, pictures, "recording-begin")
    console.presses("Begin")

    console.sees("No words are kept of the call.")
    expect(page.locator("textarea, input[type=text], .messages")).to_have_count(0)
    expect(page.get_by_role("tab")).to_have_count(3)
    page.locator(".recording__row select").nth(1).select_option("26 to 40")
    expect(page.locator(".recording .saved")).to_have_text(re.compile(r"Saved .+: age\."))
    page.locator('.recording__ruler [name="ruler-importance"]').nth(4).check(force=True)
    console.sees("What makes it a 4 and not lower?")
    page.get_by_role("button", name="at the start").click()
    console.sees("at the start: recorded")
    page.get_by_text("What do you hear?").click()
    page.get_by_label("Partner blame").check()
    console.sees("You hear: partner blame")
    faults += faults_of(page, pictures, "recording-call")

    console.opens("Signpost")
    page.get_by_label("Words").fill("Samaritans")
    page.locator(".entry__head").first.click()
    console.sees("Read this aloud:")
    page.get_by_label("I have checked this number today").check()
    console.presses("Confirm the details")
    console.presses("I have said this")
    console.sees("Given in this talk")
    faults += faults_of(page, pictures, "recording-service")

    board = Console(opens.page(DESK), server.origin).signs_in("supervisor1")
    board.page.goto(f"{server.origin}/supervision/")
    expect(board.page.locator(".board__talks")).to_contain_text("On the phone")
    expect(board.page.locator(".board__talks a")).to_have_count(0)
    faults += faults_of(board.page, pictures, "recording-board", axe_at=())

    console.presses("End", within=".talk__acts")
    console.presses("End the call", within="dialog")
    console.sees("Phone call: it has ended.")
    faults += faults_of(page, pictures, "recording-wrap-up")
    console.wraps_up("Signposted")
    assert faults == []
