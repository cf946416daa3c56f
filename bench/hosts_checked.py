"""The simulation beside a measured run of two processes: `python -m bench.hosts_checked`.

Forty talks on two processes, PostgreSQL with fsync, Redis and nginx of this run's own. Each side writes
after pauses at random, as in the simulation, which is asked for the same line with costs that were measured
before. What a part used is in processor seconds; what a word took is the clock's, and others are at work on
this machine: how long our processes waited for a core (the kernel's count) is told, and predicted with too.
It takes about four minutes, keeps what was measured (bench/simulation/measured_run.json) and puts its table
into bench/RESULTS.md; `--again` makes the table anew with other costs or another model, without measuring.
"""

# ruff: noqa: T201

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.measured_people import MeasuredCaller, MeasuredHandler
from bench.results import circumstances, put_under
from bench.simulation.costs import FILE, read
from bench.simulation.service import Played, Service, part_of
from bench.simulation.site import Line, Machines
from bench.two_processes import Site, Used, difference, two_processes
from tests.live import ROOT

HEADING = "## How many hosts: the simulation beside a measured run"
KEPT = FILE.with_name("measured_run.json")
HANDLERS, EACH = 10, 4
TALKS = HANDLERS * EACH
# Seconds that one side waits before it writes again: quiet, and as busy as this machine bears.
PAUSES = (40.0, 8.0, 4.0)
SECONDS, SETTLE_SECONDS = 40, 3
TEXT = """
{date}, commit {commit}; {machine}, {cores} cores that others use as well ({busy} processes wanted one at
the end), Python {python}; `.venv/bin/python -m bench.hosts_checked`: {talks} talks, {handlers} desks, two
Daphnes on PostgreSQL with fsync and Redis, {seconds} s a row, half of the callers through nginx. Costs of
commit {costs_commit}, from another run and not fitted to this one. `Predicted` is for cores of our own; the
last column is for cores that are shared as they were here: our processes waited for one as long as the column
before it says, for each second they worked. The people of the run are one process on the same cores: what
they waited for one is in the times, and in no prediction.

| a side writes each | | measured | predicted | measured : predicted | wait for a core | with that wait |
|---|---|---|---|---|---|---|
{rows}
"""


@dataclass(frozen=True)
class Row:
    """One pace, as it was measured."""

    pause: float
    seconds: float
    used: dict[str, Used]
    took: list[float]
    written: int

    @property
    def waited(self) -> float:
        """Seconds our processes waited for a core, for each that they worked."""
        ours = [self.used["first"], self.used["second"]]
        return sum(each.waited for each in ours) / sum(each.cpu for each in ours)


