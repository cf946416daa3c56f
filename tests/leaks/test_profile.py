"""After a chat and a quick exit the browser's own folder on the disk holds no word of it, and no token."""

import contextlib
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect, sync_playwright

from tests.chromium import ARGUMENTS, PATIENCE_MS, program
from tests.journeys.caller_page import CallerPage, T
from tests.journeys.site import a_site
from tests.leaks.at_rest import SENTENCE, found
from tests.live import Server, a_server

pytestmark = [pytest.mark.journey, pytest.mark.once]
KEPT_IN_THE_OPEN = """sentence => {
  localStorage.setItem("planted", sentence);
  history.replaceState(null, "", `?planted=${sentence.split(" ")[0]}PlantedInHistory`);
}"""


@contextlib.contextmanager
def a_profile(folder: Path) -> Iterator[BrowserContext]:
    """A browser that keeps its profile in this folder, as people's do."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        context = playwright.chromium.launch_persistent_context(
            folder, executable_path=program(whole=True), args=ARGUMENTS, headless=True
        )
        yield context
        # Closed by itself, so that it writes everything down.
        context.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with (
        a_site() as site,
        a_server(tmp_path / "server", HELPLINE_EXIT_URL=f"{site.origin}/weather") as server,
    ):
        server.start()
        yield server


def held(folder: Path) -> list[Path]:
    """Return the files of a profile; what is packed in its cache is laid open beside it."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    opened = folder / "opened"
    opened.mkdir(exist_ok=True)
    for number, path in enumerate(files):
        content = path.read_bytes()
        for begin in [i for i in range(len(content) - 2) if content[i : i + 3] == b"\x1f\x8b\x08"]:
            with contextlib.suppress(OSError, EOFError, zlib.error):
                (opened / f"{number}.{begin}").write_bytes(gzip.decompress(content[begin:]))
    return [*files, *opened.iterdir()]


def test_the_folder_holds_no_word_and_no_token_after_the_exit(server: Server, tmp_path: Path) -> None:
    folder, token = tmp_path / "profile", []
    with a_profile(folder) as browser:
        page = browser.new_page()
        page.on(
            "response",
            lambda answer: (
                token.append(answer.json()["token"]) if answer.url.endswith("/api/contacts") else None
            ),
        )
        CallerPage(page, server.origin).starts().says(f"{SENTENCE}.")
        page.get_by_label(T["composer_label"]).fill(f"Unsent: {SENTENCE}")
        page.get_by_role("link", name=T["exit"], exact=True).click(no_wait_after=True)
        page.wait_for_url("**/weather")

    assert len(token) == 1
    files = held(folder)
    assert len(files) > 20
    assert [hit for words in (SENTENCE, *token) for hit in found(words, files)] == []


def test_the_same_look_finds_what_a_page_keeps_in_the_open(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    with a_profile(folder) as browser:
        page = browser.new_page()
        page.goto(f"{server.origin}/")
        page.evaluate(KEPT_IN_THE_OPEN, SENTENCE)

    files = held(folder)
    assert found(SENTENCE, files) != []
    assert found(SENTENCE.split(" ")[0] + "PlantedInHistory", files) != []
