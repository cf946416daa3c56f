"""However a socket ends, it gives no sign of life afterwards; and an error does not end it."""

import asyncio
from typing import Any

import pytest
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.contrib.sessions.models import Session
from django.db import OperationalError
from pytest_django.fixtures import Settings

from chat.consumers import caller as caller_module
from chat.consumers import desk_acts, nearby
from chat.consumers.base import HelplineConsumer
from chat.services.contacts import Started
from helpline.staff.models import Account
from tests.people import Caller, Handler


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> list[list["asyncio.Task[None]"]]:
    """The tasks of every consumer that is made from now on."""
    kept: list[list[asyncio.Task[None]]] = []
    begin = HelplineConsumer.begin

    def remembering(self: HelplineConsumer) -> None:
        begin(self)
        kept.append(self.tasks)

    monkeypatch.setattr(HelplineConsumer, "begin", remembering)
    return kept


async def all_stopped(tasks: list[list["asyncio.Task[None]"]]) -> bool:
    assert tasks, "no socket was greeted"
    for task in [task for socket in tasks for task in socket]:
        await asyncio.wait([task], timeout=5)
    return all(task.done() for socket in tasks for task in socket)


async def test_a_closed_socket_stops_what_ran_beside_it(
    started: Started, tasks: list[list["asyncio.Task[None]"]]
) -> None:
    async with Caller(started):
        assert not any(task.done() for task in tasks[0][1:])

    assert await all_stopped(tasks)


async def test_a_socket_that_dies_of_an_error_stops_it_too(
    started: Started, tasks: list[list["asyncio.Task[None]"]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(self: Any, command: Any) -> None:
        raise RuntimeError("something nobody thought of")

    monkeypatch.setattr(caller_module.CallerConsumer, "typing", breaks)
    caller = Caller(started)
    await caller.opens()
    await caller.greets()
    await caller.sends({"type": "typing", "on": True})
    with pytest.raises(RuntimeError, match="nobody thought of"):
        await caller.socket.wait(timeout=5)

    assert await all_stopped(tasks)


async def test_a_socket_that_the_server_kills_stops_it_too(
    started: Started, tasks: list[list["asyncio.Task[None]"]]
) -> None:
    caller = Caller(started)
    await caller.opens()
    await caller.greets()
    caller.socket.future.cancel()
    await asyncio.wait([caller.socket.future], timeout=5)

    assert await all_stopped(tasks)


async def test_a_layer_that_swallows_that_it_was_cancelled_ends_with_its_socket(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    swallowed = 0

    async def goes_on_reading(channel: str) -> Any:
        nonlocal swallowed
        while True:
            try:
                await asyncio.get_running_loop().create_future()
            except asyncio.CancelledError:
                swallowed += 1
                if swallowed > 1:
                    raise

    monkeypatch.setattr(get_channel_layer(), "receive", goes_on_reading)
    caller = Caller(started)
    await caller.opens()
    await caller.greets()
    await caller.socket.send_input({"type": "websocket.disconnect", "code": 1001})
    ended, _ = await asyncio.wait([caller.socket.future], timeout=5)

    assert swallowed == 2
    assert ended


async def test_a_dead_layer_at_the_end_stops_it_too(
    started: Started, tasks: list[list["asyncio.Task[None]"]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_redis(self: Any, event: Any) -> None:
        raise ConnectionError("no Redis")

    caller = Caller(started)
    await caller.opens()
    await caller.greets()
    monkeypatch.setattr(caller_module.CallerConsumer, "_pass_on", no_redis)
    with pytest.raises(ConnectionError):
        await caller.leaves()

    assert await all_stopped(tasks)


async def test_while_the_database_is_away_a_command_has_its_code_and_the_socket_stays(
    started: Started, handler1: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(**kwargs: Any) -> None:
        raise OperationalError("database is locked")

    async with Handler(handler1) as handler:
        await handler.is_available()
        with monkeypatch.context() as away:
            away.setattr(desk_acts, "take", locked)
            assert (await handler.takes())["code"] == "storage.unavailable"

        assert (await handler.takes())["type"] == "ack"


async def test_a_hint_that_cannot_be_followed_does_not_end_the_socket(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("database is locked")

    async with Caller(started) as caller:
        with monkeypatch.context() as away:
            away.setattr(caller_module, "caller_view", locked)
            # As where another process stored it: this one gets the hint alone.
            away.setattr(nearby, "_near", dict)
            assert (await caller.says("stored, and its echo is late"))["type"] == "ack"
            assert await caller.hears_nothing("message")

        await caller.says("and again")
        assert [(await caller.hears("message"))["seq"] for _ in range(2)] == [1, 2]


async def test_a_session_that_ended_ends_its_socket_at_the_next_turn(
    started: Started, handler1: Account, settings: Settings
) -> None:
    async with Handler(handler1) as handler:
        await handler.is_available()
        await database_sync_to_async(Session.objects.all().delete)()
        await handler.sends({"type": "queue.take", "id": "8d7c9b0e-6f0e-4c39-9d1b-0d7f0b6f3c11"})

        assert await handler.is_closed() == 4403


async def test_a_changed_password_ends_the_sockets_of_before(handler1: Account) -> None:
    async with Handler(handler1) as handler:
        handler1.set_password("a new one nobody knows")
        await database_sync_to_async(handler1.save)()
        await handler.is_available()

        assert await handler.is_closed() == 4403


async def test_a_reload_after_the_handlers_end_shows_only_what_was_not_shown(
    started: Started, handler1: Account
) -> None:
    async with Handler(handler1) as handler:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        async with Caller(started) as caller:
            await caller.says("seen on the page")
            await caller.hears("message")
        # The page's line is gone; what it had shown was noted at its last sign of life.
        await database_sync_to_async(_note)(started, 1)
        await handler.says(contact, "Goodbye, take care.")
        await handler.asks("contact.end", contact=contact)

        async with Caller(started) as back:
            assert back.welcome["state"] == "ended"
            assert (await back.hears("message"))["body"] == "Goodbye, take care."
            assert await back.hears_nothing("message")


def _note(started: Started, seq: int) -> None:
    from chat.services.presence import renew_caller

    renew_caller(contact=started.contact.pk, shown=seq)
