"""Supervisors' pages around the line: how it works, who carries how much, blocks, what was counted."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.console_page import Console
from tests.journeys.desk import Desk
from tests.journeys.looks import SIZES, faults_of
from tests.journeys.opener import DESK, Opener
from tests.journeys.people import Callers
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
WIDTHS = ("1024", "1440", "1920")
ROWS = "new Set([...document.querySelectorAll('.staff-nav a')].map((each) => each.offsetTop)).size"
SOMETHING_TO_SHOW = """
from datetime import timedelta
from uuid import uuid4
from django.utils import timezone
from chat.models import Block, LineSettings
from helpline.staff.models import Account
now = timezone.now()
Block.objects.create(
    contact=uuid4(), reason="abusive", at=now, until=now + timedelta(hours=24),
    by=Account.objects.get(username="handler1"),
)
LineSettings.objects.create(version=1, offer_seconds=300)
from datetime import date
from helpline.statistics.prompts import Used, tally
from scripts.models import ScriptVersion
version = ScriptVersion.objects.get(is_running=True).pk
for kind, name, times in [
    ("prompt_shown", "m15_partner_blame", 64), ("prompt_taken", "m15_partner_blame", 40),
    ("prompt_sent", "m15_partner_blame", 40), ("prompt_answered", "m15_partner_blame", 31),
    ("prompt_sent", "m08_incident", 60), ("prompt_answered", "m08_incident", 55),
    ("prompt_sent", "m23_impact_partner", 12), ("prompt_answered", "m23_impact_partner", 5),
    ("prompt_shown", "m20_jealousy", 9), ("prompt_sent", "m20_jealousy", 2),
    ("cue_confirmed", "partner_blame", 22), ("cue_refused", "partner_blame", 4),
    ("doubt_shown", "agrees_with_blame", 8), ("doubt_mended", "agrees_with_blame", 6),
    ("card_sent", "importance", 11), ("card_answered", "importance", 9),
]:
    tally([Used(month=date(2026, 11, 1), version=version, kind=kind, name=name, times=1)] * times)
"""


@pytest.fixture(scope="module")
def with_something(service: Server, desk: Desk) -> Server:
    """One server for the module, with a block, an older version of the line, and a contact that is closed."""
    service.run_code(SOMETHING_TO_SHOW)
    with Callers(service) as callers:
        (contact,) = callers.start(1)
        desk.takes(contact).ends(contact)
    return service


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("line", "/supervision/line/"),
        ("load", "/supervision/load/"),
        ("figures", "/supervision/figures/"),
        ("prompts", "/supervision/prompts/"),
        ("blocks", "/supervision/blocks/"),
        ("corrections", "/console/corrections/"),
        ("quality", "/supervision/quality/"),
        ("hours", "/supervision/hours/"),
        ("hours-exchange", "/supervision/hours/exchange/"),
    ],
)
def test_a_page_is_for_everybody(
    with_something: Server, opens: Opener, pictures: Path, name: str, path: str
) -> None:
    page = Console(opens.page(DESK), with_something.origin).signs_in("supervisor1", path).page

    shoots(page, pictures, name)
    if name == "corrections":
        page.get_by_role("link", name="Correct").last.click()
        expect(page.get_by_role("heading", name="Correct contact")).to_be_visible()
        shoots(page, pictures, "correction")


def test_every_page_of_the_directory_is_for_everybody(
    with_something: Server, opens: Opener, pictures: Path
) -> None:
    opens.expects_refusals = True
    path = "/supervision/programmes/"
    page = Console(opens.page(DESK), with_something.origin).signs_in("supervisor1", path).page

    def looks(name: str) -> list[str]:
        return faults_of(page, pictures, f"directory-{name}", sizes=("1024",), full_page=True)

    found = looks("list")
    page.get_by_label("Show").select_option("due")
    page.get_by_role("button", name="Search").click()
    expect(
        page.get_by_role("row", name="Check again").or_(page.get_by_role("row", name="Unconfirmed"))
    ).not_to_have_count(0)
    found += looks("to-be-checked")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    found += looks("entry")
    page.get_by_role("link", name="Take out of use").click()
    found += looks("deactivate")
    page.goto(f"{with_something.origin}{path}add/")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found += looks("mistakes")
    assert found == []


def shoots(page: Page, pictures: Path, name: str) -> None:
    """Take it in three widths and both schemes; axe finds nothing, and the places stand in one row."""
    assert faults_of(page, pictures, name, sizes=WIDTHS, full_page=True) == []
    for width in WIDTHS:
        page.set_viewport_size(SIZES[width])
        assert page.evaluate(ROWS) == 1, f"the places stand in more than one row at {width}"


def test_the_line_is_set_by_keyboard_and_a_wrong_number_is_said_where_it_stands(
    with_something: Server, opens: Opener
) -> None:
    opens.expects_refusals = True
    page = Console(opens.page(DESK), with_something.origin).signs_in("supervisor1", "/supervision/line/").page
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
    expect(page.get_by_role("row", name="supervisor1")).to_contain_text("45 seconds, before 300")
    expect(page.get_by_text("Version 2, saved")).to_be_visible()
    expect(seconds).to_have_value("45")


def test_what_if_follows_sliders_and_numbers_without_loading_the_page(
    with_something: Server, opens: Opener, pictures: Path
) -> None:
    opens.expects_refusals = True
    page = (
        Console(opens.page(DESK), with_something.origin)
        .signs_in("supervisor1", "/supervision/staffing/")
        .page
    )
    assert faults_of(page, pictures, "what-if", sizes=("1024",), full_page=True) == []
    page.evaluate("window.isTheSamePage = true")
    sentence, handlers = page.get_by_role("status"), page.get_by_role("spinbutton", name="Handlers at work")

    handlers.fill("3")
    expect(sentence).to_have_text(
        "About 1 in 5 who write would give up. About 7 in 10 who write would be taken within 5 minutes."
    )
    # One more, by keyboard on the slider.
    page.get_by_role("slider", name="Handlers at work").press("ArrowRight")
    expect(handlers).to_have_value("4")
    expect(sentence).to_contain_text("About 1 in 10 who write")
    expect(page.get_by_role("img", name="With fewer or more handlers")).to_contain_text("With 4 handlers")
    assert "handlers=4" in page.url

    handlers.fill("0")
    expect(page.get_by_text("Handlers at work: give a whole number from 1 to 200.")).to_be_visible()
    expect(handlers).to_have_attribute("aria-invalid", "true")
    handlers.fill("5")
    expect(page.get_by_text("Handlers at work: give a whole number")).to_have_count(0)
    assert page.evaluate("window.isTheSamePage")
