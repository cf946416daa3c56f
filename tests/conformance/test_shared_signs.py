"""Many quiet pages give their signs of life together, and read for themselves only what they missed."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any

import pytest
from channels.db import database_sync_to_async
from pytest_django.fixtures import Settings

from chat.caller_view import caller_view
from chat.models import Contact
from chat.services.signs_of_life import Found, Sign, note_signs
from helpline.staff.models import Account
from tests.people import Caller, a_caller_starts


async def test_quiet_pages_share_their_signs_and_read_nothing(
    handler1: Account, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HELPLINE_DEADLINES = {**settings.HELPLINE_DEADLINES, "resync_seconds": 1}
    gathered: list[int] = []
    own: list[Any] = []
    enough = asyncio.Event()
    loop = asyncio.get_running_loop()

    def noting(signs: Sequence[Sign]) -> dict[Sign, Found]:
        gathered.append(len(signs))
        # Pages on a busy machine may come one by one for a while.
        if sum(gathered) >= 12 and max(gathered) > 1:
            loop.call_soon_threadsafe(enough.set)
        return note_signs(signs)

    def reading(*args: Any, **kwargs: Any) -> Any:
        own.append(args)
        return caller_view(*args, **kwargs)

    async with AsyncExitStack() as stack:
        for _ in range(6):
            await stack.enter_async_context(Caller(await a_caller_starts()))
        monkeypatch.setattr("chat.consumers.shared_signs.note_signs", noting)
        monkeypatch.setattr("chat.consumers.caller.caller_view", reading)
        async with asyncio.timeout(30):
            await enough.wait()

    assert own == []
    assert max(gathered) > 1


async def test_a_page_whose_hint_was_lost_reads_at_its_next_sign(
    handler1: Account, settings: Settings
) -> None:
    settings.HELPLINE_DEADLINES = {**settings.HELPLINE_DEADLINES, "resync_seconds": 0.05}
    async with Caller(await a_caller_starts()) as caller:
        # As a change whose hint never came.
        await database_sync_to_async(Contact.objects.update)(state="talking", handler=handler1)

        assert await caller.hears("state") == {
            "type": "state",
            "state": "talking",
            "handler": {"name": handler1.display_name},
        }


async def test_a_page_whose_contact_is_gone_is_closed(handler1: Account, settings: Settings) -> None:
    settings.HELPLINE_DEADLINES = {**settings.HELPLINE_DEADLINES, "resync_seconds": 0.05}
    async with Caller(await a_caller_starts()) as caller:
        await database_sync_to_async(Contact.objects.all().delete)()

        assert (await caller.hears("state"))["state"] == "ended"
        assert await caller.is_closed() == 1000
