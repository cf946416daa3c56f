"""A handler in a real browser with a caller on the line: what journeys of writing begin with."""

from collections.abc import Callable, Coroutine
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.console_page import Console
from tests.journeys.opener import DESK, Opener
from tests.live import Server
from tests.live_people import LiveCaller

Run = Callable[[Coroutine[Any, Any, None]], None]
Talks = Callable[..., Console]


def talks_on(server: Server, opens: Opener, in_thread: Run) -> Talks:
    """Return a maker of talks, `talks(by="handler1", **answers)`."""

    def talks(*, by: str = "handler1", **answers: Any) -> Console:
        async def calls() -> None:
            caller = await LiveCaller.starts(server, **answers)
            await caller.says("Somebody is here.")
            await caller.hangs_up()

        in_thread(calls())
        return Console(opens.page(DESK), server.origin).signs_in(by).is_available().takes()

    return talks


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
