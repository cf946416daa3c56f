"""The people of a simulated line: who calls when, who answers, and what is counted of it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from chat.assignment import Place

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
HOUR = 3_600.0
# Callers an hour on an ordinary day, by the hour of the day; the line is open from 9 to 22.
ARRIVALS = (0, 0, 0, 0, 0, 0, 0, 0, 2, 6, 8, 8, 9, 8, 8, 9, 10, 12, 14, 16, 17, 14, 4, 2)
OPEN, LAST_INTAKE, CLOSE = 9, 21.5, 22
MOST_WAIT_SECONDS = 45 * 60
ROUND_SECONDS = 5


@dataclass(frozen=True)
class World:
    """What a run is made with. `push`: offers; else handlers take. Shares are from 0 to 1."""

    seed: int = 1
    days: int = 7
    push: bool = True
    handlers: int = 6
    load: float = 1.0
    offer_seconds: int = 30
    skill_wait_seconds: int = 120
    declines: float = 0.05
    misses: float = 0.03


@dataclass
class Caller:
    """One caller, from arrival to the end."""

    number: int
    at: float
    needs: frozenset[str]
    place: Place
    patience: float
    talk: float
    end: str = ""
    taken_at: float | None = None
    handler: int | None = None
    passed_by: frozenset[int] = frozenset()
    passed_at: float | None = None
    owners: int = 0
    ended_at: float | None = None

    @property
    def id(self) -> UUID:
        return UUID(int=self.number)


@dataclass
class Handler:
    """One handler: shift, capacity, skills, and what they are doing."""

    number: int
    skills: frozenset[str]
    capacity: int
    starts: float
    ends: float
    held: set[int] = field(default_factory=set)
    wrapping_until: float = 0.0
    away_until: float = 0.0
    last_taken_at: float | None = None
    misses: int = 0

    def is_there(self, now: float) -> bool:
        return self.starts <= (now / HOUR) % 24 < self.ends and now >= self.away_until


@dataclass
class Figures:
    """What came of it. Waits are of those who were answered, in seconds."""

    ends: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    offers: Counter[str] = field(default_factory=Counter)
    longest_queue: int = 0
    most_over_capacity: int = 0
    most_owners: int = 0
    overtaken: int = 0

    def wait(self, share: float) -> float:
        """Return the wait below which this share of those answered lay."""
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
