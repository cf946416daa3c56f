"""A handler in a real browser with a caller on the line: what journeys of writing begin with."""

import contextlib
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.console_page import Console
from tests.journeys.opener import DESK, Opener
from tests.live import Server
from tests.live_people import LiveCaller

Run = Callable[[Coroutine[Any, Any, None]], None]
Talks = Callable[..., Console]


@contextlib.contextmanager
def talks_on(server: Server, opens: Opener, in_thread: Run) -> Iterator[Talks]:
    """Give a maker of talks, `talks(by="handler1", **answers)`; what is still open at the end is closed."""
    begun: list[Console] = []

    def talks(*, by: str = "handler1", **answers: Any) -> Console:
        async def calls() -> None:
            caller = await LiveCaller.starts(server, **answers)
            await caller.says("Somebody is here.")
            await caller.hangs_up()

        in_thread(calls())
        console = Console(opens.page(DESK), server.origin).signs_in(by).is_connected()
        begun.append(console)
        switch = console.page.get_by_role("switch")
        if switch.get_attribute("aria-checked") == "false":
            console.is_available()
        return console.takes()

    yield talks
    for console in begun:
        clears(console)


def clears(console: Console) -> None:
    """End and close what this handler has, so that the next talk is the first again."""
    console.page.reload()
    console.is_connected()
    for one in console.page.locator(".mine__one").all():
        one.click()
        if console.page.locator(".talk__acts").count():
            console.presses("End", within=".talk__acts").presses("End the talk", within="dialog")
        console.chooses("How did it end?", "Talk completed").presses("Close this contact")
        expect(console.page.locator("#talk-title")).not_to_contain_text("Contact")


def stored_by(page: Page) -> str:
    """Return all that the browser keeps for this page: storages, databases, caches, cookies, history."""
    return str(
        page.evaluate("""async () => JSON.stringify([
            {...localStorage}, {...sessionStorage}, await indexedDB.databases(), await caches.keys(),
            history.state, location.href, document.title, document.cookie])""")
    )


def sent(console: Console) -> list[str]:
    """Return what the handler's messages on the page say."""
    return console.page.locator("article.message--handler .message__body").all_text_contents()


def nothing_is_sent(console: Console) -> None:
    expect(console.page.locator("article.message--handler")).to_have_count(0)
