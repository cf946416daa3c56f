"""How heavy and how quick the caller's page is on a slow telephone: `.venv/bin/python -m bench.caller_page`.

It starts the real server, opens /chat/ in Chromium with a slowed line and processor and nothing in
the cache, counts what goes over the wire by the browser's own count, and puts the figures into
bench/RESULTS.md. Nothing here is a test: timings on shared machines drift. See docs/measuring.md.
"""

# ruff: noqa: T201

import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.results import circumstances, put_under
from tests.live import Server, a_server

RUNS = 9
SLOWER = 4
HEADING = "## The caller's page"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PHONE: Any = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Line:
    """One slowed line, in bytes a second and milliseconds a request."""

    name: str
    down: float
    up: float
    latency: float


# DevTools takes a tenth off the throughput and counts 3.75 round trips of 150 ms before the first byte.
LINES = (
    Line(
        'DevTools "Slow 4G": 1.44 Mbit/s down, 0.675 up, 562.5 ms',
        1_600_000 / 8 * 0.9,
        750_000 / 8 * 0.9,
        562.5,
    ),
    Line("Lighthouse's slow 4G: 1.6 Mbit/s down, 0.75 up, 150 ms", 1_600_000 / 8, 750_000 / 8, 150),
)

ABOUT = """\
{date}, commit {commit}; {machine}, {cores} cores that others use as well ({busy} processes wanted one
at the end), Python {python}, Chromium {chromium}; SQLite, one Daphne.

{runs} runs of `.venv/bin/python -m bench.caller_page`: nothing in the cache, the processor {slower} times
slower, a telephone's size. Bytes are the browser's own count, headers and all, of everything asked for until
then. The composer's time is that of a caller who presses every button at once and leaves out what can be
left out: the limits, two questions, the proof of work (5,000 numbers), the start.
"""

# Presses each next button as soon as it is there and can be pressed, and notes when: by the frame that shows
# it. What is asked for between its being ready and that frame was not waited for.
WATCH = """(() => {
  const STEPS = ['#start-button', '.points + .actions .button--main', "button.answer[value='own_behaviour']",
    "button.answer[value='yes']", '.button--link'];
  const own = { firstKey: null, ready: null, composer: null, go: false, step: 0 };
  window.measured = own;
  const there = (selector) => {
    const found = document.querySelector(selector);
    return found && !found.hidden && found.getClientRects().length ? found : null;
  };
  const look = () => {
    const start = there('#start-button');
    if (own.firstKey === null && start?.onclick) own.firstKey = performance.now();
    if (own.go && own.step < STEPS.length) {
      const next = there(STEPS[own.step]);
      if (next && (own.step || start?.onclick)) {
        own.step += 1;
        next.click();
      }
    }
    if (own.composer === null && there('#message')) own.composer = performance.now();
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  new MutationObserver(() => {
    const start = document.querySelector('#start-button');
    if (start?.onclick && !start.hidden) own.ready ??= performance.now();
  }).observe(document, { subtree: true, childList: true, attributes: true });
})()"""


@dataclass
class Wire:
    """What the browser asked for and what came, with headers, by its own count; times by the epoch."""

    asked: dict[str, tuple[float, str]] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def listen(self, cdp: CDPSession) -> None:
        cdp.on("Network.requestWillBeSent", self._asks)
        cdp.on("Network.responseReceived", self._begins)
        cdp.on("Network.dataReceived", self._comes)
        cdp.on("Network.loadingFinished", self._ends)

    def _asks(self, event: Mapping[str, Any]) -> None:
        self.asked[event["requestId"]] = (event["wallTime"], event["request"]["url"])

    def _begins(self, event: Mapping[str, Any]) -> None:
        self.came[event["requestId"]] = int(event["response"]["encodedDataLength"])

    def _comes(self, event: Mapping[str, Any]) -> None:
        size = int(event["encodedDataLength"])
        self.came[event["requestId"]] = self.came.get(event["requestId"], 0) + size

    def _ends(self, event: Mapping[str, Any]) -> None:
        self.sizes[event["requestId"]] = int(event["encodedDataLength"])

    def until(self, moment: float) -> tuple[int, int]:
        """Return how many were asked for until `moment`, and their whole weight in bytes."""
        ids = [key for key, (at, url) in self.asked.items() if at <= moment and url.startswith("http")]
        return len(ids), sum(self.sizes.get(key, self.came.get(key, 0)) for key in ids)

    def elsewhere(self, origin: str) -> list[str]:
        return [
            url for _, url in self.asked.values() if url.startswith("http") and not url.startswith(origin)
        ]


