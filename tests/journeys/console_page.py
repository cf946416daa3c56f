"""The console as a handler uses it."""

import re
import time
from typing import Any, Self

from playwright.sync_api import Locator, Page, expect

from tests.journeys.caller_page import words_of
from tests.live import PASSWORD

# Cookies of those who have signed in, by service and name, and when: later "Is it still you?" would be asked.
SESSIONS: dict[tuple[str, str], tuple[float, list[Any]]] = {}
YOUNG_SECONDS = 240


class Console:
    """A handler at a desk."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin

    def signs_in(self, username: str, place: str = "/console/", *, anew: bool = False) -> Self:
        """Sign in; whoever did so before on this service goes on with that session, unless it is `anew`."""
        at, known = SESSIONS.get((self.origin, username), (0.0, []))
        if known and not anew and time.monotonic() - at < YOUNG_SECONDS:
            self.page.context.add_cookies(known)
            self.page.goto(f"{self.origin}{place}")
            # One that has ended leads to the page for signing in.
            if self.page.url == f"{self.origin}{place}":
                return self
        self.page.goto(f"{self.origin}/accounts/login/?next={place}")
        expect(self.page.get_by_label("Username")).to_be_focused()
        self.page.keyboard.type(username)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{self.origin}{place}")
        SESSIONS[self.origin, username] = (time.monotonic(), [*self.page.context.cookies()])
        return self

    def is_connected(self) -> Self:
        expect(self.page.locator(".bar__link")).to_have_text("Connected")
        return self

    def is_available(self) -> Self:
        self.is_connected()
        switch = self.page.get_by_role("switch")
        expect(switch).to_be_enabled()
        # The last act of the test before may have reached the service after it was set back.
        if switch.get_attribute("aria-checked") == "false":
            self.page.keyboard.press("Alt+KeyA")
        expect(switch).to_have_attribute("aria-checked", "true")
        return self

    def presses(self, name: str, within: str = "body") -> Self:
        self.page.locator(within).get_by_role("button", name=name).first.click()
        return self

    def takes(self, number: int = 1) -> Self:
        """Take the next of the queue; it stands in the conversation pane as contact `number` of this desk."""
        expect(self.page.locator(".waiter")).not_to_have_count(0)
        expect(self.page.locator(".take-next")).to_be_enabled()
        self.page.keyboard.press("Alt+KeyN")
        expect(self.page.locator("#talk-title")).to_contain_text(f"Contact {number}:")
        return self

    def sees(self, words: str) -> Self:
        expect(self.page.get_by_text(words).first).to_be_visible()
        return self

    @property
    def box(self) -> Locator:
        return self.page.locator("#composer")

    def writes(self, body: str) -> Self:
        """Write a message and press Enter; it may have to wait for the line."""
        self.box.fill(body)
        self.box.press("Enter")
        expect(self.message(body)).to_have_count(1)
        return self

    def says(self, body: str) -> Self:
        """Write a message and wait until the service has it."""
        self.writes(body)
        expect(self.message(body).locator(".message__status")).to_have_text(re.compile("^(Sent|Seen)$"))
        return self

    def hears(self, body: str) -> Self:
        expect(self.message(body)).to_have_count(1)
        return self

    def message(self, body: str) -> Locator:
        item = self.page.locator("article.message")
        return item.filter(has=self.page.locator(".message__body").get_by_text(body, exact=True))

    @property
    def transcript(self) -> list[str]:
        return words_of(self.page.locator("article.message:has(.message__body)"), ".message__body")

    @property
    def cards(self) -> list[str]:
        return self.page.locator("article.message .service-card__name").all_text_contents()

    def opens(self, tab: str) -> Self:
        self.page.get_by_role("tab", name=tab).click()
        return self

    def chooses(self, group: str, answer: str) -> Self:
        self.page.get_by_role("group", name=group).get_by_text(answer, exact=True).click()
        return self

    def ends(self) -> Self:
        self.presses("End", within=".talk__acts")
        self.presses("End the talk", within="dialog")
        return self.sees("Wrap up contact 1")

    def wraps_up(self, outcome: str) -> Self:
        self.chooses("How did it end?", outcome)
        self.presses("Close this contact")
        return self.sees("is closed and counted")
