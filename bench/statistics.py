"""What a page of figures costs over 100,000 and 1,000,000 facts: `python -m bench.statistics`.

A page asks eight tables of one closed year, half of all facts, under the policy called release; beside it,
in the same run and in turn, the bare GROUP BY by the two dimensions of its largest table. Facts are made up
in the database, month after month as sealing leaves them. The ratio counts: others work on this machine.
See docs/measuring.md. Nothing here is a test.
"""

# ruff: noqa: T201, S608

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from bench.results import circumstances, put_under
from tests.servers import PostgreSQL, running

HEADING = "## Figures: a page of tables over many facts"
RUNS = 9
SIZES = {"PostgreSQL": (100_000, 1_000_000), "SQLite": (100_000,)}
YEARS = (2024, 2025)
ASKED = (
    (), ("caller_type",), ("level",), ("outcome",), ("channel",), ("hour_band",), ("caller_type", "level"),
    ("channel", "outcome"),
)  # fmt: skip
BARE = """SELECT caller_type, level, COUNT(*) FROM statistics_fact
WHERE month BETWEEN %s AND %s GROUP BY caller_type, level"""
TEXT = """`python -m bench.statistics`, {date}, commit {commit}: {machine}, {cores} cores, {busy} others at
work, Python {python}.

A page asks eight tables of a closed year, which has half of the facts, under the policy release, and writes
down that it asked. Beside it the bare `GROUP BY` of its largest table, in turn in the same run; medians of 9,
in brackets what processors worked, of the database and ours: what it takes where nobody else is at work.

| database | facts | bare `GROUP BY` | one table | a page of eight |
|---|---|---|---|---|
{rows}

From 100,000 to 1,000,000 facts the page takes {growth} times as long (10 would be linear).

Aims, for the page: over 1,000,000 facts on PostgreSQL 300 ms ({fast}) and 3 times the bare
`GROUP BY` ({near}); over
100,000 on SQLite 500 ms ({light}). The times are of a machine with others at work; see the brackets."""
CODES: dict[str, tuple[str, ...]] = {
    "hour_band": ("00-03", "06-09", "09-12", "12-15", "15-18", "18-21", "21-24"),
    "channel": ("web_chat", "web_chat", "web_chat", "phone", "email"),
    "caller_type": (
        "person_using_abuse", "person_using_abuse", "victim_survivor", "friend_or_family", "frontline_worker",
        "unclear_or_mutual", "child_or_young_person", "out_of_scope",
    ),
    "level": ("immediate", "urgent", "elevated", "standard", "standard"),
    "outcome": ("completed", "signposted", "plan_made", "referred_on", "left_early", "abandoned"),
    "area": tuple(f"Council {number}" for number in range(120)),
}  # fmt: skip
SAME = {
    "language": "'en'", "about": "'own_behaviour'", "ended_by": "'caller'", "wait_band": "'1_to_5'",
    "talk_band": "'5_to_15'", "behaviours": "'[\"physical\"]'", "cues": "'[\"denial\"]'", "signposts": "'[]'",
}  # fmt: skip


def fill(number: int) -> None:
    """Put so many facts into the table, the same number in each month."""
    from django.db import connection

    postgres = connection.vendor == "postgresql"
    dice = "(random() * 1e9)::bigint" if postgres else "abs(random())"
    made_id = "gen_random_uuid()" if postgres else "lower(hex(randomblob(16)))"
    columns = {"id": made_id, "record_key": f"{dice} % 65536", "answered": f"{dice} % 5 > 0", **SAME}
    for name, codes in CODES.items():
        whens = " ".join(f"WHEN {place} THEN '{code}'" for place, code in enumerate(codes))
        columns[name] = f"CASE {dice} % {len(codes)} {whens} END"
    months = [date(year, month, 1) for year in YEARS for month in range(1, 13)]
    for month in months:
        rows = number // len(months)
        source = (
            f"generate_series(1, {rows})"
            if postgres
            else "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
            f"WHERE i < {rows}) SELECT i FROM n)"
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO statistics_fact (month, {', '.join(columns)}) "
                f"SELECT '{month}', {', '.join(columns.values())} FROM {source}"
            )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE statistics_fact" if postgres else "ANALYZE")


