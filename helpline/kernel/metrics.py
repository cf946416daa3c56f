"""Figures for whoever watches the processes: counts by closed lists, never words, names or addresses.

What callers do is shown in steps of five: a monitor keeps its readings for weeks, and "one more start at
02:14" would be a diary of single people. What machines do is shown as it is. See
docs/adr/0053-logs-and-metrics.md.
"""

from collections import Counter as Counted
from collections.abc import Callable, Iterable, Iterator
from threading import Lock

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from helpline.kernel.errors import HelplineError

STEP = 5
OTHER = "other"
WAIT_SECONDS = (10, 30, 60, 120, 300, 600, 1_200, 2_400)
# From what nobody notices to what a lost hint costs and worse.
DELIVERY_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 12, 30)
COMMIT_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5)
ENDS = ("caller", "handler")

# Else each figure comes with the second in which it was first counted: of a refusal, or of a person.
disable_created_metrics()  # type: ignore[no-untyped-call]
registry = CollectorRegistry()


class Stepped(Collector):
    """A count of what people do, by a label whose values are a closed list; shown in steps of five."""

    def __init__(self, name: str, text: str, label: str, values: Callable[[], Iterable[str]]) -> None:
        self._name, self._text, self._label, self._values = name, text, label, values
        self._counts: Counted[str] = Counted()
        self._lock = Lock()
        registry.register(self)

    def add(self, value: str, number: int = 1) -> None:
        known = value if value in set(self._values()) else OTHER
        with self._lock:
            self._counts[known] += number

    def collect(self) -> Iterator[Metric]:
        family = CounterMetricFamily(self._name, self._text, labels=[self._label])
        with self._lock:
            counts = sorted(self._counts.items())
        for value, count in counts:
            if count >= STEP:
                family.add_metric([value], count // STEP * STEP)
        yield family


class HeldBack:
    """A histogram whose readings come five at a time, so that none stands for one person."""

    def __init__(self, histogram: Histogram) -> None:
        self._histogram = histogram
        self._held: list[float] = []
        self._lock = Lock()

    def observe(self, seconds: float) -> None:
        with self._lock:
            self._held.append(seconds)
            if len(self._held) < STEP:
                return
            held, self._held = self._held, []
        for each in held:
            self._histogram.observe(each)


def refusal_codes() -> set[str]:
    """Return every code that a refusal may have."""
    return {kind.code for kind in _kinds(HelplineError)}


def _kinds(kind: type[HelplineError]) -> Iterator[type[HelplineError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _kinds(child)


messages = Stepped("helpline_messages", "Messages stored.", "sender", lambda: ("caller", "handler", "system"))
starts = Stepped("helpline_starts", "Contacts begun.", "way", lambda: ("page", "code", "plain"))
refusals = Stepped("helpline_refusals", "Refusals, by their code.", "code", refusal_codes)
waits = HeldBack(
    Histogram("helpline_wait_seconds", "From start to being taken.", buckets=WAIT_SECONDS, registry=registry)
)
_delivery = Histogram(
    "helpline_delivery_seconds",
    "From a message's storing to its being said at the other end's socket.",
    ["to"],
    buckets=DELIVERY_SECONDS,
    registry=registry,
)
deliveries = {end: HeldBack(_delivery.labels(end)) for end in ENDS}
commits = HeldBack(
    Histogram(
        "helpline_commit_seconds",
        "One batch of messages, from its first question to its commit.",
        buckets=COMMIT_SECONDS,
        registry=registry,
    )
)
polls = Gauge("helpline_polls", "Callers' requests that are held open for news.", registry=registry)
turned_away = Counter(
    "helpline_turned_away", "Answered or cut before anything was read.", ["what"], registry=registry
)
hints = Counter("helpline_hints", "Hints through the channel layer.", ["outcome"], registry=registry)
# There from the start: a first one counts as a rise.
for _outcome in ("tried", "lost", "missed"):
    hints.labels(_outcome)
timers = Counter("helpline_timer_runs", "Jobs of the timers.", ["timer", "outcome"], registry=registry)
database_errors = Counter("helpline_database_errors", "What the database did not take.", registry=registry)
ProcessCollector(namespace="helpline", registry=registry)


def refused(code: str) -> None:
    """Count a refusal by its code."""
    refusals.add(code)
    if code == "storage.unavailable":
        database_errors.inc()


def page() -> bytes:
    """Return all figures of this process as Prometheus reads them."""
    return generate_latest(registry)
