"""What a page of eight tables costs beside the bare GROUP BY of its largest, and how it grows with the facts.

The long test measures, in one run and in turn, medians; the quick one counts what the page asks.
"""
# ruff: noqa: T201

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.statistics import acts, measured
from helpline.statistics.models import MadeUpData

pytestmark = pytest.mark.django_db
TIMES_THE_BARE = 3


def made(count: int) -> None:
    """Make so many facts in the two years that the bench asks about."""
    if MadeUpData.objects.exists():
        call_command("make_facts", "--clear", verbosity=0)
    call_command("make_facts", "--count", str(count), "--seed", "8", "--until", "2025-12", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def test_a_page_of_eight_tables_reads_the_facts_in_groups_by_the_index_and_seldom() -> None:
    made(2_000)

    with CaptureQueriesContext(connection) as asked:
        acts()["page"]()

    reads = [query["sql"] for query in asked.captured_queries if 'FROM "statistics_fact"' in query["sql"]]
    # Eight tables of one year, in three readings; the rest is the log of queries and whether it is closed.
    assert len(reads) <= 3
    assert len(asked) <= len(reads) + 6
    for read in reads:
        assert "GROUP BY" in read
        assert 'COUNT("statistics_fact"."id")' in read
        assert 'WHERE "statistics_fact"."month" BETWEEN' in read
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {read.replace('::date', '')}")
                assert "fact_month" in str(cursor.fetchall())


@pytest.mark.long
def test_a_page_takes_three_times_the_bare_group_by_at_most_and_grows_no_faster_than_the_facts() -> None:
    # As many as the aims are for; of few the log of queries and the like weigh more than reading facts.
    most = 1_000_000 if connection.vendor == "postgresql" else 100_000
    taken: dict[int, dict[str, Any]] = {}
    for count in (most // 10, most):
        made(count)
        taken[count] = measured(acts())
        times = taken[count]["page"] / taken[count]["bare"]
        print(f"{count:,}: {taken[count]['page']:.0f} ms, {times:.1f} times the bare GROUP BY")
    growth = taken[most]["page"] / taken[most // 10]["page"]
    print(f"ten times the facts: {growth:.1f} times as long")

    assert taken[most]["page"] <= TIMES_THE_BARE * taken[most]["bare"]
    assert growth <= 10
