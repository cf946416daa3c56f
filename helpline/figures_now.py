"""What is so now, read when the page of figures is asked for.

Exact, since who watches must see one who waits alone; but how long somebody has waited in whole ten seconds,
so that no reading says at which second they came. See docs/adr/0069-watching.md.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError, InterfaceError, connections
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from chat.consumers.open_sockets import open_sockets
from chat.selectors import handlers_at_work, oldest_wait_seconds, waiting_count
from chat.services.retention import overdue_seconds
from helpline import timers
from helpline.keeping import backup_state
from helpline.kernel import clock, health
from triage.services import checks_overdue

WAIT_STEP = 10
# Of the pool's own numbers: what it may hold, holds, has free, and who waits for one.
POOL = {"most": "pool_max", "open": "pool_size", "free": "pool_available", "waiting": "requests_waiting"}


class Now(Collector):
    """Of this process what it alone knows, and of the line what the database says to every process."""

    def collect(self) -> Iterator[Metric]:
        yield _sockets()
        found, state = health.look()
        yield _family("ready", "1 where it can be used.", "part", found)
        states = {each: each == state for each in health.KEY_STORE_STATES}
        yield _family("key_store", "1 for the state that the key store is in.", "state", states)
        yield _pools()
        if not found["database"]:
            # Told by helpline_ready; figures that cannot be had are left out.
            return
        try:
            yield from _of_the_line(clock.now())
        except (DatabaseError, InterfaceError):
            return


def _sockets() -> Metric:
    family = GaugeMetricFamily(
        "helpline_sockets",
        "Open in this process, by whose and by whether they said hello.",
        labels=["kind", "hello"],
    )
    for (kind, hello), number in sorted(open_sockets().by_kind().items()):
        family.add_metric([kind, hello], number)
    return family


def _pools() -> Metric:
    """Return how this process's connections are used; SQLite has no pool."""
    family = GaugeMetricFamily(
        "helpline_database_pool", "Connections of this process to a database.", labels=["database", "state"]
    )
    for alias in connections:
        pool = getattr(connections[alias], "pool", None)
        held = pool.get_stats() if pool else None
        if held is None:
            continue
        for state, name in POOL.items():
            family.add_metric([alias, state], held.get(name, 0))
    return family


def _of_the_line(now: datetime) -> Iterator[Metric]:
    """Yield what the database knows: the same whichever process is asked."""
    yield _one("queue", "How many wait now.", waiting_count())
    waited = oldest_wait_seconds(now=now) // WAIT_STEP * WAIT_STEP
    yield _one("oldest_wait_seconds", "How long the one has waited who has waited longest.", waited)
    here = handlers_at_work()
    available = sum(row["available"] for row in here)
    states = {"available": available, "away": len(here) - available}
    yield _family("handlers", "Who is at work now.", "state", states)
    late = overdue_seconds(now=now)
    yield _one("purge_overdue_seconds", "How long the oldest words are past their purge.", late)
    idle = timers.idle_seconds(now=now)
    yield _one("timers_idle_seconds", "Since when no process acts on deadlines; 0 where one does.", idle)
    yield from _backups(now)
    checks = checks_overdue()
    yield _one("directory_checks_overdue", "Services whose details nobody checked in time.", checks)


def _backups(now: datetime) -> Iterator[Metric]:
    """Yield the age of the last backup of each kind that there was, and whether a try failed."""
    found = backup_state.states(now=now)
    ages = {state.kind: int(state.age.total_seconds()) for state in found if state.age is not None}
    yield _family("backup_age_seconds", "Since the last backup of a kind was made.", "kind", ages)
    failed = {state.kind: bool(state.failed) for state in found}
    yield _family("backup_failed", "1 where the last try of a backup failed.", "kind", failed)


def _one(name: str, text: str, value: float) -> Metric:
    family = GaugeMetricFamily(f"helpline_{name}", text)
    family.add_metric([], value)
    return family


def _family(name: str, text: str, label: str, values: dict[str, bool] | dict[str, int]) -> Metric:
    family = GaugeMetricFamily(f"helpline_{name}", text, labels=[label])
    for value, number in values.items():
        family.add_metric([value], int(number))
    return family
