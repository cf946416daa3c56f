"""How soon a supervisor sees a change, with 200 handlers and 600 talks: `.venv/bin/python -m bench.board`.

It starts the real server on PostgreSQL and Redis of its own, fills it, watches the board over a socket and
in Chromium while handlers change what they have set, and puts the figures into bench/RESULTS.md. Nothing
here is a test: timings on shared machines drift. See docs/measuring.md.
"""

# ruff: noqa: T201

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Self

from playwright.sync_api import Page

from bench.results import circumstances, put_under
from tests.chromium import a_chromium
from tests.journeys.console_page import Console
from tests.journeys.desk import Desk
from tests.live import PASSWORD, Server, a_server
from tests.live_http import Browser, Event
from tests.live_people import LiveHandler
from tests.live_person import Person
from tests.servers import PostgreSQL, Redis, running

HANDLERS, TALKS, WAITING = 200, 600, 50
# Even: the next series begins with another state than this one ended in.
CHANGES = 24
BUSY = ("busy1", "busy2", "busy3", "busy4")
BUSY_EVERY_SECONDS = 1.0
HEADING = "## The board"

FILL = f"""
from datetime import datetime, timedelta, UTC
from uuid import uuid4
from chat.models import Contact, Presence, QueueMinute
from helpline.staff.models import Account
now = datetime.now(UTC)
later = now + timedelta(hours=2)
handlers = Account.objects.bulk_create(
    Account(username=f"h{{n:03}}", password="!", role="handler", skills=["men", "women"])
    for n in range({HANDLERS})
)
Presence.objects.bulk_create(
    Presence(handler=handler, available=n % 3 > 0, capacity=4, leased_until=later, seen_at=later)
    for n, handler in enumerate(handlers)
)
common = dict(consent_version=1, consented_at=now, about="own_behaviour", rank=4, caller_seen_at=later)
Contact.objects.bulk_create(
    Contact(token_digest=uuid4().hex, state="talking", handler=handlers[n % {HANDLERS}], taken_at=now,
            first_taken_at=now, **common)
    for n in range({TALKS})
)
Contact.objects.bulk_create(
    Contact(token_digest=uuid4().hex, state="waiting", **common) for n in range({WAITING})
)
minute = now.replace(second=0, microsecond=0)
QueueMinute.objects.bulk_create(
    [
    QueueMinute(at=minute - timedelta(minutes=n), waiting=n % 9, talking={TALKS}, available={HANDLERS},
                longest_wait_seconds=n)
    for n in range(1, 120)
],
    ignore_conflicts=True,
)
"""

ABOUT = """\
{date}, commit {commit}; {machine}, {cores} cores that others use as well ({busy} processes wanted one
at the end), Python {python}; PostgreSQL without fsync, Redis, one Daphne.

`.venv/bin/python -m bench.board`: {handlers} handlers signed in, {talks} talks, {waiting} waiting. One
handler more is set available and away, {changes} times, one after the other; the time runs from the command
on their socket until the board's event has come, or until the row has changed in Chromium. "Busy" means
that four others change theirs once a second each meanwhile, as 240 would who do so once a minute. It ran at
the priority {priority} (0 is the usual; below goes first). The first event weighs {whole:.0f} KB, one that
follows {part:.2f} KB.
"""

# Notes when the row of a handler says something else than before.
WATCH = """(name) => {
  window.seen = [];
  let before = null;
  const look = () => {
    const row = [...document.querySelectorAll('th[scope=row]')].find((cell) => cell.textContent === name);
    const now = row?.nextElementSibling.textContent;
    if (now && now !== before) window.seen.push([now, Date.now() / 1000]);
    before = now ?? before;
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  look();
}"""


class LiveBoard(Person):
    """A supervisor's board over a real socket; every event with the moment it came."""

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self.came: list[tuple[float, Event]] = []

    @classmethod
    async def opens(cls, server: Server) -> Self:
        board = cls(server)
        browser = Browser(server.origin)
        await asyncio.to_thread(browser.sign_in, "supervisor1")
        await board._connect("/ws/board/", {"type": "hello"}, {"Cookie": browser.cookies})
        await board.until(lambda: board.events("board"))
        return board

    def _take(self, event: Event) -> None:
        self.came.append((time.perf_counter(), event))
        super()._take(event)

    def state_at(self, handler: str, state: str, after: float) -> float | None:
        """Return when the board first said after a moment that this handler is in that state."""
        for at, event in self.came:
            rows = event.get("handlers", {})
            rows = rows["set"] if isinstance(rows, dict) and rows else []
            if at > after and any(r["handler"] == handler and r["state"] == state for r in rows):
                return at
        return None


