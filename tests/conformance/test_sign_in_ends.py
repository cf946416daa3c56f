"""Sockets stand and fall with the sign-in: no second factor, no use, ended elsewhere."""

from collections.abc import Callable
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client

from chat.consumers import noting
from chat.services.contacts import Started
from helpline.kernel.live import announce_on_commit
from helpline.staff.hints import account_group, account_hint
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.staff.second_factor import ENROLLED
from helpline.staff.sessions import USED, end_sessions
from tests.people import Handler, SignedIn, Supervisor

THIRTY_MINUTES = 1_800
type_of_person = Callable[[Account | None], SignedIn]


@pytest.fixture
def sue(transactional_db: None) -> Account:
    return Account.objects.create_account(username="sue", password=None, role=Role.SUPERVISOR)


@database_sync_to_async
def cookie_of_somebody_with_a_factor(account: Account) -> bytes:
    client = Client()
    client.force_login(account)
    session = client.session
    session[ENROLLED] = account.pk
    session.save()
    return f"sessionid={session.session_key}".encode()


@database_sync_to_async
def grow_old(seconds: int) -> None:
    """Let every sign-in be unused for so long, and its sockets look again."""
    for row in Session.objects.all():
        store = SessionStore(row.pk)
        store[USED] = store[USED] - seconds
        store.save()
    look_again()


def look_again() -> None:
    for account in Account.objects.all():
        announce_on_commit(account_group(account.pk), account_hint())


@database_sync_to_async
def unused_seconds(before: int) -> int:
    return before - SessionStore(Session.objects.get().pk)[USED]


@pytest.mark.parametrize("person", [Handler, Supervisor])
async def test_in_a_service_a_socket_without_the_second_factor_is_closed_with_4403(
    person: type_of_person, sue: Account, settings: Any
) -> None:
    settings.HELPLINE_SECOND_FACTOR = True
    without, with_it = person(sue), person(None)
    with_it.headers.append((b"cookie", await cookie_of_somebody_with_a_factor(sue)))

    await without.opens()
    assert await without.is_closed() == 4403
    async with with_it:
        assert await with_it.hears_nothing("error") is True


async def test_thirty_minutes_without_use_close_a_console_and_not_a_board(sue: Account) -> None:
    async with Handler(sue) as handler, Supervisor(sue) as watching:
        await grow_old(THIRTY_MINUTES)

        assert await handler.is_closed() == 4403
        await watching.sees("handlers", lambda rows: all(row["state"] == "absent" for row in rows))


async def test_what_a_handler_does_over_the_socket_counts_as_use(
    sue: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "NOTE_EVERY_SECONDS", 0)
    monkeypatch.setattr(noting, "NOTE_SECONDS", 0)
    async with Handler(sue) as handler:
        now = SessionStore(await database_sync_to_async(lambda: Session.objects.get().pk)())
        used = (await database_sync_to_async(now.load)())[USED]
        await grow_old(THIRTY_MINUTES - 10)
        assert await unused_seconds(used) == THIRTY_MINUTES - 10

        await handler.asks("presence.set", available=True, capacity=2)

        assert await unused_seconds(used) <= 0


async def test_a_sign_in_that_is_ended_closes_console_and_board(sue: Account, started: Started) -> None:
    async with Handler(sue) as handler, Supervisor(sue) as watching:
        await database_sync_to_async(end_sessions)(account=sue)

        assert await handler.is_closed() == 4403
        assert await watching.is_closed() == 4403
