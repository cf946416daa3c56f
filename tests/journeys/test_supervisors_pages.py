"""Supervisors' pages around the line: how it works, who carries how much, who is blocked."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.console_page import Console
from tests.journeys.looks import SIZES, faults_of
from tests.journeys.opener import DESK, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
WIDTHS = ("1024", "1440", "1920")
ROWS = "new Set([...document.querySelectorAll('.staff-nav a')].map((each) => each.offsetTop)).size"
SOMETHING_TO_SHOW = """
from datetime import timedelta
from uuid import uuid4
from django.utils import timezone
from chat.models import Block
from helpline.staff.models import Account
now = timezone.now()
Block.objects.create(
    contact=uuid4(), reason="abusive", at=now, until=now + timedelta(hours=24),
    by=Account.objects.get(username="handler1"),
)
"""


@pytest.mark.parametrize("name", ["line", "load", "blocks"])
def test_a_page_is_for_everybody(server: Server, opens: Opener, pictures: Path, name: str) -> None:
    server.start()
    server.run_code(SOMETHING_TO_SHOW)
    Console(opens.page(DESK), server.origin).signs_in("handler1").is_available()
    page = Console(opens.page(DESK), server.origin).signs_in("supervisor1", f"/supervision/{name}/").page

    assert faults_of(page, pictures, name, sizes=WIDTHS, full_page=True) == []
    for width in WIDTHS:
        page.set_viewport_size(SIZES[width])
        assert page.evaluate(ROWS) == 1, f"the places stand in more than one row at {width}"


def test_the_line_is_set_by_keyboard_and_a_wrong_number_is_said_where_it_stands(
    server: Server, opens: Opener
) -> None:
    opens.expects_refusals = True
    server.start()
    page = Console(opens.page(DESK), server.origin).signs_in("supervisor1", "/supervision/line/").page
    page.get_by_label("offered to the least busy").focus()
    page.keyboard.press("Space")
    seconds = page.locator("[name=offer_seconds]")
    seconds.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Nothing is saved yet")
    page.get_by_role("alert").get_by_role("link").first.press("Enter")
    expect(seconds).to_be_focused()

    page.keyboard.press("Control+a")
    page.keyboard.type("45")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="supervisor1")).to_contain_text("45")
    expect(page.get_by_text("Version 1, saved")).to_be_visible()
    expect(seconds).to_have_value("45")
