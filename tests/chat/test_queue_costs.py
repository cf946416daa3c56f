"""What taking and showing cost: rows and plans, never time. The figures stand in bench/RESULTS.md."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from chat.consumers.shared_queue import QueueFrames
from chat.consumers.shared_read import SharedRead
from chat.handler_view import QueueShown, queue_event, queue_shown
from chat.models import Contact
from chat.selectors import MOST_ENTRIES, ahead_of, waiting
from chat.services.line import PIECE
from chat.services.queue import take
from chat.services.waits import standings
from helpline.staff.models import Account
from tests.chat.acts import BOTH

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def wait(number: int) -> None:
    Contact.objects.bulk_create(
        Contact(
            token_digest=str(n),
            consent_version=1,
            consented_at=NOON,
            about="unsure",
            rank=2 if n % 20 == 0 else 4,
            joined_at=NOON + timedelta(seconds=n),
        )
        for n in range(number)
    )


@pytest.mark.parametrize("number", [10, 1_010])
def test_a_snapshot_has_the_first_fifty_and_says_how_many_wait(number: int, ann: Account) -> None:
    wait(number)
    event = queue_event("queue.snapshot", ann)

    assert event["count"] == min(number, 1_000)
    assert len(event["waiting"]) == min(number, MOST_ENTRIES) == min(number, 50)
    assert [entry["contact"] for entry in event["waiting"]] == [str(c.pk) for c in waiting()[:50]]
    assert [entry["position"] for entry in event["waiting"]] == list(range(1, min(number, 50) + 1))


@pytest.mark.parametrize("number", [1, 60, 1_000])
def test_a_snapshot_takes_the_same_queries_however_many_wait(
    number: int, ann: Account, django_assert_num_queries: Any
) -> None:
    wait(number)

    # Entries, offers, acquaintances (of whom nobody waits), the count, the talks, the hours.
    with django_assert_num_queries(6):
        queue_shown()


def test_what_many_consoles_are_told_is_put_into_text_once() -> None:
    wait(3)
    shown = queue_shown()
    known = shown.event["waiting"][0]["contact"]
    frames = QueueFrames(QueueShown(shown.event, {7: [known]}))

    assert frames.seen_by(1, "queue.changed") is frames.seen_by(2, "queue.changed")
    assert json.loads(frames.seen_by(1, "queue.changed"))["not_for_you"] == []
    assert json.loads(frames.seen_by(7, "queue.changed"))["not_for_you"] == [known]
    assert json.loads(frames.seen_by(1, "queue.snapshot")) == {
        **json.loads(frames.seen_by(2, "queue.changed")),
        "type": "queue.snapshot",
    }


@pytest.mark.parametrize("number", [1, 60])
def test_everybody_s_place_is_one_read_of_the_queue(number: int, django_assert_num_queries: Any) -> None:
    wait(number)
    standings()  # the rates are kept from here on
    with django_assert_num_queries(1):
        found = standings()

    alone = {c.pk: ahead_of(c) for c in waiting()}
    assert {contact: standing.ahead for contact, standing in found.items()} == alone
    assert sorted(alone.values()) == list(range(number))


def plan_of(sql: str, *params: object) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            return "\n".join(row[3] for row in cursor.fetchall())
        cursor.execute("ANALYZE chat_contact")
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_the_front_of_the_queue_is_read_from_its_index(db: None) -> None:
    wait(3_000)
    for rows in (waiting()[:PIECE], waiting().only("joined_at")[:MOST_ENTRIES]):
        sql, params = rows.query.sql_with_params()
        plan = plan_of(sql, *params)
        assert "queue_order" in plan
        assert "Seq Scan" not in plan


def test_the_next_is_taken_with_as_many_rows_from_a_long_queue_as_from_a_short_one(
    ann: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(500)
    read: list[int] = []
    from chat.services import line

    real = line.waiting

    def counting(queue: str) -> Any:
        read.append(1)
        return real(queue)

    monkeypatch.setattr(line, "waiting", counting)
    first = waiting().values_list("pk", flat=True).first()

    assert take(by=ann).pk == first
    assert len(read) == 1


async def test_two_hundred_who_ask_at_once_are_answered_by_two_reads() -> None:
    reads = 0

    def read() -> int:
        nonlocal reads
        reads += 1
        return reads

    shared = SharedRead(read)
    first = await shared.get()
    found = await asyncio.gather(*(shared.get() for _ in range(200)))

    assert first == 1
    assert set(found) == {2}


async def test_what_is_answered_was_read_after_it_was_asked_for() -> None:
    now = "before"
    shared = SharedRead(lambda: now)
    going_on = asyncio.ensure_future(shared.get())
    await asyncio.sleep(0)
    now = "after"

    assert await shared.get() == "after"
    await going_on


async def test_whoever_goes_away_takes_nobody_s_answer_along() -> None:
    shared = SharedRead(lambda: "queue")
    gone, stays = (asyncio.ensure_future(shared.get()) for _ in range(2))
    await asyncio.sleep(0)
    gone.cancel()

    assert await stays == "queue"


async def test_a_read_that_fails_tells_those_who_asked_and_the_next_ones_are_answered() -> None:
    answers: list[Any] = [RuntimeError("away"), "queue"]

    def read() -> str:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return str(answer)

    shared = SharedRead(read)
    with pytest.raises(RuntimeError):
        await shared.get()
    assert await shared.get() == "queue"
