"""Signs of life go by the database's clock where this machine's has left it."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from chat.selectors import is_online
from chat.services.presence import renew_caller, renew_presence
from helpline.kernel import clock
from helpline.staff.models import Account
from tests.chat.acts import BOTH, starts
from tests.chat.conftest import ann, content, on_disk

__all__ = ["ann", "content", "on_disk"]

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
MOMENT = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    yield
    clock.let_go()


def hold(database: datetime) -> None:
    """Hold the clock to a database whose own says this."""
    clock._held.anchor = clock.Anchor(database, clock.running_seconds())


@pytest.mark.parametrize("seconds", [-4, 0, 4])
def test_a_clock_that_differs_a_little_is_believed(seconds: int) -> None:
    with time_machine.travel(NOON, tick=False):
        hold(NOON + timedelta(seconds=seconds))
        assert clock.now() == NOON


@pytest.mark.parametrize("hours", [-24, 1])
def test_by_a_clock_that_jumped_nobody_comes_or_goes(hours: int, content: None, ann: Account) -> None:
    hold(NOON)
    with time_machine.travel(NOON + timedelta(hours=hours), tick=False):
        contact = starts().contact
        presence = renew_presence(by=ann)
        renew_caller(contact=contact.pk)
        contact.refresh_from_db()
        seen = [contact.joined_at, contact.caller_seen_at, presence.seen_at]
        assert is_online(contact)

    assert all(NOON <= at < NOON + MOMENT for at in seen)
    assert NOON < presence.leased_until < NOON + MOMENT


@pytest.mark.postgres_only
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_an_answer_that_was_long_on_its_way_moves_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    clock.hold_to_the_database()
    held = clock._held.anchor
    # A minute of a silent line lies between the question and the answer.
    times = iter([1_000.0, 1_060.0])
    with monkeypatch.context() as patched:
        patched.setattr(clock, "running_seconds", lambda: next(times))
        clock.hold_to_the_database()

    assert next(times, None) is None
    assert clock._held.anchor is held


@pytest.mark.postgres_only
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_a_clock_that_left_the_database_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    clock.hold_to_the_database()
    before = timezone.now()
    with time_machine.travel(before + timedelta(hours=2), tick=False):
        clock.hold_to_the_database()
        clock.hold_to_the_database()
        assert before <= clock.now() < before + MOMENT
    clock.hold_to_the_database()

    said = [record for record in caplog.records if record.name == "helpline.kernel.clock"]
    assert [record.levelno for record in said] == [logging.ERROR]
    assert clock.now() - before < MOMENT
