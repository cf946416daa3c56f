"""A desk without a mouse: keys alone, and whatever is not a key is refused while the test runs."""

from typing import Any, Self

import pytest
from playwright.sync_api import ElementHandle, Locator, Mouse, Page, Touchscreen, expect

from tests.journeys.console_page import Console

# What points, and what puts a value or the focus somewhere without a key being pressed.
POINTS = ["check", "click", "dblclick", "drag_and_drop", "drag_to", "hover", "set_checked", "tap", "uncheck"]
REACHES = ["clear", "dispatch_event", "fill", "focus", "press", "press_sequentially", "select_option", "type"]
# No page of ours asks for more: what Tab does not come to within them, it does not come to.
MOST_STOPS = 120


class NotAKey(AssertionError):
    """Something was done that a keyboard cannot do."""


def refuse_all_but_keys(patch: pytest.MonkeyPatch) -> None:
    """Let everything raise NotAKey by which Playwright acts on a page, but `page.keyboard`."""

    def refused(*_: Any, **__: Any) -> None:
        raise NotAKey("by the keyboard alone")

    for kind in (Page, Locator, ElementHandle):
        for name in (*POINTS, *REACHES):
            patch.setattr(kind, name, refused, raising=False)
    for name in ("move", "down", "up", "click", "dblclick", "wheel"):
        patch.setattr(Mouse, name, refused)
    patch.setattr(Touchscreen, "tap", refused)


def tabs_to(page: Page, place: str | Locator) -> None:
    """Press Tab until the focus is there."""
    locator = page.locator(place) if isinstance(place, str) else place
    expect(locator).not_to_have_count(0)
    for _ in range(MOST_STOPS):
        if locator.evaluate_all("all => all.includes(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not come to {place}")


class Keyed(Console):
    """A member of staff who has a keyboard and nothing else."""

    def press(self, *keys: str) -> Self:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def type(self, words: str) -> Self:
        self.page.keyboard.type(words)
        return self

    def writes(self, body: str) -> Self:
        self.press("Alt+KeyM")
        expect(self.box).to_be_focused()
        self.type(body).press("Enter")
        return self.hears(body)

    def does(self, act: str) -> Self:
        """Find an act by its words in the palette, and do it."""
        self.press("Control+k").type(act)
        # Last of all, the palette offers to look among the prompts.
        acts = self.page.locator(".palette__one").filter(has_not_text="Find a prompt with")
        expect(acts).to_have_count(1)
        self.press("Enter")
        expect(self.page.locator(".palette__words")).to_have_count(0)
        return self

    def tabs_to(self, place: str | Locator) -> Self:
        tabs_to(self.page, place)
        return self

    def presses_button(self, name: str, within: str = "body") -> Self:
        """Tab to a button and press it."""
        button = self.page.locator(within).get_by_role("button", name=name)
        return self.tabs_to(button.first).press("Enter")