@dataclass(frozen=True)
class Reached:
    """One point of one run."""

    milliseconds: float
    requests: int
    wire_bytes: int


def slowed(page: Page, line: Line) -> Wire:
    cdp = page.context.new_cdp_session(page)
    wire = Wire()
    wire.listen(cdp)
    cdp.send("Network.enable")
    cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})
    cdp.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "downloadThroughput": line.down,
            "uploadThroughput": line.up,
            "latency": line.latency,
        },
    )
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return wire


def reached(page: Page, wire: Wire, name: str) -> Reached:
    page.wait_for_function("(name) => measured[name] !== null", arg=name)
    origin, milliseconds = page.evaluate("(name) => [performance.timeOrigin, measured[name]]", name)
    ready = page.evaluate("measured.ready") if name == "firstKey" else milliseconds
    requests, weight = wire.until((origin + ready) / 1000)
    return Reached(milliseconds, requests, weight)


def one_run(browser: Browser, server: Server, line: Line) -> dict[str, Reached]:
    """Open the page twice with nothing kept: once to press a key, once to come to the composer."""
    found: dict[str, Reached] = {}
    for name in ("firstKey", "composer"):
        context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
        try:
            page = context.new_page()
            page.set_default_timeout(60_000)
            wire = slowed(page, line)
            page.add_init_script(WATCH + (";measured.go = true" if name == "composer" else ""))
            page.goto(f"{server.origin}/chat/", wait_until="load")
            found[name] = reached(page, wire, name)
            if name == "firstKey":
                press_by_keyboard(page)
            if strangers := wire.elsewhere(server.origin):
                raise RuntimeError(f"asked another host: {strangers}")
        finally:
            context.close()
    return found


def press_by_keyboard(page: Page) -> None:
    """Prove that the first screen takes a key: Tab to the button, Enter, and the limits stand there."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.id") == "start-button":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".points")


def table(line: Line, runs: list[dict[str, Reached]]) -> list[str]:
    rows = [f"### {line.name}", "", "| until | requests | KB over the wire | time, median | time, worst |"]
    rows.append("|---|---|---|---|---|")
    for name, words in (
        ("firstKey", "the first screen takes a key"),
        ("composer", "the composer takes a key"),
    ):
        points = [run[name] for run in runs]
        requests = max(point.requests for point in points)
        weight = max(point.wire_bytes for point in points) / 1024
        times = [point.milliseconds / 1000 for point in points]
        rows.append(f"| {words} | {requests} | {weight:.1f} | {median(times):.2f} s | {max(times):.2f} s |")
    return [*rows, ""]


def written(tables: list[str], browser: Browser) -> str:
    about = ABOUT.format(
        **circumstances(),
        chromium=browser.version.split(".")[0],
        runs=RUNS,
        slower=SLOWER,
    )
    return "\n".join([about, *tables])


def main() -> int:
    program = shutil.which("chromium") or "/usr/bin/chromium"
    with (
        tempfile.TemporaryDirectory(prefix="helpline-bench-") as folder,
        a_server(Path(folder), HELPLINE_PROOF_NUMBER="5000") as server,
        sync_playwright() as playwright,
    ):
        server.start()
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
        tables = []
        for line in LINES:
            # The first run warms the server up and does not count.
            runs = [one_run(browser, server, line) for _ in range(RUNS + 1)][1:]
            tables += table(line, runs)
        section = written(tables, browser)
        browser.close()
    print(HEADING, section, sep="\n\n")
    put_under(HEADING, section)
    return 0


if __name__ == "__main__":
    sys.exit(main())
