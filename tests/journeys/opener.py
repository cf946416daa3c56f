"""Browser contexts that listen to what their pages complain about, and take pictures."""

import re
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from tests.chromium import PATIENCE_MS

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
# What a browser itself says of a line that a test has cut; nothing else is forgiven.
# What a browser itself says of an answer that a test asked for by doing something that is not allowed.
OF_A_REFUSAL = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
OF_A_CUT = re.compile(r"WebSocket connection to .* failed|net::ERR_(CONNECTION|EMPTY|SOCKET|INTERNET)_")


class Opener:
    """Opens contexts, and listens to what their pages complain about."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.said: list[str] = []
        self.expects_cuts = False
        self.expects_refusals = False

    def page(self, viewport: ViewportSize, *, script: bool = True) -> Page:
        """Open a page in a context of its own, as a second person's browser would be."""
        context = self.browser.new_context(
            viewport=viewport, color_scheme="light", reduced_motion="reduce", java_script_enabled=script
        )
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)
        return self.listens(context.new_page())

    def listens(self, page: Page) -> Page:
        """Listen to what a page complains about."""
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.said.append(f"pageerror: {error}"))
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.said.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def complaints(self) -> list[str]:
        """Return errors, warnings and refusals of the content policy that nothing expected explains."""
        forgiven = [OF_A_CUT] * self.expects_cuts + [OF_A_REFUSAL] * self.expects_refusals
        return [line for line in self.said if not any(known.search(line) for known in forgiven)]

    def close(self) -> None:
        for context in self.contexts:
            context.close()


class Shooter:
    """Takes pictures, each in the light and in the dark, numbered as the journey goes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 0
        (folder / "dark").mkdir(exist_ok=True)

    def __call__(self, page: Page, name: str) -> None:
        self.number += 1
        file = f"{self.number:02}-{name}.png"
        page.screenshot(path=self.folder / file)
        page.emulate_media(color_scheme="dark")
        page.screenshot(path=self.folder / "dark" / file)
        page.emulate_media(color_scheme="light")
