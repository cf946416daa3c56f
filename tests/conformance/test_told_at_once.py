"""Words go from their batch straight to both ends: nobody reads the database again for them."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async
from django.conf import settings

from chat.consumers import caller as caller_module
from chat.consumers import nearby, own_showing
from chat.models import Contact
from chat.services.contacts import Started
from chat.services.messages import store_posts
from helpline.kernel.one_process_layer import OneProcessLayer
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.chat.acts import post
from tests.people import Caller, Handler

PUSH = "it was just a push"


def read_by_nobody(*arguments: Any, **options: Any) -> None:
    raise AssertionError("a word was read from the database")


async def test_both_ends_hear_without_a_read_and_the_writer_is_answered_first(
    started: Started, handler1: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No timer looks again meanwhile.
    monkeypatch.setitem(settings.HELPLINE_DEADLINES, "resync_seconds", 3_600)
    async with Handler(handler1) as handler, Caller(started) as caller:
        contact = await handler.takes_one()
        await caller.hears("state", state="talking")
        monkeypatch.setattr(caller_module, "caller_view", read_by_nobody)
        monkeypatch.setattr(own_showing, "desk_contact", read_by_nobody)

        assert (await handler.says(contact, "Good evening."))["type"] == "ack"
        told = await caller.hears("message", body="Good evening.")
        assert (await caller.says(PUSH))["type"] == "ack"
        assert not [
            event
            for event in caller.heard
            if event.get("seq") == told["seq"] + 1 and event["type"] == "message"
        ]
        await handler.hears("message", body=PUSH, seq=told["seq"] + 1)
        # Nor is the cue read for: it comes with the words.
        await handler.hears("cues", seq=told["seq"] + 1)
        await caller.hears("message", seq=told["seq"] + 1)


async def test_who_is_behind_reads_what_is_missing_in_order(
    started: Started, handler1: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        contact = await handler.takes_one()
        tell = nearby.tell
        monkeypatch.setattr("chat.consumers.posting.tell", lambda told: None)
        await handler.says(contact, "lost on the way")
        monkeypatch.setattr("chat.consumers.posting.tell", tell)
        await handler.says(contact, "and found again")

        lost = await caller.hears("message")
        found = await caller.hears("message")
        assert [lost["body"], found["body"]] == ["lost on the way", "and found again"]


async def test_only_who_holds_a_contact_now_is_told(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as handler:
        await handler.takes_one()
    await Contact.objects.filter(pk=started.contact.pk).aupdate(state="talking", handler=handler1)

    def spoken() -> nearby.Told:
        stored = store_posts([post(started.contact, "hello")])
        return nearby.told_of(stored.spoken[0])

    held = await database_sync_to_async(spoken)()
    assert (held.held_by, held.token) == (handler1.pk, started.contact.token_digest)
    assert held.for_handler is not None
    await Account.objects.filter(pk=handler1.pk).aupdate(role=Role.ANALYST)
    lost = await database_sync_to_async(spoken)()
    assert (lost.held_by, lost.for_handler) == (None, None)


async def test_what_cannot_be_put_into_words_is_stored_and_told_to_nobody(
    started: Started, handler1: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.services.spoken.heard", read_by_nobody)
    async with Handler(handler1) as handler, Caller(started) as caller:
        contact = await handler.takes_one()
        assert (await caller.says("hello there"))["type"] == "ack"
        # Read instead, as after a hint.
        await handler.hears("message", contact=str(contact), body="hello there")


async def test_a_layer_of_one_process_knows_its_members_and_drops_what_nobody_reads() -> None:
    layer = OneProcessLayer(capacity=2)
    for channel in ("one", "two"):
        await layer.group_add("contact.1", channel)
    await layer.group_discard("contact.1", "two")
    assert layer.members("contact.1") == {"one"}
    assert layer.members(f"contact.{uuid4()}") == frozenset()
    for seq in range(4):
        await layer.group_send("contact.1", {"type": "hint.words", "seq": seq})
    heard = [(await asyncio.wait_for(layer.receive("one"), 20))["seq"] for _ in range(2)]
    assert heard == [0, 1]
    assert "one" not in layer.channels
