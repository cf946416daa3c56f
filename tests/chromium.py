"""The browser of the tests."""

import contextlib
import shutil
from collections.abc import Iterator, Sequence

from playwright.sync_api import Browser, expect, sync_playwright

# How long a page may take before the test is given up; what it waits for is always something seen.
PATIENCE_MS = 60_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
ARGUMENTS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


def program(*, whole: bool = False) -> str:
    """Return where Chromium is.

    The one that has no window, where it is installed, opens a page with a quarter of the work. It keeps no
    page as it was for whoever goes back, and refuses no storage to a frame: such tests need the `whole` one.
    """
    light = None if whole else shutil.which("chromium-headless-shell")
    return light or shutil.which("chromium") or "/usr/bin/chromium"


@contextlib.contextmanager
def a_chromium(*args: str, without: Sequence[str] = (), whole: bool = False) -> Iterator[Browser]:
    """Launch it with more arguments, and `without` some that Playwright gives it."""
    # For one module at a time: while it is open, no other test of this process may run an event loop.
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(
            executable_path=program(whole=whole),
            args=[*ARGUMENTS, *args],
            ignore_default_args=list(without) or None,
        )
        yield browser
        browser.close()
