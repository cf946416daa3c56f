"""How smooth the console stays while much is written: `.venv/bin/python -m bench.console_frames`.

It starts the real server, lets four callers write a thousand messages between them, opens the console in
Chromium, has one contact of it in sight, and lets the callers go on at 20 messages a second together.
Meanwhile Chromium's own trace notes what its main thread did. The figures go into bench/RESULTS.md.
Nothing here is a test: timings on shared machines drift. See docs/measuring.md.
"""

# ruff: noqa: T201

import asyncio
import contextlib
import json
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.caller_page import CHROMIUM
from bench.results import circumstances, put_under
from tests.journeys.console_page import Console
from tests.live import Server, a_server
from tests.live_people import LiveCaller

Trace = list[dict[str, Any]]
Run = Callable[[Coroutine[Any, Any, None]], Future[None]]
CONTACTS = 4
MESSAGES = 1_000
A_SECOND = 20
SECONDS = 20
FRAME_MS = 1_000 / 60
TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline"]
HEADING = "## The console while much is written"
WORDS = (
    "I don't know how to begin with this.",
    "It was only a little shove, nothing major.",
    "She made me do it, she knows how to push me and then she cries for an hour about it.",
    "Are you there?",
    "I said I would kill her. I did not mean it like that, I never do, I just wanted her to stop.",
)

ABOUT = """\
{date}, commit {commit}; {machine}, {cores} cores that others use as well ({busy} processes wanted one at the
end), Chromium {chromium}, 1440 by 900; SQLite, one Daphne on the same machine.

One run of `.venv/bin/python -m bench.console_frames`: {contacts} contacts with {messages} messages between
them, one contact open, then {a_second} messages a second for {seconds} s, two of five with a cue, spread over
all four. A frame is 16.7 ms; its work is what the page's main thread did in it (script, style, layout, paint)
by its own processor clock, so that other programs on this machine do not count. The gap between frames is
wall time, and there they do.
"""

GAPS = """(() => {
  const own = { gaps: [], long: 0 };
  window.frames = own;
  new PerformanceObserver((list) => { own.long += list.getEntries().length; }).observe({ type: 'longtask' });
  let before = performance.now();
  const look = (now) => { own.gaps.push(now - before); before = now; requestAnimationFrame(look); };
  requestAnimationFrame(look);
})()"""


async def begin(server: Server, contacts: list[LiveCaller]) -> None:
    contacts.extend([await LiveCaller.starts(server) for _ in range(CONTACTS)])


def fill(server: Server, contacts: list[LiveCaller]) -> None:
    """Store a thousand messages at once, as if they had come over the day."""
    names = [caller.contact for caller in contacts]
    server.run_code(f"""
from uuid import UUID, uuid4
from chat.services.messages import Post, post_messages
words = {WORDS!r}
for contact in {names!r}:
    post_messages([
        Post(contact=UUID(contact), client_id=uuid4(), body=words[n % len(words)])
        for n in range({MESSAGES // CONTACTS})
    ])
""")


async def go_on(contacts: list[LiveCaller]) -> None:
    began = time.monotonic()
    for number in range(A_SECOND * SECONDS):
        await contacts[number % CONTACTS].posts(f"{number}: {WORDS[number % len(WORDS)]}")
        await asyncio.sleep(max(0, began + (number + 1) / A_SECOND - time.monotonic()))


def tasks_of(trace: Trace) -> list[tuple[float, float]]:
    """Return (start, processor time) in milliseconds for each task of the page's own main thread."""
    threads: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    mains = {
        (e["pid"], e["tid"])
        for e in trace
        if e.get("name") == "thread_name" and e["args"]["name"] == "CrRendererMain"
    }
    for event in trace:
        thread = (event["pid"], event["tid"])
        if event.get("name") == "RunTask" and event.get("ph") == "X" and thread in mains:
            work = float(event["tdur"] if "tdur" in event else event.get("dur", 0))
            threads[thread].append((event["ts"] / 1_000, work / 1_000))
    return max(threads.values(), key=lambda tasks: sum(work for _, work in tasks))


def work_by_frame(tasks: list[tuple[float, float]]) -> list[float]:
    """Return the work of each frame that had any."""
    frames: dict[int, float] = defaultdict(float)
    for start, work in tasks:
        frames[int(start / FRAME_MS)] += work
    return sorted(frames.values())


def traced(browser: Browser, page: Page, run: Run, contacts: list[LiveCaller], folder: Path) -> Trace:
    path = folder / "trace.json"
    browser.start_tracing(page=page, path=path, categories=TRACED)
    page.evaluate(GAPS)
    going = run(go_on(contacts))
    while not going.done():
        page.wait_for_timeout(500)
    going.result()
    # The last one for the contact that is open has come, so all that came before it has.
    page.locator(".message__body").filter(has_text=f"{A_SECOND * SECONDS - CONTACTS}: ").wait_for()
    page.wait_for_timeout(1_000)
    browser.stop_tracing()
    events: Trace = json.loads(path.read_text())["traceEvents"]
    return events


def share(sorted_values: list[float], part: float) -> float:
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * part))]


@contextlib.contextmanager
def a_loop() -> Iterator[Run]:
    """Run coroutines in a thread of their own: this one belongs to the browser."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield lambda work: asyncio.run_coroutine_threadsafe(work, loop)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


def row(what: str, values: list[float]) -> str:
    middle, most = share(values, 0.5), share(values, 0.99)
    return f"| {what} | {middle:.1f} ms | {most:.1f} ms | {values[-1]:.1f} ms |"


def measure(folder: Path) -> tuple[str, list[str]]:
    """Return Chromium's version and the lines of the table."""
    contacts: list[LiveCaller] = []
    expect.set_options(timeout=60_000)
    with a_loop() as run, a_server(folder / "server") as server, sync_playwright() as playwright:
        server.start()
        run(begin(server, contacts)).result(60)
        fill(server, contacts)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        desk = Console(page, server.origin).signs_in("handler1").is_connected()
        page.get_by_label("At once").select_option(str(CONTACTS))
        desk.is_available()
        for number in range(1, CONTACTS + 1):
            desk.takes(number)
        page.keyboard.press("Alt+1")
        page.wait_for_selector(".prompt__words")
        page.wait_for_timeout(2_000)
        trace = traced(browser, page, run, contacts, folder)
        seen = page.evaluate("({ ...frames, nodes: document.querySelectorAll('*').length })")
        version = browser.version
        browser.close()
    tasks = tasks_of(trace)
    frames, gaps = work_by_frame(tasks), sorted(seen["gaps"])
    late = sum(work > 16 for work in frames)
    return version.split(".")[0], [
        "| what | median | 99 of 100 | worst |",
        "|---|---|---|---|",
        row("work in a frame that had any", frames),
        row("gap between two frames", gaps),
        "",
        f"{late} of {len(frames)} frames with work had more than 16 ms of it; {seen['long']} tasks of more "
        f"than 50 ms; the page had {seen['nodes']:,} elements at the end.",
    ]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        chromium, lines = measure(Path(folder))
    print("\n".join(lines))
    about = ABOUT.format(
        **circumstances(),
        chromium=chromium,
        contacts=CONTACTS,
        messages=f"{MESSAGES:,}",
        a_second=A_SECOND,
        seconds=SECONDS,
    )
    if "--print" not in sys.argv:
        put_under(HEADING, "\n".join([about, *lines]))


if __name__ == "__main__":
    main()
