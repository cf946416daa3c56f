"""Words do not stand behind everything else that asks the database; files stay open where threads stay."""

import asyncio
import threading

import pytest
from channels.db import database_sync_to_async
from django.core.signals import request_finished
from django.db import connection, transaction

from helpline.kernel.lanes import close_files, in_words_lane

GUARD_SECONDS = 30
pytestmark = pytest.mark.django_db(transaction=True)
sqlite_alone = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="about SQLite's files: PostgreSQL has a pool"
)


async def test_words_pass_what_holds_the_common_thread() -> None:
    going, done = threading.Event(), threading.Event()

    def long_read() -> str:
        going.set()
        assert done.wait(GUARD_SECONDS)
        return threading.current_thread().name

    reading = asyncio.create_task(database_sync_to_async(long_read)())
    await asyncio.to_thread(going.wait, GUARD_SECONDS)
    stored_in = await in_words_lane(lambda: threading.current_thread().name)()
    assert not reading.done()
    done.set()
    assert stored_in.startswith("words")
    assert await reading != stored_in


async def test_words_are_stored_in_the_order_in_which_they_were_asked_for() -> None:
    order: list[int] = []

    await asyncio.gather(*(in_words_lane(order.append)(number) for number in range(50)))

    assert order == list(range(50))


@sqlite_alone
async def test_a_thread_that_stays_keeps_its_file_open() -> None:
    def opened() -> object:
        connection.ensure_connection()
        return connection.connection

    first = await in_words_lane(opened)()

    assert first is not None
    assert await in_words_lane(opened)() is first
    await in_words_lane(lambda: connection.close())()


@sqlite_alone
def test_the_end_of_a_request_closes_what_it_opened() -> None:
    found: list[object] = []

    def a_request() -> None:
        connection.ensure_connection()
        found.append(connection.connection)
        request_finished.send(sender=None)
        found.append(connection.connection)

    thread = threading.Thread(target=a_request)
    thread.start()
    thread.join(GUARD_SECONDS)
    assert found[0] is not None
    assert found[1] is None


def test_nothing_is_closed_in_the_middle_of_a_transaction() -> None:
    with transaction.atomic():
        before = connection.connection
        close_files()

        assert connection.connection is before
