"""Every state of the console at every width, light and dark: axe, nothing over the edge, finger targets."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import PATIENCE_MS
from tests.journeys.console_page import Console
from tests.journeys.looks import SIZES, faults_of
from tests.journeys.opener import Opener
from tests.journeys.people import Callers
from tests.live import Server

pytestmark = [pytest.mark.journey, pytest.mark.once]
# What can be pressed and is smaller than a finger. A choice is its label, a tick box its line of words.
TOO_SMALL = """() => [...document.querySelectorAll('.staff-header :is(a, button), .console :is(button, \
  summary, select, textarea, .pick, .choice, .presence__skill, \
  input:not([type=radio], [type=checkbox]))')].filter((e) => {
  const r = e.getBoundingClientRect();
  return e.checkVisibility() && r.width && (r.height < 43.5 || r.width < 24);
}).map((e) => `${e.tagName}.${e.className} ${e.textContent.slice(0, 30)} ${e.offsetHeight}`)"""
THREAT = "I threatened to kill her last night. I only pushed her a little, nothing major."


def a_full_desk(callers: Callers) -> None:
    """Somebody for every kind of row."""
    (first,) = callers.start(1, safe_now=False, age_band="16_17", area="Leeds", gender="man")
    (second,) = callers.start(1, about="someone_else", interpreter="Polski (Polish)", gender="woman")
    (third,) = callers.start(1, about="unsure", private_now=False, language="cy", area="Cardiff")
    callers.start(1, about="being_hurt")
    callers.says(first, THREAT)
    callers.says(second, "Hello?")
    callers.says(third, THREAT)


def shows(page: Page, folder: Path, name: str) -> list[str]:
    return faults_of(page, folder, name, sizes=tuple(SIZES), axe_at=("1440",))


def test_every_state_is_for_everybody(server: Server, opens: Opener, pictures: Path) -> None:
    folder = pictures / "desk"
    folder.mkdir(exist_ok=True)
    with Callers(server) as callers:
        desk = Console(opens.page(SIZES["1440"]), server.origin).signs_in("handler1").is_connected()
        page = desk.page
        wrong = shows(page, folder, "01-away-and-empty")
        a_full_desk(callers)
        desk.is_available()
        expect(page.locator(".waiter")).to_have_count(4)
        wrong += shows(page, folder, "02-somebody-waits")
        desk.takes(1)
        expect(page.locator(".prompt__words")).to_be_visible()
        desk.takes(2)
        expect(page.locator(".prompt__words")).to_be_visible()
        page.keyboard.press("Alt+1")
        desk.says("Thank you for telling me that.")
        desk.box.fill("You said [what].")
        wrong += shows(page, folder, "03-talk")
        steps: dict[str, tuple[Callable[[], object], str]] = {
            "04-triage": (
                lambda: page.keyboard.press("Alt+t"),
                "[aria-selected=true]:text('Triage')",
            ),
            "05-signpost": (lambda: page.keyboard.press("Alt+g"), "#search-words"),
            "06-palette": (lambda: page.keyboard.press("Control+k"), "dialog[open]"),
            "07-view": (lambda: page.get_by_role("button", name="View and sound").click(), "dialog[open]"),
            "08-keys": (lambda: page.keyboard.press("Alt+k"), "dialog[open]"),
            "09-end-asks": (lambda: page.keyboard.press("Alt+w"), "dialog[open]"),
            "11-sign-out": (lambda: page.keyboard.press("Alt+l"), "dialog[open] .will"),
        }
        for name, (step, shown) in steps.items():
            step()
            expect(page.locator(shown).first).to_be_visible()
            wrong += shows(page, folder, name)
            page.keyboard.press("Escape")
        desk.ends()
        wrong += shows(page, folder, "10-wrap-up")
    opens.expects_cuts = True
    server.kill()
    desk.sees("Connection lost.")
    wrong += shows(page, folder, "12-cut")

    assert wrong == []


def test_a_finger_finds_everything_on_a_tablet(server: Server, opens: Opener, pictures: Path) -> None:
    with Callers(server) as callers:
        a_full_desk(callers)
        context = opens.browser.new_context(viewport=SIZES["tablet"], has_touch=True, is_mobile=True)
        context.set_default_timeout(PATIENCE_MS)
        opens.contexts.append(context)
        desk = Console(opens.listens(context.new_page()), server.origin).signs_in("handler1").is_available()
        page = desk.page
        small = page.evaluate(TOO_SMALL)
        desk.takes(1)
        # The words stay beside the queue; what helps comes in its place.
        expect(page.locator("#composer")).to_be_visible()
        expect(page.locator(".take-next")).to_be_visible()
        small += page.evaluate(TOO_SMALL)
        page.locator(".part-tabs--two").get_by_role("button", name="Help").tap()
        for tab in ("Script", "Triage", "Signpost"):
            page.get_by_role("tab", name=tab).tap()
            expect(page.locator("#composer")).to_be_visible()
            expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
            small += page.evaluate(TOO_SMALL)
            page.screenshot(path=pictures / f"desk-touch-{tab.lower()}.png")

    assert sorted(set(small)) == []
