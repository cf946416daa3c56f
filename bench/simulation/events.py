"""A clock that jumps from event to event, and what stands in line: stations, lanes, a disk.

A heap of events in some eighty lines, and not a package: nothing here needs processes that sleep, and one
conversation's message is a dozen events, so that what an event costs decides how large a line can be played.
"""

from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush

Then = Callable[[], None]


class Clock:
    """Simulated seconds, and what happens when."""

    def __init__(self) -> None:
        self.now = 0.0
        self.counted = 0
        self._due: list[tuple[float, int, Then]] = []

    def after(self, seconds: float, act: Then) -> None:
        """Let `act` happen so many seconds from now; at the same moment, in the order of the calls."""
        self.counted += 1
        heappush(self._due, (self.now + seconds, self.counted, act))

    def run(self, until: float) -> None:
        """Let everything happen that is due by then."""
        while self._due and self._due[0][0] <= until:
            self.now, _, act = heappop(self._due)
            act()
        self.now = until


class Station:
    """So many servers with one line before them, served in order of arrival."""

    def __init__(self, clock: Clock, servers: int = 1) -> None:
        self.clock = clock
        self.servers = servers
        self.busy = 0
        self.worked = 0.0
        self._line: deque[tuple[float, Then]] = deque()

    def serve(self, seconds: float, then: Then) -> None:
        """Work so long on this, as soon as a server is free; then go on."""
        if self.busy < self.servers:
            self.busy += 1
            self._work(seconds, then)
        else:
            self._line.append((seconds, then))

    def _work(self, seconds: float, then: Then) -> None:
        self.worked += seconds
        self.clock.after(seconds, lambda: self._done(then))

    def _done(self, then: Then) -> None:
        if self._line:
            self._work(*self._line.popleft())
        else:
            self.busy -= 1
        then()


class Lane:
    """One thread: whoever has it keeps it until `leave`, whatever they wait for meanwhile."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.taken = False
        self.worked = 0.0
        self._since = 0.0
        self._line: deque[Then] = deque()

    def enter(self, act: Then) -> None:
        """Do `act` once the lane is free; it calls `leave` at its end."""
        if self.taken:
            self._line.append(act)
        else:
            self.taken = True
            self._since = self.clock.now
            act()

    def leave(self) -> None:
        """Give the lane to the next."""
        self.worked += self.clock.now - self._since
        self._since = self.clock.now
        if self._line:
            self._line.popleft()()
        else:
            self.taken = False


class Disk:
    """PostgreSQL's log: one flush at a time, and all who ask meanwhile share the next one."""

    def __init__(self, clock: Clock, flush_seconds: float) -> None:
        self.clock = clock
        self.flush_seconds = flush_seconds
        self.worked = 0.0
        self.flushes = 0
        self._waiting: list[Then] = []
        self._flushing = False

    def commit(self, then: Then) -> None:
        """Go on once a flush that began after this call has ended."""
        self._waiting.append(then)
        if not self._flushing:
            self._flush()

    def _flush(self) -> None:
        batch, self._waiting = self._waiting, []
        self._flushing = True
        self.flushes += 1
        self.worked += self.flush_seconds
        self.clock.after(self.flush_seconds, lambda: self._flushed(batch))

    def _flushed(self, batch: list[Then]) -> None:
        self._flushing = False
        if self._waiting:
            self._flush()
        for then in batch:
            then()
