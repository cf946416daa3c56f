"""Who is there and on what: the line that is asked about, and the machines under it."""

from dataclasses import dataclass, replace
from math import ceil

TALKS_A_DESK = 3
SPARE_DESKS = 1.1
WAITING_SHARE = 0.05
PROCESSES_A_HOST = 3  # on four cores: one is left to nginx and the system


@dataclass(frozen=True)
class Line:
    """The people. Each side of a talk writes after a pause of `pause_seconds` in the mean."""

    conversations: int
    pause_seconds: float = 40.0
    talk_seconds: float = 27 * 60.0
    tick_seconds: float = 10.0
    desks: int = 0
    waiting: int = -1
    visits: bool = True

    def __post_init__(self) -> None:
        if self.conversations < 1:
            raise ValueError("a line has at least one conversation")
        if not self.desks:
            object.__setattr__(self, "desks", ceil(SPARE_DESKS * self.conversations / TALKS_A_DESK))
        if self.waiting < 0:
            object.__setattr__(self, "waiting", round(WAITING_SHARE * self.conversations))

    @property
    def messages_a_second(self) -> float:
        return 2 * self.conversations / self.pause_seconds

    @property
    def visits_a_second(self) -> float:
        """As many come as go, so that as many talk."""
        return self.conversations / self.talk_seconds if self.visits else 0.0


@dataclass(frozen=True)
class Machines:
    """What the line runs on. A process uses one core at most: one thread of Python counts at a time."""

    processes: int = 1
    database_cores: int = 2
    nginx_cores: int = 1
    # Between the hosts, for each question.
    round_trip_ms: float = 0.2
    # How much longer everything takes because others use the same cores; 1 on machines of our own.
    stretch: float = 1.0

    @property
    def hosts(self) -> int:
        return ceil(self.processes / PROCESSES_A_HOST)

    def without_a_host(self) -> "Machines":
        """Return what is left when one host of processes is gone."""
        left = max(1, self.processes - ceil(self.processes / max(2, self.hosts)))
        return replace(self, processes=left, nginx_cores=max(1, self.nginx_cores - 1))
