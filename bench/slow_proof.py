"""How long the proof of work takes on a slow telephone: `.venv/bin/python -m bench.slow_proof`.

Chromium's own slowing of the processor does not reach a worker. So the processes that draw pages, in
which the worker runs as well, are stopped and let go in turn: with a quarter of the time they are four
times slower. The worst case is measured, a challenge that no number solves, so that every number is tried.
Nothing here is a test: timings on shared machines drift. See docs/measuring.md.
"""

# ruff: noqa: T201

import contextlib
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from bench.results import circumstances, put_under
from tests.chromium import a_chromium
from tests.live import a_server

NUMBERS = 5_000
RUNS = 11
SLOWER = (1, 4, 6)
AWAKE_SECONDS = 0.004
HEADING = "## The proof of work on a slow telephone"

ABOUT = """\
{date}, commit {commit}; {machine}, {cores} cores that others use as well ({busy} processes wanted one
at the end), Python {python}, Chromium {chromium}.

`.venv/bin/python -m bench.slow_proof`: {runs} runs each of all {numbers:,} numbers (a caller's challenge is
solved after half of them on average), in the page's own worker, from its making until its answer. "Slower"
means that the processes of the page had that part of the time and were stopped for the rest of it.
"""

# A digest of nothing: no number leads to it.
WHOLE_RANGE = """async (max) => {
  const began = performance.now();
  const worker = new Worker("/static/vendor/altcha-worker.js");
  const payload = { algorithm: "SHA-256", challenge: "0".repeat(64), salt: "a salt of the usual length" };
  const found = await new Promise((resolve, reject) => {
    worker.onerror = reject;
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage({ type: "work", payload, max });
  });
  worker.terminate();
  if (found?.number !== undefined) throw new Error("a number was found, so not all were tried");
  return performance.now() - began;
}"""


@contextlib.contextmanager
def slowed(browser: Browser, times: int) -> Iterator[list[float]]:
    """Give the processes of the pages one part in `times` of the time.

    Yields a list that has, afterwards, the part that they really had: a busy machine wakes us up late.
    """
    had: list[float] = []
    if times == 1:
        yield had
        had.append(1.0)
        return
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    numbers = [int(process["id"]) for process in processes if process["type"] == "renderer"]
    over = threading.Event()

    def all_of_them(what: signal.Signals) -> None:
        for number in numbers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, what)

    def stops_and_goes() -> None:
        began, asleep = time.perf_counter(), 0.0
        while not over.is_set():
            all_of_them(signal.SIGSTOP)
            stopped = time.perf_counter()
            time.sleep(AWAKE_SECONDS * (times - 1))
            all_of_them(signal.SIGCONT)
            asleep += time.perf_counter() - stopped
            time.sleep(AWAKE_SECONDS)
        had.append(1 - asleep / (time.perf_counter() - began))

    thread = threading.Thread(target=stops_and_goes)
    thread.start()
    try:
        yield had
    finally:
        over.set()
        thread.join()


def whole_ranges(browser: Browser, page: Page, times: int) -> tuple[list[float], float]:
    """Return the milliseconds of each run, and the part of the time that the page had."""
    with slowed(browser, times) as had:
        # The first run fetches the worker's file and does not count.
        took = [float(page.evaluate(WHOLE_RANGE, NUMBERS)) for _ in range(RUNS + 1)][1:]
    return took, had[0]


def main() -> int:
    with (
        tempfile.TemporaryDirectory(prefix="helpline-bench-") as folder,
        a_server(Path(folder), HELPLINE_PROOF_NUMBER=str(NUMBERS)) as server,
        a_chromium() as browser,
    ):
        server.start()
        # The page's policy knows one worker and no script of ours; what is measured is the worker alone.
        page = browser.new_context(bypass_csp=True).new_page()
        page.goto(f"{server.origin}/chat/")
        took = {times: whole_ranges(browser, page, times) for times in SLOWER}
        about = ABOUT.format(
            **circumstances(),
            chromium=browser.version.split(".")[0],
            runs=RUNS,
            numbers=NUMBERS,
        )
    rows = ["| the page's processor | part of the time it had | all numbers, median | worst |"]
    rows.append("|---|---|---|---|")
    for times, (ms, had) in took.items():
        name = "as it is" if times == 1 else f"{times} times slower"
        rows.append(f"| {name} | {had:.0%} | {median(ms):.0f} ms | {max(ms):.0f} ms |")
    section = "\n".join([about, *rows])
    print(HEADING, section, sep="\n\n")
    put_under(HEADING, section)
    return 0


if __name__ == "__main__":
    sys.exit(main())
