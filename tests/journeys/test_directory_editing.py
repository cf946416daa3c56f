"""Supervisors change what callers are shown of a service, and what handlers are told of risk, by two."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.console_page import Console
from tests.journeys.looks import faults_of
from tests.journeys.opener import DESK, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
PROGRAMMES = "/supervision/programmes/"
RISK = "/supervision/risk/"
SERVICE = "Change that Lasts"
AS_BEFORE = """
from triage.models import DirectoryEntry, EntryChange, RiskDraft, RiskInstrument
EntryChange.objects.exclude(how="loaded").delete()
RiskDraft.objects.all().delete(); RiskInstrument.objects.filter(number__gt=1).delete()
DirectoryEntry.objects.filter(name="Change that Lasts").update(phone="", cautions=[])
"""
QUESTION = "Are you thinking about ending your life? Any thoughts of hurting anyone else as well?"


@pytest.fixture
def two(service: Server) -> Iterator[Server]:
    service.run_code(AS_BEFORE)
    yield service
    service.run_code(AS_BEFORE)


def opened(opens: Opener, server: Server, username: str, path: str) -> Page:
    return Console(opens.page(DESK), server.origin).signs_in(username, path).page


def proposed(opens: Opener, server: Server) -> Page:
    """Open a service as one supervisor, who gives it a number and a caution."""
    page = opened(opens, server, "supervisor1", PROGRAMMES)
    page.get_by_role("link", name=SERVICE, exact=True).click()
    page.get_by_label("Telephone (optional)", exact=True).fill("029 2018 0123")
    page.get_by_label("Cautions for handlers").fill("Ring before noon.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("waits for a second person. Your notes for staff are")
    return page


def test_a_number_is_changed_by_two_and_put_back_by_two(two: Server, opens: Opener, pictures: Path) -> None:
    page = proposed(opens, two)
    expect(page.get_by_role("button", name="Approve: use it from now on")).to_have_count(0)

    other = opened(opens, two, "supervisor2", "/supervision/")
    other.get_by_role("link", name="wait for approval").or_(
        other.get_by_role("link", name="waits for approval")
    ).click()
    other.get_by_role("link", name=SERVICE).click()
    expect(other.locator("ins")).to_have_text("029 2018 0123")
    assert faults_of(other, pictures, "directory-change", sizes=("1024",)) == []
    other.get_by_role("button", name="Approve: use it from now on").click()
    expect(other.get_by_role("status")).to_contain_text("approved, and in use now")

    page.goto(two.origin + PROGRAMMES)
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=SERVICE, exact=True))
    expect(row).to_contain_text("029 2018 0123")
    row.get_by_role("link").click()
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("Approved by supervisor2")).to_be_visible()
    assert faults_of(page, pictures, "directory-history", sizes=("1024",), full_page=True) == []
    page.get_by_role("link", name="Go back to how it was before this").click()
    page.get_by_role("button", name="Propose going back").click()
    expect(page.get_by_role("status")).to_contain_text("A second person approves it")

    other.goto(page.url)
    other.get_by_role("button", name="Approve: use it from now on").click()
    expect(other.get_by_role("status")).to_contain_text("approved")
    other.goto(two.origin + PROGRAMMES)
    row = other.get_by_role("row").filter(has=other.get_by_role("link", name=SERVICE, exact=True))
    expect(row).to_contain_text("No way to reach it")
    row.get_by_role("link").click()
    # A way back takes no caution away.
    expect(other.get_by_label("Cautions for handlers")).to_have_value("Ring before noon.")


def drafted(opens: Opener, server: Server) -> Page:
    """Begin a draft of the risk guidance as one supervisor, who changes a question."""
    page = opened(opens, server, "supervisor1", RISK)
    page.get_by_role("button", name="Begin a draft").click()
    page.get_by_role("link", name="Thoughts of suicide").click()
    page.get_by_label("Question").fill(QUESTION)
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_role("status")).to_contain_text("saved in the draft")
    return page


def test_a_question_about_danger_goes_into_use_by_two_and_back(
    two: Server, opens: Opener, pictures: Path
) -> None:
    page = drafted(opens, two)
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("button", name="Approve: use it from now on")).to_have_count(0)

    other = opened(opens, two, "supervisor2", PROGRAMMES + "waiting/")
    other.get_by_role("link", name="Risk guidance").click()
    expect(other.locator("td ins")).to_have_text("ending your life")
    assert faults_of(other, pictures, "risk-draft", sizes=("1024",), full_page=True) == []
    other.get_by_role("button", name="Approve: use it from now on").click()
    expect(other.get_by_role("status")).to_contain_text("stays with its version")

    other.get_by_role("link", name="Version 1").click()
    other.get_by_role("button", name="Ask to go back").click()
    expect(other.get_by_role("button", name="Approve and go back")).to_have_count(0)
    page.goto(two.origin + RISK)
    page.get_by_role("link", name="Look at it and decide").click()
    page.get_by_role("button", name="Approve and go back").click()
    expect(page.get_by_text("words of 1", exact=True)).to_be_visible()


@pytest.mark.long
def test_every_page_of_it_is_for_everybody(two: Server, opens: Opener, pictures: Path) -> None:
    opens.expects_refusals = True
    page = proposed(opens, two)
    change = page.url
    faults = faults_of(page, pictures, "directory-own-change", full_page=True)
    page.get_by_role("link", name="Go on writing").click()
    faults += faults_of(page, pictures, "directory-entry", full_page=True)
    page.get_by_role("link", name="Take out of use, at once").click()
    faults += faults_of(page, pictures, "directory-out-of-use")

    other = opened(opens, two, "supervisor2", PROGRAMMES + "waiting/")
    faults += faults_of(other, pictures, "directory-waiting")
    other.goto(change)
    other.get_by_role("button", name="Send it back").click()
    expect(other.get_by_role("alert")).to_be_visible()
    faults += faults_of(other, pictures, "directory-no-reason", full_page=True)
    other.goto(two.origin + PROGRAMMES)
    other.get_by_role("link", name=SERVICE, exact=True).click()
    other.get_by_label("Telephone (optional)", exact=True).fill("029 2018 0456")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_role("alert")).to_contain_text("Nothing is saved yet")
    faults += faults_of(other, pictures, "directory-blocked", full_page=True)
    other.goto(change)
    other.get_by_role("button", name="Approve: use it from now on").click()
    other.goto(two.origin + PROGRAMMES)
    other.get_by_role("link", name=SERVICE, exact=True).click()
    other.get_by_role("link", name="History").click()
    other.get_by_role("link", name="Go back to how it was before this").click()
    faults += faults_of(other, pictures, "directory-back")

    page = drafted(opens, two)
    page.get_by_role("link", name="Reasons for a suggestion").click()
    faults += faults_of(page, pictures, "risk-reasons", full_page=True)
    page.goto(f"{two.origin}{RISK}draft/stalking/")
    page.get_by_label("Question").fill("Tell me.")
    page.get_by_role("button", name="Save in the draft").click()
    faults += faults_of(page, pictures, "risk-part", full_page=True)
    for name, path in {"overview": "", "version": "versions/1/", "discard": "draft/discard/"}.items():
        page.goto(two.origin + RISK + path)
        faults += faults_of(page, pictures, f"risk-{name}", full_page=True)
    assert faults == []
