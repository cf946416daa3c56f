"""A handler practises: chooses a caller, talks, ends it, looks back; and no real caller comes meanwhile."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.caller.test_every_screen import found_by_axe
from tests.journeys.caller_page import CallerPage
from tests.journeys.console_page import Console
from tests.journeys.keyboard import tabs_to
from tests.journeys.opener import DESK, PHONE, Opener
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
BANNER = "Practice: nobody real is here."
SMALL: ViewportSize = {"width": 1024, "height": 768}


@pytest.fixture(scope="module")
def service_settings() -> dict[str, str]:
    """Scripted callers type ten times as fast as people do."""
    return {"HELPLINE_PRACTICE_PACE_PERCENT": "10"}


@pytest.fixture
def looks(pictures: Path) -> "Looks":
    return Looks(pictures)


class Looks:
    """Takes a picture in both colours and both sizes, and lets axe look at each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wrong: dict[str, list[str]] = {}

    def at(self, page: Page, name: str) -> None:
        for size in (DESK, SMALL):
            page.set_viewport_size(size)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                file = f"practice-{name}-{size['width']}-{scheme}"
                page.screenshot(path=self.folder / f"{file}.png")
                if found := found_by_axe(page, "#console"):
                    self.wrong[file] = found
        page.set_viewport_size(DESK)
        page.emulate_media(color_scheme="light")


def begins(console: Console, title: str) -> Console:
    console.presses("Practise…")
    console.page.get_by_role("button", name=f"Begin: {title}").click()
    return console.sees(BANNER)


def test_a_handler_practises_and_looks_back(service: Server, opens: Opener, looks: "Looks") -> None:
    console = Console(opens.page(DESK), service.origin).signs_in("handler1").is_available()
    page = console.page
    console.presses("Practise…")
    callers = page.get_by_role("dialog").get_by_role("listitem")
    expect(callers).to_have_count(11)
    expect(callers.first).to_contain_text("Person using abuse")
    expect(callers.last).to_contain_text("My landlord")
    console.sees("11 callers, those this line is for first.")
    looks.at(page, "choice")
    page.get_by_role("button", name="Begin: It was only a shove").click()
    console.sees(BANNER)

    console.hears("it was only a little shove, nothing major")
    console.sees("Minimisation")
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "false")
    console.opens("Notes")
    console.sees("For you alone, as this is practice.")
    for name in ("Give back", "Ask a supervisor for help"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    console.opens("Script")
    console.says("If I had been in the doorway, what would I have seen?")
    console.hears("If I'm honest she went white. She sat down on the floor and she didnt get up for a bit")
    looks.at(page, "talk")
    console.says("Are there any children in the house?")
    console.hears("the little one was on the stairs and saw all of it")

    console.presses("End", within=".talk__acts")
    console.presses("End the talk", within="dialog")
    console.sees("Wrap up contact 1")
    looks.at(page, "wrap-up")
    expect(page.locator(".wrap-up__heard")).to_contain_text("Child at risk")
    console.presses("Close and look back")
    console.sees("Choose how it ended first.")
    console.chooses("How did it end?", "Caller left early")
    console.presses("Close and look back")
    expect(page.locator("#talk-title")).to_have_text("Looking back: It was only a shove")
    looks.at(page, "look-back")
    expect(page.locator(".bar__notice")).to_contain_text("was practice; it is over")
    said = page.locator(".look-back").inner_text()
    assert "Challenge:" in said
    assert "Never came up: the limits of confidentiality; whether everybody is safe." in said
    assert "Child at risk (safety)" in said
    assert "You asked about the children, and he told you what he had left out." in said
    assert "doorway" not in said
    expect(page.locator(".bar__notice--error")).to_have_count(0)
    expect(page.locator(".mine__one")).to_have_count(0)
    console.sees("You are away, since you began to practise.").presses("I am available", within=".look-back")
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    expect(page.locator(".look-back__away")).to_have_count(0)
    console.presses("Put away")
    console.sees("No conversation open")
    assert looks.wrong == {}


def test_no_real_caller_comes_to_somebody_who_practises_and_the_board_says_so(
    service: Server, opens: Opener
) -> None:
    console = begins(Console(opens.page(DESK), service.origin).signs_in("handler2").is_connected(), "I'm 14")
    CallerPage(opens.page(PHONE), service.origin).starts()
    expect(console.page.locator(".waiter")).to_have_count(1)

    expect(console.page.locator(".take-next")).to_have_attribute("aria-disabled", "true")
    console.page.get_by_role("switch").click()
    console.sees("You are practising. Finish the practice first, wrap-up included.")
    board = Console(opens.page(DESK), service.origin).signs_in("supervisor1", "/supervision/")
    expect(board.page.get_by_text("Training").first).to_be_visible()


@pytest.mark.usefixtures("keys_alone")
def test_by_keyboard_alone_it_is_begun_kept_over_a_reload_ended_and_wrapped_up(
    service: Server, opens: Opener
) -> None:
    console = Console(opens.page(DESK), service.origin).signs_in("handler1").is_connected()
    page, keys = console.page, console.page.keyboard
    keys.press("Control+k")
    keys.type("practise")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Begin:").first).to_be_focused()
    tabs_to(page, "[aria-label='Begin: I\\'m 14']")
    keys.press("Enter")
    console.hears("im 14 and my dad keeps hurting my mum")

    page.reload()
    console.is_connected()
    keys.press("Alt+1")
    console.sees(BANNER)
    keys.type("Are you safe right now?")
    keys.press("Enter")
    console.hears("yeah im in my room. hes not in till later")
    keys.press("Alt+w")
    expect(page.get_by_role("dialog")).to_contain_text("End the practice talk?")
    tabs_to(page, "dialog .button--danger")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Wrap up contact 1")).to_be_focused()
    tabs_to(page, '[name="outcome"]')
    keys.press("ArrowDown")
    tabs_to(page, ".wrap-up__foot .button--primary")
    keys.press("Enter")

    expect(page.locator("#talk-title")).to_contain_text("Looking back: I'm 14")
    expect(page.locator("#talk-title")).to_be_focused()
