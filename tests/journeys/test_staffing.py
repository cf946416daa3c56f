"""What if, in a browser: sliders, numbers and curves that follow without loading the page; and a week."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.console_page import Console
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
WIDTHS = ("1024", "1440")
MAKES = """
from io import StringIO
from django.core.management import call_command
call_command("make_facts", count=30000, seed=8, stdout=StringIO())
"""


def test_a_supervisor_tries_numbers_and_reads_the_week(
    service: Server, opens: Opener, pictures: Path
) -> None:
    opens.expects_refusals = True
    service.run_code(MAKES)
    page = Console(opens.page(DESK), service.origin).signs_in("supervisor1", "/supervision/staffing/").page
    found = faults_of(page, pictures, "what-if", sizes=WIDTHS, full_page=True)
    page.evaluate("window.isTheSamePage = true")
    sentence = page.get_by_role("status")

    for name, value in [
        ("Contacts that begin", "6"),
        ("Length of a talk", "25"),
        ("How long callers wait", "8"),
    ]:
        number(page, name).fill(value)
    number(page, "Handlers at work").fill("3")
    expect(sentence).to_have_text(
        "About 1 in 5 who write would give up. About 7 in 10 who write would be taken within 5 minutes."
    )
    # One more, by keyboard on the slider.
    page.get_by_role("slider", name="Handlers at work").press("ArrowRight")
    expect(number(page, "Handlers at work")).to_have_value("4")
    expect(sentence).to_contain_text("About 1 in 10 who write")
    expect(page.get_by_role("img", name="With fewer or more handlers")).to_contain_text("With 4 handlers")
    assert "handlers=4" in page.url

    number(page, "Handlers at work").fill("0")
    expect(page.get_by_text("Handlers at work: give a whole number from 1 to 200.")).to_be_visible()
    expect(number(page, "Handlers at work")).to_have_attribute("aria-invalid", "true")
    number(page, "Handlers at work").fill("5")
    expect(page.get_by_text("Handlers at work: give a whole number")).to_have_count(0)
    assert page.evaluate("window.isTheSamePage")

    page.get_by_role("link", name="Handlers needed in a week").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Handlers needed, week of")
    found += faults_of(page, pictures, "handlers-in-a-week", sizes=WIDTHS, full_page=True)
    assert found == []


def number(page: Page, name: str) -> Locator:
    return page.get_by_role("spinbutton", name=name)
