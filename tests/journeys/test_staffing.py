"""The pages about staffing as they look with figures of the service's own."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

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


@pytest.mark.long
def test_the_pages_with_figures_are_for_everybody(service: Server, opens: Opener, pictures: Path) -> None:
    service.run_code(MAKES)
    page = Console(opens.page(DESK), service.origin).signs_in("supervisor1", "/supervision/staffing/").page
    found = faults_of(page, pictures, "what-if-own", sizes=WIDTHS, full_page=True)

    page.get_by_role("link", name="Handlers needed in a week").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Handlers needed, week of")
    found += faults_of(page, pictures, "handlers-in-a-week", sizes=WIDTHS, full_page=True)
    assert found == []