def acts() -> dict[str, Callable[[], object]]:
    """Return what is measured: the bare GROUP BY of the largest table, that table, and the page of eight."""
    from django.db import connection

    from helpline.statistics.asking import ask, ask_together
    from helpline.statistics.questions import Period, Question

    year = Period.parse(str(YEARS[-1]))
    questions = [Question(year, by) for by in ASKED]

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE, [year.start, year.last_month])
            cursor.fetchall()

    return {
        "bare": bare,
        "one": lambda: ask(Question(year, ("caller_type", "level")), policy="release", by=None),
        "page": lambda: ask_together(questions, policy="release", by=None),
    }


def measured(acts: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return of each, in turn, the median time and the mean of the processors' time, in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in acts}
    spent = dict.fromkeys(acts, 0.0)
    for _ in range(RUNS):
        for name, act in acts.items():
            worked, began = processors(), time.perf_counter()
            act()
            times[name].append((time.perf_counter() - began) * 1_000)
            spent[name] += processors() - worked
    return {name: median(taken) for name, taken in times.items()} | {
        f"{name} worked": worked / RUNS for name, worked in spent.items()
    }


def processors() -> float:
    """Return what this process and the database's have worked so far, in milliseconds of a processor."""
    worked = time.process_time() * 1_000
    ours = {int(pid) for pid in os.environ.get("BENCH_SERVER", "").split()}
    for stat in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda path: int(path.parent.name)):
        with contextlib.suppress(OSError):
            after_name = stat.read_text().rpartition(")")[2].split()
            pid, parent = int(stat.parent.name), int(after_name[1])
            if pid in ours or parent in ours:
                ours.add(pid)
                # Its own time, and that of its children that have ended.
                worked += sum(map(int, after_name[11:15])) * 1_000 / os.sysconf("SC_CLK_TCK")
    return worked


def inside() -> None:
    """Fill and measure in the database that the environment names; print what came out."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    found: dict[str, Any] = {}
    there = 0
    for size in SIZES["PostgreSQL" if connection.vendor == "postgresql" else "SQLite"]:
        fill(size - there)
        there = size
        found[f"{size}"] = measured(acts())
    print(json.dumps(found))


def on(database: str) -> dict[str, dict[str, float]]:
    """Run `inside` on a database of its own."""
    with contextlib.ExitStack() as stack:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")}
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        env = {**kept, "DJANGO_SETTINGS_MODULE": "tests.settings", "HELPLINE_DATA_DIR": folder}
        if database == "PostgreSQL":
            server = stack.enter_context(running(PostgreSQL))
            assert server.process is not None
            env["BENCH_SERVER"] = str(server.process.pid)
            env["HELPLINE_DATABASE_URL"] = server.create_database("helpline")
            env["HELPLINE_KEYS_DATABASE_URL"] = server.create_database("helpline_keys")
        out = subprocess.check_output(
            [sys.executable, "-m", "bench.statistics", "inside"], env=env, text=True
        )
    return dict(json.loads(out.splitlines()[-1]))


def beside(took: dict[str, float], what: str) -> str:
    """Return a time, the processors' time, and how many times the bare GROUP BY that is."""
    times = took[what] / took["bare"]
    return f"{took[what]:.0f} ms ({took[f'{what} worked']:.0f}), {times:.1f}x"


def met(is_so: bool) -> str:
    """Return whether an aim was reached, in a word."""
    return "met" if is_so else "missed"


def main() -> None:
    """Measure on both databases and put the figures into bench/RESULTS.md."""
    found = {database: on(database) for database in SIZES}
    around = circumstances()
    rows = [
        f"| {database} | {int(size):,} | {took['bare']:.0f} ms ({took['bare worked']:.0f}) "
        f"| {beside(took, 'one')} | {beside(took, 'page')} |"
        for database, sizes in found.items()
        for size, took in sizes.items()
    ]
    small, large = (found["PostgreSQL"][size]["page"] for size in ("100000", "1000000"))
    most = found["PostgreSQL"]["1000000"]
    text = TEXT.format(
        rows="\n".join(rows),
        growth=f"{large / small:.1f}",
        fast=met(most["page"] <= 300),
        near=met(most["page"] <= 3 * most["bare"]),
        light=met(found["SQLite"]["100000"]["page"] <= 500),
        **around,
    )
    print(text)
    put_under(HEADING, text)


if __name__ == "__main__":
    inside() if "inside" in sys.argv[1:] else main()
