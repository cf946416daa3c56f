"""What taking the next and showing the queue cost, with 10 to 10,000 who wait: `python -m bench.queue`.

It makes a database of its own (SQLite in a file; PostgreSQL where HELPLINE_DATABASE_URL names a server that
may be used for it), fills the queue, and measures `queue.take`, the snapshot that a console is sent as
JSON, and a round of offers. It prints tables for bench/RESULTS.md. Nothing here is a test: timings on shared
machines drift; tests/chat/test_queue_costs.py holds what does not. See docs/measuring.md.
"""

# ruff: noqa: T201

import json
import os
import platform
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

LENGTHS = (10, 100, 1_000, 10_000)
RUNS = 40


def prepare() -> None:
    """Set Django up on databases of this run's own."""
    folder = tempfile.mkdtemp(prefix="helpline-bench-queue-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")
    os.environ["HELPLINE_MODE"] = "demo"
    os.environ["HELPLINE_DATA_DIR"] = folder
    # Made by `serve` and `run_demo` otherwise: the keys lie in a folder of their own.
    (Path(folder) / "keys").mkdir()
    import django
    from django.core.management import call_command

    django.setup()
    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0)


def timed(act: Callable[[], object]) -> float:
    """Return how many milliseconds it took: of the clock where a server answers, else of this processor.

    SQLite works inside this process, and whoever else is at work on the machine is not counted then.
    """
    from django.db import connection

    clock = time.perf_counter if connection.vendor == "postgresql" else time.process_time
    began = clock()
    act()
    return (clock() - began) * 1_000


def usual(times: list[float]) -> float:
    """Return the median, or of the clock the tenth: others are at work on this machine."""
    from django.db import connection

    return sorted(times)[len(times) // 10] if connection.vendor == "postgresql" else median(times)


def fill(number: int) -> None:
    """Let so many wait: a few percent pressing, a few with needs, the rest as they come."""
    from django.db import connection
    from django.utils import timezone

    from chat.models import Contact

    Contact.objects.all().delete()
    now = timezone.now()
    Contact.objects.bulk_create(
        (
            Contact(
                token_digest=uuid4().hex,
                consent_version=1,
                consented_at=now,
                about="work" if n % 12 == 0 else "own_behaviour",
                gender="woman" if n % 7 == 0 else "man",
                age_band="26_40",
                rank=2 if n % 20 == 0 else 4,
                joined_at=now - timedelta(seconds=number - n),
            )
            for n in range(number)
        ),
        batch_size=500,
    )
    if connection.vendor == "postgresql":
        # As its own daemon does now and then; a service's SQLite is never analysed.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def measure(number: int) -> dict[str, float]:
    """Return medians in milliseconds of each act with so many waiting."""
    from chat.handler_view import queue_event
    from chat.models import Contact, LineSettings, Offer, Presence
    from chat.services.presence import set_presence
    from chat.services.queue import take
    from chat.services.rounds import go_round
    from helpline.staff.models import Account

    fill(number)
    handler, _ = Account.objects.get_or_create(username="bench", defaults={"role": "handler"})
    set_presence(by=handler, available=True, capacity=4)
    Presence.objects.update(leased_until=datetime(2100, 1, 1, tzinfo=UTC))

    def snapshot() -> None:
        json.dumps(queue_event("queue.snapshot", handler), ensure_ascii=False)

    def take_and_put_back() -> float:
        waited = timed(lambda: takes.append(take(by=handler).pk))
        Contact.objects.filter(pk=takes.pop()).update(
            state="waiting", handler=None, taken_at=None, first_taken_at=None
        )
        return waited

    def a_round() -> float:
        spent = timed(go_round)
        Offer.objects.all().delete()
        return spent

    takes: list[UUID] = []
    for act in (snapshot, take_and_put_back):
        act()
    figures = {
        "take the next": usual([take_and_put_back() for _ in range(RUNS)]),
        "snapshot": usual([timed(snapshot) for _ in range(RUNS)]),
    }
    settings, _ = LineSettings.objects.get_or_create(version=1, defaults={"routing": "push"})
    a_round()
    figures["a round of offers"] = usual([a_round() for _ in range(RUNS)])
    settings.delete()
    return figures


def table(found: dict[int, dict[str, float]], backend: str) -> list[str]:
    names = list(next(iter(found.values())))
    rows = [f"### {backend}", "", f"| waiting | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    rows += [
        f"| {number:,} | " + " | ".join(f"{figures[name]:.2f} ms" for name in names) + " |"
        for number, figures in found.items()
    ]
    first, last = found[LENGTHS[0]], found[LENGTHS[-1]]
    rows += [
        "| 10,000 to 10 | " + " | ".join(f"{last[name] / first[name]:.2f} ×" for name in names) + " |",
        "",
    ]
    return rows


def main() -> None:
    prepare()
    from django.db import connection

    found = {number: measure(number) for number in LENGTHS}
    backend = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}[connection.vendor]
    kind = "of the clock (tenth part)" if connection.vendor == "postgresql" else "of the processor (median)"
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {RUNS} runs, time {kind}")
    print("\n".join(table(found, backend)))


if __name__ == "__main__":
    main()
