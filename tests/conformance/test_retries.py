"""A command sent again because its answer was lost: the first answer, to whoever did it, nothing twice."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async

from chat.models import Alert, Aside, Contact, Message
from chat.services.alerts import answer_alert
from chat.services.contacts import Started
from helpline.staff.models import Account
from tests.people import Caller, Event, Handler, a_caller_starts
from triage.models import DirectoryEntry

SAID = "I hear you."


async def changes_hands(first: Handler, second: Handler, contact: str) -> None:
    """The talk goes back, and the second handler takes it."""
    await first.asks("contact.release", contact=contact)
    await second.is_available()
    await second.takes(contact)
    await second.hears("welcome")


Goes = Callable[[Handler, Handler, str], Awaitable[Any]]
# How the talk goes on between the command and its retry.
GOES: dict[str, Goes] = {
    "changed hands": changes_hands,
    "ended by its handler": lambda first, second, contact: first.asks("contact.end", contact=contact),
}


@pytest.mark.parametrize("goes", GOES.values(), ids=GOES)
async def test_words_sent_again_get_their_first_ack_and_stand_once(
    started: Started, handler1: Account, handler2: Account, goes: Goes
) -> None:
    id = str(uuid4())
    async with Handler(handler2) as second:
        async with Handler(handler1) as first:
            contact = await first.takes_one()
            ack = await first.says(contact, SAID, id=id)
            await goes(first, second, contact)
        async with Handler(handler1) as back:
            assert await back.says(contact, SAID, id=id) == ack

    assert await Message.objects.filter(contact=contact, sender="handler").acount() == 1


@pytest.mark.parametrize("goes", GOES.values(), ids=GOES)
async def test_a_card_sent_again_gets_its_first_ack_and_is_given_once(
    started: Started, handler1: Account, handler2: Account, goes: Goes
) -> None:
    card = {"id": str(uuid4()), "programme": str((await DirectoryEntry.objects.aget(slug="childline")).pk)}
    await database_sync_to_async(_confirm)(card["programme"], handler1)
    async with Handler(handler2) as second:
        async with Handler(handler1) as first:
            contact = await first.takes_one()
            ack = await first.asks("signpost.send", contact=contact, **card)
            await goes(first, second, contact)
        async with Handler(handler1) as back:
            assert ack["type"] == "ack"
            assert await back.asks("signpost.send", contact=contact, **card) == ack

    assert await Message.objects.filter(contact=contact, kind="signpost").acount() == 1


async def test_a_talk_given_back_is_not_given_back_again_from_whoever_has_it_now(
    started: Started, handler1: Account, handler2: Account
) -> None:
    id = str(uuid4())
    async with Handler(handler1) as first, Handler(handler2) as second:
        contact = await first.takes_one()
        ack = await first.asks("contact.release", contact=contact, id=id)
        assert await first.asks("contact.release", contact=contact, id=id) == ack
        await second.is_available()
        await second.takes(contact)
        assert await first.asks("contact.release", contact=contact, id=id) == ack
        # Back with the first: a new release is a new act, the old one stays done.
        await second.asks("contact.release", contact=contact)
        await first.takes(contact)
        assert await first.asks("contact.release", contact=contact, id=id) == ack

    assert ack == {"type": "ack", "id": id, "contact": contact}
    held = await Contact.objects.select_related("handler").aget(pk=contact)
    assert (held.state, held.handler) == ("talking", handler1)


async def test_an_end_sent_again_gets_its_ack_also_once_the_contact_is_closed(
    started: Started, handler1: Account
) -> None:
    id = str(uuid4())
    async with Handler(handler1) as first:
        contact = await first.takes_one()
        ack = await first.asks("contact.end", contact=contact, id=id)
    await Contact.objects.filter(pk=contact).aupdate(state="closed")
    async with Handler(handler1) as back:
        assert await back.asks("contact.end", contact=contact, id=id) == ack
        assert (await back.asks("contact.end", contact=contact))["code"] == "contact.not_found"


@pytest.mark.parametrize("where", ["the same socket", "a new socket", "a new socket, after it went back"])
async def test_a_take_sent_again_gives_the_first_contact_and_no_second(
    started: Started, handler1: Account, where: str
) -> None:
    await a_caller_starts()
    id = str(uuid4())
    async with Handler(handler1) as first:
        await first.is_available(capacity=3)
        ack = await first.asks("queue.take", id=id)
        if where == "the same socket":
            assert await first.asks("queue.take", id=id) == ack
        if where == "a new socket, after it went back":
            await first.asks("contact.release", contact=ack["contact"])
    async with Handler(handler1) as back:
        assert await back.asks("queue.take", id=id) == ack

    held = [pk async for pk in Contact.objects.filter(handler=handler1).values_list("pk", flat=True)]
    assert [str(pk) for pk in held] == ([] if "went back" in where else [ack["contact"]])
    assert ack["contact"] == str(started.contact.pk)


async def test_what_was_refused_may_be_asked_again_with_the_same_id(handler1: Account) -> None:
    id = str(uuid4())
    async with Handler(handler1) as handler:
        await handler.is_available()
        assert (await handler.asks("queue.take", id=id))["code"] == "queue.empty"
        waiting = await a_caller_starts()
        ack = await handler.asks("queue.take", id=id)

    assert ack["contact"] == str(waiting.contact.pk)


async def test_what_staff_do_around_a_talk_is_answered_again_after_it_ended(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    async with Handler(handler1) as handler, Handler(supervisor1) as sue:
        contact = await handler.takes_one()
        acts: list[tuple[Handler, str, Event]] = [
            (handler, "note.add", {"body": "asked of the children"}),
            (handler, "help.raise", {}),
            (handler, "contact.warn", {"kind": "abusive"}),
            (sue, "contact.follow", {}),
            (sue, "contact.join", {}),
            (sue, "whisper", {"body": "ask who is at home"}),
        ]
        named = [(who, kind, {"contact": contact, "id": str(uuid4()), **more}) for who, kind, more in acts]
        first = [await who.asks(kind, **fields) for who, kind, fields in named]
        assert {answer["type"] for answer in first} == {"ack"}
        await database_sync_to_async(_answer)(supervisor1)
        await handler.asks("contact.end", contact=contact)

        assert [await who.asks(kind, **fields) for who, kind, fields in named] == first

    assert await Aside.objects.acount() == 2
    assert await Alert.objects.acount() == 1


async def test_an_id_answers_nobody_but_whoever_used_it(
    started: Started, handler1: Account, handler2: Account
) -> None:
    used = {name: str(uuid4()) for name in ("words", "release")}
    async with Handler(handler1) as first, Handler(handler2) as second, Caller(started) as caller:
        contact = await first.takes_one()
        await first.says(contact, SAID, id=used["words"])
        # Not theirs: as if there were neither the contact nor the id.
        curious = await second.says(contact, SAID, id=used["words"])
        absent = await second.says(str(uuid4()), SAID)
        assert {**curious, "id": ""} == {**absent, "id": ""}
        assert absent["code"] == "contact.not_found"
        await first.asks("contact.release", contact=contact, id=used["release"])
        refused = await second.asks("contact.release", contact=contact, id=used["release"])
        assert refused["code"] == "contact.not_found"

        # Theirs now: words under an id that stands in the talk would be lost behind a false ack.
        await second.is_available()
        await second.takes(contact)
        assert (await second.says(contact, "other words", id=used["words"]))["code"] == "command.id_used"
        # A release of the second under the first one's id is the second's own.
        ack = await second.asks("contact.release", contact=contact, id=used["release"])
        assert ack["type"] == "ack"
        await caller.hears("state", state="waiting")

    stored = [message.sender async for message in Message.objects.filter(contact=contact, sender="handler")]
    assert stored == ["handler"]


async def test_an_id_stands_for_one_command(started: Started, handler1: Account) -> None:
    other = await a_caller_starts()
    id = str(uuid4())
    async with Handler(handler1) as handler:
        contact = await handler.takes_one()
        await handler.takes(str(other.contact.pk))
        assert (await handler.asks("contact.warn", contact=contact, id=id, kind="prank"))["type"] == "ack"

        for kind, where in [("contact.end", contact), ("contact.warn", str(other.contact.pk))]:
            more = {"kind": "prank"} if kind == "contact.warn" else {}
            refused = await handler.asks(kind, contact=where, id=id, **more)
            assert refused["code"] == "command.id_used"

    assert await Contact.objects.filter(state="talking", warned_at__isnull=True).acount() == 1


def _answer(by: Account) -> None:
    answer_alert(alert=Alert.objects.get().pk, by=by)


def _confirm(entry: str, by: Account) -> None:
    from triage.services import confirm_entry

    confirm_entry(entry_id=entry, by=by)
