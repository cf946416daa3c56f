"""A line played on its machines: people write, pages and desks read by themselves, words wait their turn."""

import random
from dataclasses import dataclass
from math import ceil

from bench.simulation.costs import Costs
from bench.simulation.events import Clock, Disk, Station, Then
from bench.simulation.process import MOMENTS, Process, Shared
from bench.simulation.site import Line, Machines

WARM_SECONDS = 3.0


@dataclass(frozen=True)
class Played:
    """What came of it. Times in milliseconds, shares of one from 0; `backlog`: written and not yet heard."""

    messages: int
    p50_ms: float
    p99_ms: float
    shares: dict[str, float]
    posts_a_batch: float
    backlog: int
    events: int

    @property
    def fullest(self) -> str:
        """The part that is most at work.

        Never the disk: the more ask it for a flush, the more share one. What it costs is in the times.
        """
        return max(self.shares.keys() - {"disk"}, key=lambda part: (self.shares[part], part))


class Service:
    """One run. The same seed plays the same people."""

    def __init__(self, line: Line, machines: Machines, costs: Costs, *, seed: int = 1) -> None:
        self.line, self.machines, self.costs = line, machines, costs
        self.random = random.Random(seed)  # noqa: S311 - a play, not a secret
        clock = self.clock = Clock()
        self.shared = Shared(
            clock,
            Station(clock, machines.database_cores),
            Disk(clock, costs.fsync_ms / 1_000),
            Station(clock),
            Station(clock, machines.nginx_cores),
        )
        self.processes = [Process(self.shared, costs, machines) for _ in range(machines.processes)]
        for number, process in enumerate(self.processes):
            process.desks = _share(line.desks, number, machines.processes)
            process.waiting = _share(line.waiting, number, machines.processes)
        self.took: list[float] = []
        self.written = self.heard = 0
        self._scale = machines.stretch / 1_000

    def play(self, seconds: float) -> Played:
        """Play so long after a little time that is not counted."""
        line = self.line
        self._again(line.messages_a_second, self._message)
        pages = line.conversations + line.waiting
        self._again(pages / line.tick_seconds, lambda: self._any().tick_caller())
        looks = MOMENTS * self.machines.processes if line.desks else 0
        self._again(looks / line.tick_seconds, lambda: self._any().look())
        self._again(line.desks / line.tick_seconds, lambda: self._any().tick_desk())
        self._again(line.visits_a_second, lambda: self._any().visit())
        self._again(line.visits_a_second * self.costs.changes_a_visit, self._queue_changed)
        self.clock.run(WARM_SECONDS)
        before, left = self._worked(), len(self.took)
        self.clock.run(WARM_SECONDS + seconds)
        after = self._worked()
        shares = {part: (after[part] - before[part]) / seconds for part in after}
        for process in range(self.machines.processes):
            shares[f"core {process}"] += self.costs.base_process_cores
        took = self.took[left:]
        batches = max(1, sum(process.batches for process in self.processes))
        return Played(
            messages=len(took),
            p50_ms=1_000 * part_of(took, 0.5),
            p99_ms=1_000 * part_of(took, 0.99),
            shares=_in_parts(shares),
            posts_a_batch=sum(process.stored for process in self.processes) / batches,
            backlog=self.written - self.heard,
            events=self.clock.counted,
        )

    def _again(self, per_second: float, act: Then) -> None:
        """Let it happen again and again, at random: many people at once are a Poisson stream."""
        if per_second <= 0:
            return

        def now() -> None:
            act()
            self.clock.after(self.random.expovariate(per_second), now)

        self.clock.after(self.random.expovariate(per_second), now)

    def _any(self) -> Process:
        return self.random.choice(self.processes)

    def _message(self) -> None:
        """One side writes: nginx, its process, the database, Redis, the other side's process, nginx."""
        writer, hearer = self._any(), self._any()
        by_caller = self.random.random() < 0.5
        costs, began = self.costs, self.clock.now
        own, other = (
            (costs.read_caller, costs.read_desk) if by_caller else (costs.read_desk, costs.read_caller)
        )
        frame = costs.nginx_message / 2 * self._scale
        self.written += 1

        def arrived() -> None:
            self.heard += 1
            self.took.append(self.clock.now - began)

        def told() -> None:
            # Both ends hear the hint: whoever wrote reads as well.
            writer.read(own, lambda: None)
            hearer.read(other, lambda: self.shared.nginx.serve(frame, arrived))

        def durable() -> None:
            self.shared.redis.serve(
                costs.redis_message * self._scale,
                lambda: self.clock.after(2 * self.machines.round_trip_ms / 1_000, told),
            )

        self.shared.nginx.serve(frame, lambda: writer.post(durable))

    def _queue_changed(self) -> None:
        for process in self.processes:
            process.queue_changed()

    def _worked(self) -> dict[str, float]:
        """Return seconds of work of each server of each part."""
        shared = self.shared
        own = {f"core {n}": process.core.worked for n, process in enumerate(self.processes)}
        lanes = {f"words {n}": process.words.worked for n, process in enumerate(self.processes)}
        return {
            **own,
            **lanes,
            "PostgreSQL": shared.postgresql.worked / shared.postgresql.servers,
            "disk": shared.disk.worked,
            "Redis": shared.redis.worked,
            "nginx": shared.nginx.worked / shared.nginx.servers,
        }


def part_of(values: list[float], share: float) -> float:
    """Return the value below which that share of them lies; 0.0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, ceil(share * len(ordered)) - 1)] if ordered else 0.0


def _share(number: int, place: int, places: int) -> int:
    return number // places + (place < number % places)


def _in_parts(shares: dict[str, float]) -> dict[str, float]:
    """Put the processes' cores and lanes together: the mean, since all are alike."""
    found: dict[str, float] = {}
    for name, part in (("core", "a process's core"), ("words", "a process's lane of words")):
        each = [share for key, share in shares.items() if key.startswith(f"{name} ")]
        found[part] = sum(each) / len(each)
    return found | {key: share for key, share in shares.items() if not key.startswith(("core ", "words "))}