async def one_by_one(board: LiveBoard, handler: LiveHandler, name: str) -> tuple[list[float], list[float]]:
    """Change one thing after the other; return the seconds until each ack, and until the board knew."""
    acks, took = [], []
    for n in range(CHANGES):
        available = bool(n % 2)
        wanted, began = "available" if available else "away", time.perf_counter()
        await handler.does(type="presence.set", available=available, capacity=2)
        acks.append(time.perf_counter() - began)
        took.append(await board.until(partial(board.state_at, name, wanted, began)) - began)
    return acks, took


async def keeps_changing(handler: LiveHandler) -> None:
    n = 0
    while True:
        n += 1
        await handler.does(type="presence.set", available=bool(n % 2), capacity=2)
        await asyncio.sleep(BUSY_EVERY_SECONDS)


async def over_the_socket(server: Server) -> dict[str, Any]:
    board = await LiveBoard.opens(server)
    handler = await LiveHandler.signs_in(server, "handler1")
    # Else the first change might undo what the board has not seen yet, and it would hear of neither.
    await board.until(partial(board.state_at, "handler1", "available", 0.0))
    calm = await one_by_one(board, handler, "handler1")
    changed = board.events("board.changed")
    others = [await LiveHandler.signs_in(server, name) for name in BUSY]
    stirring = [asyncio.create_task(keeps_changing(other)) for other in others]
    busy = await one_by_one(board, handler, "handler1")
    for task in stirring:
        task.cancel()
    await asyncio.gather(*stirring, return_exceptions=True)
    for person in (board, handler, *others):
        await person.hangs_up()
    return {
        "calm": calm,
        "busy": busy,
        "whole": len(str(board.events("board")[0])) / 1024,
        "part": median(len(str(event)) for event in changed) / 1024,
    }


def in_the_browser(server: Server, page: Page) -> list[float]:
    """Return the seconds until the row had changed on the page, one change after the other."""
    Console(page, server.origin).signs_in("supervisor1", "/supervision/")
    page.wait_for_selector(".board-link--online")
    desk = Desk().signs_in(server, "handler2")
    page.wait_for_selector("th[scope=row]:text-is('handler2')")
    page.evaluate(WATCH, "handler2")
    took = []
    for n in range(CHANGES):
        available, began = bool(n % 2), time.time()
        wanted = "Available" if available else "Away"
        desk.sets(available=available)
        page.wait_for_function("(w) => seen.at(-1)?.[0] === w", arg=wanted)
        took.append(page.evaluate("seen.at(-1)[1]") - began)
    desk.goes()
    return took


def row(name: str, took: list[float]) -> str:
    milliseconds = [seconds * 1000 for seconds in took]
    p95 = quantiles(milliseconds, n=20)[-1]
    return f"| {name} | {median(milliseconds):.0f} ms | {p95:.0f} ms | {max(milliseconds):.0f} ms |"


def written(found: dict[str, Any], shown: list[float]) -> str:
    about = ABOUT.format(
        **circumstances(),
        priority=os.getpriority(os.PRIO_PROCESS, 0),
        handlers=HANDLERS,
        talks=TALKS,
        waiting=WAITING,
        changes=CHANGES,
        whole=found["whole"],
        part=found["part"],
    )
    rows = [
        "| from a change until | median | 95 in 100 within | worst |",
        "|---|---|---|---|",
        row("the ack of the command itself, calm", found["calm"][0]),
        row("the board's event, calm", found["calm"][1]),
        row("the ack of the command itself, busy", found["busy"][0]),
        row("the board's event, busy", found["busy"][1]),
        row("the row in the browser, calm", shown),
    ]
    return "\n".join([about, *rows])


@contextlib.contextmanager
def filled() -> Iterator[Server]:
    """A server on databases of its own, with everybody there."""
    with (
        running(PostgreSQL) as postgresql,
        running(Redis) as redis,
        tempfile.TemporaryDirectory(prefix="helpline-bench-") as folder,
        a_server(
            Path(folder),
            HELPLINE_DATABASE_URL=postgresql.create_database("words"),
            HELPLINE_KEYS_DATABASE_URL=postgresql.create_database("keys"),
            HELPLINE_REDIS_URL=redis.url,
            # Its people are made anew in databases of its own.
            HELPLINE_DEMO_PASSWORD=PASSWORD,
        ) as server,
    ):
        server.start()
        server.add_handlers(*BUSY)
        server.run_code(FILL)
        yield server


def main() -> int:
    with filled() as server, a_chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        shown = in_the_browser(server, page)
        page.close()
        section = written(run_apart(server), shown)
    print(section)
    put_under(HEADING, section)
    return 0


def run_apart(server: Server) -> dict[str, Any]:
    """Run the socket's part in a thread: this one's loop belongs to the browser."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(over_the_socket(server))).result()


if __name__ == "__main__":
    sys.exit(main())
