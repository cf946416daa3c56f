"""What the API and an import cost with 5,000 services: `python -m bench.directory`.

It makes a database of its own (SQLite in a file; PostgreSQL where HELPLINE_DATABASE_URL names a server that
may be used for it), imports 5,000 services, releases them, asks for pages through Django's test client
(middleware, view, JSON), exports them and imports them again, changed and unchanged. It prints a table for
bench/RESULTS.md. Nothing here is a test: timings on shared machines drift; test_public_directory.py and
test_exchange.py under tests/triage/ count the queries. See docs/measuring.md.
"""

# ruff: noqa: T201

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import mkdtemp

from bench.queue import prepare
from bench.results import circumstances

NUMBER = 5_000
RUNS = 15


def seconds(act: Callable[[], object]) -> tuple[float, float]:
    """Return how many seconds an act took, by the clock and of this processor alone."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


def table(price: str) -> str:
    """Return 5,000 invented services of every council as CSV."""
    from triage.areas import AREAS

    head = "slug,name,provider,areas,phone,website,hours,cost,caller_text,audience,formats,routes,languages\n"
    return head + "".join(
        f'service-{n},Service {n:04},Provider {n % 300},"{AREAS[n % len(AREAS)].name}",0151 496 {n:04},'
        f"https://example.org/{n},Mo-Fr 09:00-1{n % 8}:30; PH off,{price},A weekly group of half a year "
        f"in words for callers.,M; W,group; online,self; professional,en\n"
        for n in range(NUMBER)
    )


def report(what: str, times: list[tuple[float, float]]) -> None:
    by_clock, of_processor = (median(each[i] for each in times) * 1_000 for i in (0, 1))
    print(f"| {what} | {by_clock:,.0f} | {of_processor:,.0f} |")


def pages() -> None:
    """Ask for pages and print what each costs."""
    from django.test import Client

    from triage.models import DirectoryEntry
    from triage.oruk.terms import term_id

    browser = Client(SERVER_NAME="localhost")
    one = DirectoryEntry.objects.values_list("id", flat=True)[NUMBER // 2]
    last = NUMBER // 50
    for what, address in {
        "first page of 50": "/api/oruk/services",
        "last page of 50": f"/api/oruk/services?page={last}",
        "a page of 500": "/api/oruk/services?per_page=500",
        "search, two words": "/api/oruk/services?search=provider+leeds",
        "a term": f"/api/oruk/services?taxonomy_term_id={term_id('audience', 'W')}",
        "open on a Monday until noon": "/api/oruk/services?day=MO&end_time=12:00",
        "one service": f"/api/oruk/services/{one}",
    }.items():
        assert browser.get(address).status_code == 200
        report(what, [seconds(lambda address=address: browser.get(address)) for _ in range(RUNS)])  # type: ignore[misc]
    address, asked = "/chat/services", {"place": "LS6", "about": "own_behaviour", "who": "man"}
    report("the public page, first search after a change", [seconds(lambda: browser.post(address, asked))])
    report("the public page, a search", [seconds(lambda: browser.post(address, asked)) for _ in range(RUNS)])
    report("the public page, unsearched", [seconds(lambda: browser.get(address)) for _ in range(RUNS)])


def main() -> None:
    prepare()
    from django.db import connection
    from django.utils import timezone

    from triage.models import DirectoryEntry
    from triage.services.exchange import Format, export_directory, import_directory

    folder = Path(mkdtemp(prefix="helpline-bench-directory-"))

    def take_in(name: str, text: str, form: Format) -> tuple[float, float]:
        path = folder / name
        path.write_text(text, encoding="utf-8", newline="")
        return seconds(lambda: import_directory(path=path, format=form, by=None))

    def release() -> None:
        today = timezone.localdate()
        due = today + timedelta(days=180)
        DirectoryEntry.objects.update(signpost="yes", last_checked=today, check_due=due)

    print(
        f"{circumstances()}, {connection.vendor}\n\n"
        f"| {NUMBER:,} services | ms | ms of processor |\n|---|---|---|"
    )
    report("import of CSV, all new", [take_in("new.csv", table("Free"), "csv")])
    release()
    pages()
    exported = "".join(export_directory("oruk"))
    report(
        f"export of ORUK, {len(exported) / 1e6:.0f} MB", [seconds(lambda: "".join(export_directory("oruk")))]
    )
    report("import of ORUK, unchanged", [take_in("same.json", exported, "oruk")])
    report("import of CSV, all changed", [take_in("dear.csv", table("£5"), "csv")])
    DirectoryEntry.objects.all().delete()
    report("import of ORUK, all new", [take_in("again.json", exported, "oruk")])


if __name__ == "__main__":
    main()