class Talks:
    """Forty talks, half of them with their two ends on different processes."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.handlers: list[MeasuredHandler] = []
        self.pairs: list[tuple[MeasuredCaller, MeasuredHandler]] = []

    async def begin(self) -> None:
        cookies, people = await asyncio.to_thread(lambda: self.site.prepare(handlers=HANDLERS, callers=TALKS))
        ends = (self.site.first, self.site.second)
        for number, cookie in enumerate(cookies):
            self.handlers.append(await MeasuredHandler.of(ends[number % 2], cookie))
        for number, known in enumerate(people):
            handler = self.handlers[number // EACH]
            await handler.takes(known[0])
            front = self.site.nginx.port if number % 2 == 0 else None
            caller = MeasuredCaller.of(ends[number % 2], known, front)
            await caller.joins()
            self.pairs.append((caller, handler))

    async def write(self, pause: float) -> int:
        """Let both sides of every talk write at random; returns how much was written."""
        until, draw = time.perf_counter() + SECONDS, random.Random(int(pause))  # noqa: S311
        written = 0

        async def one(number: int, by_caller: bool) -> None:
            nonlocal written
            caller, handler = self.pairs[number]
            while True:
                wait = draw.expovariate(1 / pause)
                if time.perf_counter() + wait > until:
                    return
                await asyncio.sleep(wait)
                written += 1
                await (caller.writes() if by_caller else handler.writes(caller.contact))

        sides = [one(number, side) for number in range(TALKS) for side in (True, False)]
        await asyncio.gather(*sides)
        await asyncio.sleep(max(0.0, until - time.perf_counter()) + SETTLE_SECONDS)
        return written

    async def measured(self, pause: float) -> Row:
        clocks = [each.clock for each in self.handlers] + [caller.clock for caller, _ in self.pairs]
        for clock in clocks:
            clock.took.clear()
        before, began = self.site.used(), time.perf_counter()
        written = await self.write(pause)
        seconds = time.perf_counter() - began
        used = difference(before, self.site.used())
        took = [round(each, 5) for clock in clocks for each in clock.took]
        row = Row(pause, seconds, used, took, written)
        print(f"{pause}: {written} written, {len(took)} heard, waited {row.waited:.2f}", flush=True)
        return row

    async def end(self) -> None:
        for person in [*self.handlers, *(caller for caller, _ in self.pairs)]:
            await person.hangs_up()


def predicted(messages_a_second: float, stretch: float = 1.0) -> Played:
    """Ask the simulation for the same line, with as much written as was."""
    line = Line(TALKS, pause_seconds=2 * TALKS / messages_a_second, desks=HANDLERS, waiting=0, visits=False)
    machines = Machines(processes=2, database_cores=2, round_trip_ms=0.05, stretch=stretch)
    return Service(line, machines, read(), seed=1).play(10 * SECONDS)


def rows_of(row: Row) -> list[str]:
    """Return the lines of the table for one pace, with what is predicted for as much as was written."""
    rate = row.written / row.seconds
    quiet, shared = predicted(rate), predicted(rate, 1 + row.waited)
    core = "a process's core"
    both = (row.used["first"].cpu + row.used["second"].cpu) / 2 / row.seconds
    shares = {
        core: (both, quiet.shares[core]),
        "PostgreSQL, cores": (row.used["postgresql"].cpu / row.seconds, 2 * quiet.shares["PostgreSQL"]),
        "Redis' core": (row.used["redis"].cpu / row.seconds, quiet.shares["Redis"]),
    }
    lines = [
        f"| {name} | {measured:.1%} | {said:.1%} | {_ratio(measured, said)} | | |"
        for name, (measured, said) in shares.items()
    ]
    for name, share, said, said_shared in (
        ("heard, p50", 0.5, quiet.p50_ms, shared.p50_ms),
        ("heard, p99", 0.99, quiet.p99_ms, shared.p99_ms),
    ):
        took = 1_000 * part_of(row.took, share)
        lines.append(
            f"| {name}, {len(row.took)} of {row.written} | {took:.0f} ms | {said:.0f} ms "
            f"| {_ratio(took, said)} | {row.waited:.2f} s "
            f"| {said_shared:.0f} ms ({_ratio(took, said_shared)}) |"
        )
    heading = f"| {row.pause:.0f} s: {row.written / row.seconds:.1f} messages/s "
    return [(heading if number == 0 else "| ") + line for number, line in enumerate(lines)]


def _ratio(measured: float, said: float) -> str:
    return f"{measured / said:.2f}" if said else "-"


async def checked(site: Site) -> list[Row]:
    talks = Talks(site)
    await talks.begin()
    rows = [await talks.measured(pause) for pause in PAUSES]
    await talks.end()
    return rows


def measure() -> None:
    """Run it, and keep what was measured with its circumstances."""
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory(prefix="helpline-checked-") as name, two_processes(Path(name)) as site:
        rows = asyncio.run(checked(site))
    kept = {"measured": circumstances(), "rows": [asdict(row) for row in rows]}
    KEPT.write_text(json.dumps(kept) + "\n", encoding="utf-8")


def in_words() -> str:
    """Return the table of what was measured last, beside what is predicted now."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    rows = [
        Row(**{**row, "used": {part: Used(**used) for part, used in row["used"].items()}})
        for row in kept["rows"]
    ]
    return TEXT.format(
        **kept["measured"],
        talks=TALKS,
        handlers=HANDLERS,
        seconds=SECONDS,
        costs_commit=read().measured["commit"],
        rows="\n".join(line for row in rows for line in rows_of(row)),
    )


def main() -> None:
    if "--again" not in sys.argv[1:]:
        measure()
    text = in_words()
    print(text)
    put_under(HEADING, text)


if __name__ == "__main__":
    main()
