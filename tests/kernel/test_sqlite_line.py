"""Writers of one process stand in line; whoever leaves it, however it is left, lets the next one in."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite

from helpline.kernel.sqlite import base

GUARD_SECONDS = 30
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's one writer at a time"),
]


def line() -> threading.Lock:
    return base._lines[str(connection.settings_dict["NAME"])]


class InTheMiddle(Exception):
    """What a transaction meets."""


@pytest.fixture(autouse=True)
def _nobody_is_left_in_the_line() -> Iterator[None]:
    yield
    assert not line().locked()


def beside(act: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            act()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_the_second_writer_comes_in_when_the_first_is_done() -> None:
    order: list[str] = []

    def write() -> None:
        with transaction.atomic():
            order.append("second")

    with transaction.atomic():
        assert line().locked()
        second = beside(write)
        order.append("first")
    second.join(GUARD_SECONDS)

    assert order == ["first", "second"]


def test_the_line_is_left_by_an_error_and_by_a_closed_file() -> None:
    with pytest.raises(InTheMiddle), transaction.atomic():
        raise InTheMiddle
    assert not line().locked()

    with transaction.atomic():
        connection.close()
    assert not line().locked()


def test_the_line_is_left_where_the_transaction_could_not_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(self: object) -> None:
        raise DatabaseError("disk I/O error")

    connection.ensure_connection()
    with monkeypatch.context() as patched:
        patched.setattr(SQLite, "_start_transaction_under_autocommit", refuses)
        with pytest.raises(DatabaseError), transaction.atomic():
            pass
    assert not line().locked()


def test_a_transaction_inside_another_waits_for_nobody() -> None:
    with transaction.atomic(), transaction.atomic():
        assert line().locked()


def test_whoever_waits_too_long_asks_sqlite_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "PATIENCE_SECONDS", 0.0)
    with line():
        # Held by nobody who writes: SQLite lets us in.
        with transaction.atomic():
            assert connection.in_atomic_block
        assert line().locked()
