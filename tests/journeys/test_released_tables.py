"""An analyst asks for a table, looks into a line and is refused one, by keys alone; axe finds nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.console_page import Console
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.long]
PATH = "/supervision/released/"
WIDTHS = ("1024", "1440")
FACTS = """
from datetime import date
from helpline.statistics.models import Fact
for channel, level, number in [
    ("web_chat", "standard", 80), ("web_chat", "urgent", 31), ("phone", "standard", 40),
    ("phone", "urgent", 22), ("email", "immediate", 3),
]:
    Fact.objects.bulk_create([
        Fact(
            month=date(2025, 3, 1), hour_band="12-15", language="en", about="own_behaviour",
            outcome="completed", ended_by="caller", answered=True, wait_band="under_1", talk_band="5_to_15",
            channel=channel, level=level,
        )
        for _ in range(number)
    ])
"""


def test_an_analyst_asks_by_keys_alone(service: Server, opens: Opener, pictures: Path) -> None:
    opens.expects_refusals = True
    service.run_code(FACTS)
    page = Console(opens.page(DESK), service.origin).signs_in("analyst1", PATH).page
    found = faults_of(page, pictures, "released-first", sizes=WIDTHS, full_page=True)

    page.get_by_label("Closed period").select_option("2025-Q1")
    page.get_by_label("By", exact=True).focus()
    page.keyboard.type("Channel")
    page.get_by_role("button", name="Show the table").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Contacts by channel, January to March 2025")
    found += faults_of(page, pictures, "released-table", sizes=WIDTHS, full_page=True)

    page.get_by_role("link", name="Web chat").press("Enter")
    page.get_by_label("Broken down by").select_option("level")
    page.get_by_role("button", name="Show the table").press("Enter")
    expect(page.get_by_role("rowheader", name="Standard")).to_be_visible()

    page.goto(f"{service.origin}{PATH}?period=2025-Q1&where=channel&code=email&by=level")
    expect(page.get_by_role("alert")).to_contain_text("cannot be looked into")
    found += faults_of(page, pictures, "released-refused", sizes=WIDTHS, full_page=True)
    assert found == []
