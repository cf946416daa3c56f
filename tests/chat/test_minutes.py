"""One row a minute, for the lines on the board: counts alone, kept for a day."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from chat.models import QueueMinute
from chat.services.minutes import forget_minutes, last_minute, minutes_after, note_minute
from helpline.staff.models import Account
from tests.chat.acts import BOTH, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_a_minute_holds_who_waits_who_talks_and_who_is_available(
    content: None, ann: Account, ben: Account, clock: time_machine.Traveller
) -> None:
    takes(ann, starts().contact)
    starts()
    clock.shift(90)
    starts()

    assert note_minute(now=NOON + timedelta(seconds=90)) is True
    (minute,) = minutes_after(None, now=NOON + timedelta(seconds=90))
    assert minute == {
        "at": "2026-11-20T12:02:00+00:00",
        "waiting": 2,
        "talking": 1,
        # Their leases ran out after 45 seconds.
        "available": 0,
        "longest_wait_seconds": 90,
    }


def test_available_counts_leases_that_run(ann: Account, ben: Account) -> None:
    note_minute(now=NOON)

    assert QueueMinute.objects.get().available == 2


def test_a_minute_is_kept_once_however_often_it_is_asked_for(db: None) -> None:
    assert note_minute(now=NOON) is True
    assert note_minute(now=NOON + timedelta(seconds=19)) is False
    assert note_minute(now=NOON + timedelta(seconds=20)) is True

    assert QueueMinute.objects.count() == 2


def test_each_queue_has_minutes_of_its_own(content: None) -> None:
    starts()
    note_minute(now=NOON, queue="practice")
    note_minute(now=NOON)

    assert [row["waiting"] for row in minutes_after(None, now=NOON, queue="practice")] == [0]
    assert [row["waiting"] for row in minutes_after(None, now=NOON)] == [1]


def test_two_hours_are_shown_and_a_day_is_kept(db: None) -> None:
    for minutes in range(0, 26 * 60, 10):
        note_minute(now=NOON - timedelta(minutes=minutes))

    shown = minutes_after(None, now=NOON)
    assert (len(shown), shown[-1]["at"]) == (12, "2026-11-20T12:00:00+00:00")
    assert forget_minutes(now=NOON) == 12
    assert QueueMinute.objects.count() == 24 * 6
    assert forget_minutes(now=NOON) == 0


def test_only_what_follows_is_told_to_who_has_the_rest(db: None) -> None:
    for minutes in (2, 1, 0):
        note_minute(now=NOON - timedelta(minutes=minutes))
    newest = last_minute()
    assert newest is not None

    assert minutes_after(newest, now=NOON) == []
    assert len(minutes_after(newest - timedelta(minutes=1), now=NOON)) == 1


def test_without_minutes_there_is_no_newest(db: None) -> None:
    assert last_minute() is None
    assert minutes_after(None, now=NOON) == []
