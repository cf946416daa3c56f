"""A handler practises: chooses a caller, talks, ends it, looks back; and no real caller comes meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.caller.test_every_screen import found_by_axe
from tests.journeys.caller_page import CallerPage
from tests.journeys.console_page import Console
from tests.journeys.opener import DESK, PHONE, Opener
from tests.live import Server, a_server

pytestmark = [pytest.mark.journey, pytest.mark.once]
BANNER = "Practice: nobody real is here."
SMALL: ViewportSize = {"width": 1024, "height": 768}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A service whose scripted callers type ten times as fast as people do."""
    with a_server(tmp_path / "server", HELPLINE_PRACTICE_PACE_PERCENT="10") as server:
        server.start()
        yield server


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


def test_a_handler_practises_and_looks_back(server: Server, opens: Opener, looks: "Looks") -> None:
    console = Console(opens.page(DESK), server.origin).signs_in("handler1").is_available()
    page = console.page
    console.presses("Practise…")
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(8)
    looks.at(page, "choice")
    page.get_by_role("button", name="Begin: It was only a shove").click()
    console.sees(BANNER)

    console.hears("it was only a little shove, nothing major")
    console.sees("Minimisation")
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "false")
    expect(page.get_by_role("button", name="Give back")).to_have_count(0)
    console.says("If I had been in the doorway, what would I have seen?")
    console.hears("If I'm honest she went white. She sat down on the floor and she didnt get up for a bit")
    looks.at(page, "talk")
    console.says("Are there any children in the house?")
    console.hears("the little one was on the stairs and saw all of it")

    console.presses("End", within=".talk__acts")
    console.presses("End the practice", within="dialog")
    expect(page.locator("#talk-title")).to_have_text("Looking back: It was only a shove")
    looks.at(page, "look-back")
    said = page.locator(".look-back").inner_text()
    assert "Never came up: the limits of confidentiality; whether everybody is safe." in said
    assert "Child at risk (safety)" in said
    assert "You asked about the children, and he told you what he had left out." in said
    assert "doorway" not in said
    expect(page.locator(".bar__notice--error")).to_have_count(0)
    expect(page.locator(".mine__one")).to_have_count(0)
    console.presses("Put away")
    console.sees("No conversation open")
    assert looks.wrong == {}


def test_no_real_caller_comes_to_somebody_who_practises_and_the_board_says_so(
    server: Server, opens: Opener
) -> None:
    console = begins(Console(opens.page(DESK), server.origin).signs_in("handler1").is_connected(), "I'm 14")
    CallerPage(opens.page(PHONE), server.origin).starts()
    expect(console.page.locator(".waiter")).to_have_count(1)

    expect(console.page.locator(".take-next")).to_have_attribute("aria-disabled", "true")
    console.page.get_by_role("switch").click()
    console.sees("You are practising. End the practice first.")
    board = Console(opens.page(DESK), server.origin).signs_in("supervisor1", "/supervision/")
    expect(board.page.get_by_text("Training").first).to_be_visible()


def test_a_reload_in_the_middle_keeps_the_practice(server: Server, opens: Opener) -> None:
    console = begins(Console(opens.page(DESK), server.origin).signs_in("handler1").is_connected(), "I'm 14")
    console.hears("im 14 and my dad keeps hurting my mum")
    console.page.reload()
    console.is_connected()
    console.page.keyboard.press("Alt+1")

    console.sees(BANNER)
    console.hears("im 14 and my dad keeps hurting my mum")
    console.says("Are you safe right now?")
    console.hears("im in my room. hes downstairs but hes asleep")


def test_it_is_begun_and_ended_by_the_keyboard_alone(server: Server, opens: Opener) -> None:
    console = Console(opens.page(DESK), server.origin).signs_in("handler1").is_connected()
    keys = console.page.keyboard
    keys.press("Control+k")
    keys.type("practise")
    keys.press("Enter")
    first = console.page.get_by_role("button", name="Begin:").first
    expect(first).to_be_visible()
    for _ in range(10):
        keys.press("Tab")
        if console.page.evaluate("document.activeElement.textContent") == "Begin":
            break
    keys.press("Enter")
    console.sees(BANNER)
    keys.press("Alt+w")
    expect(console.page.get_by_role("dialog")).to_contain_text("End the practice?")
    keys.press("Shift+Tab")
    keys.press("Enter")

    expect(console.page.locator("#talk-title")).to_contain_text("Looking back:")
