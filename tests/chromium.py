"""The browser of the tests."""

import atexit
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


# The one that modules have after one another: launching costs as much as a small test. While it is open, no
# other test of this process may run an event loop.
_kept = contextlib.ExitStack()
_open: list[Browser] = []
_in_use: list[Browser] = []


@contextlib.contextmanager
def kept_chromium() -> Iterator[Browser]:
    """Give the browser that is open, or launch it; afterwards nothing is left in it."""
    if not _open or not _open[0].is_connected():
        close_chromium()
        _open.append(_kept.enter_context(_launched()))
    _in_use.append(_open[0])
    try:
        yield _open[0]
    finally:
        _in_use.clear()
        for context in _open[0].contexts:
            context.close()


def close_chromium() -> None:
    """Close the browser that was kept open, unless a module has it."""
    if not _in_use:
        _open.clear()
        _kept.close()


atexit.register(close_chromium)


@contextlib.contextmanager
def a_chromium(*args: str, without: Sequence[str] = (), whole: bool = False) -> Iterator[Browser]:
    """Launch one with more arguments, and `without` some that Playwright gives it."""
    close_chromium()
    with _launched(*args, without=without, whole=whole) as browser:
        yield browser


@contextlib.contextmanager
def _launched(*args: str, without: Sequence[str] = (), whole: bool = False) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(
            executable_path=program(whole=whole),
            args=[*ARGUMENTS, *args],
            ignore_default_args=list(without) or None,
        )
        yield browser
        browser.close()
