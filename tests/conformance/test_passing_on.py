"""Passing a talk on over the real socket: both desks and the caller hear what becomes of it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from channels.db import database_sync_to_async
from django.utils import timezone

from chat.commands import AskTransfer
from chat.consumers.desk_acts import DESK_ACTS
from chat.consumers.handler import HandlerConsumer
from chat.models import Contact, Transfer
from chat.services.alerts import answer_alert
from chat.services.contacts import Started
from chat.services.deadlines import return_dropped
from chat.services.presence import set_presence
from chat.services.transfer_deadlines import expire_transfers, settle_unanswerable
from chat.system_texts import TEXTS
from helpline.staff.models import Account
from tests.people import Caller, Handler, a_caller_starts

NOTE = "he said he would ring the programme"


async def a_talk(handler: Handler, other: Handler) -> str:
    """Both are there; the first takes whoever waits."""
    await handler.is_available()
    await other.is_available()
    return str((await handler.takes())["contact"])


async def asks(
    handler: Handler, contact: str, *, to: object = None, id: str | None = None
) -> dict[str, object]:
    named = {"handler": "handler2"} if to is None else to
    return await handler.asks("contact.transfer", contact=contact, to=named, note=NOTE, id=id)


async def test_who_accepts_has_it_whole_and_who_asked_has_it_no_more(
    started: Started, handler1: Account, handler2: Account
) -> None:
    async with Handler(handler1) as first, Handler(handler2) as second, Caller(started) as caller:
        contact = await a_talk(first, second)
        await caller.says("words of before")
        assert (await asks(first, contact))["type"] == "ack"
        assert (await first.hears("transfer.asked"))["to"] == "handler2"
        asking = await second.hears("transfer", contact=contact)
        assert (asking["from"], asking["entry"]["about"]) == ("handler1", "own_behaviour")
        assert NOTE not in str(second.heard) + str(asking)
        assert "words of before" not in str(second.heard) + str(asking)

        assert (await second.asks("contact.transfer.accept", contact=contact))["type"] == "ack"

        assert (await first.hears("gone", contact=contact))["reason"] == "transferred"
        assert (await first.hears("transfer.gone"))["reason"] == "accepted"
        assert (await second.hears("welcome"))["contact"] == contact
        assert (await second.hears("message"))["body"] == "words of before"
        assert (await second.hears("aside"))["body"] == NOTE
        assert (await caller.hears("message", seq=2))["body"] == TEXTS["transferred"]["en"]
        await caller.says("to the new one")
        assert (await second.hears("message", seq=3))["body"] == "to the new one"
        assert (await first.says(contact, "one more thing"))["code"] == "contact.not_found"
        assert await first.hears_nothing("message", "aside") is False  # what came while it was theirs
        assert "to the new one" not in str(first.heard)


async def test_who_asked_hears_no_and_goes_on(started: Started, handler1: Account, handler2: Account) -> None:
    async with Handler(handler1) as first, Handler(handler2) as second, Caller(started) as caller:
        contact = await a_talk(first, second)
        await asks(first, contact)
        await second.hears("transfer")
        await second.asks("contact.transfer.decline", contact=contact)

        assert (await first.hears("transfer.gone"))["reason"] == "declined"
        assert (await second.hears("transfer.gone"))["reason"] == "declined"
        assert (await first.says(contact, "I am still here"))["type"] == "ack"
        assert (await caller.hears("message"))["body"] == "I am still here"


async def test_an_asking_that_runs_out_is_told_to_both(
    started: Started, handler1: Account, handler2: Account
) -> None:
    async with Handler(handler1) as first, Handler(handler2) as second:
        contact = await a_talk(first, second)
        await asks(first, contact)
        await second.hears("transfer")
        until = (await database_sync_to_async(Transfer.objects.get)()).expires_at
        await database_sync_to_async(expire_transfers)(now=until)

        assert (await first.hears("transfer.gone"))["reason"] == "expired"
        assert (await second.hears("transfer.gone"))["reason"] == "expired"
        assert (await second.asks("contact.transfer.accept", contact=contact))["code"] == "transfer.gone"


async def test_a_receiver_who_goes_away_meanwhile_is_told_of_at_once(
    started: Started, handler1: Account, handler2: Account
) -> None:
    async with Handler(handler1) as first, Handler(handler2) as second:
        contact = await a_talk(first, second)
        await asks(first, contact)
        await second.asks("presence.set", available=False, capacity=2)

        assert (await first.hears("transfer.gone"))["reason"] == "away"
        assert (await second.asks("contact.transfer.accept", contact=contact))["code"] == "transfer.gone"


async def test_who_asked_is_told_also_of_an_end_that_came_before_the_asking_was_read(
    started: Started, handler1: Account, handler2: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = DESK_ACTS[AskTransfer]

    def asked_in_vain(by: Account, command: AskTransfer) -> UUID | None:
        contact = asked(by, command)
        set_presence(by=handler2, available=False, capacity=2)
        settle_unanswerable(now=timezone.now())
        return contact

    async with Handler(handler1) as first, Handler(handler2) as second:
        contact = await a_talk(first, second)
        monkeypatch.setitem(DESK_ACTS, AskTransfer, asked_in_vain)
        await asks(first, contact)

        assert (await first.hears("transfer.gone"))["reason"] == "away"


async def test_a_transfer_to_somebody_who_is_not_there_is_refused_in_words(
    started: Started, handler1: Account, handler2: Account
) -> None:
    async with Handler(handler1) as first:
        await first.is_available()
        contact = (await first.takes())["contact"]
        refused = await asks(first, contact)

        assert (refused["code"], refused["message"]) == (
            "transfer.nobody",
            "Nobody who fits is available with a place left just now. Keep the talk, and ask "
            "again later or ask a supervisor for help.",
        )


async def test_a_reload_shows_open_askings_again_on_both_desks(
    started: Started, handler1: Account, handler2: Account
) -> None:
    async with Handler(handler1) as first, Handler(handler2) as second:
        contact = await a_talk(first, second)
        await asks(first, contact)
        async with Handler(handler1) as first_again, Handler(handler2) as second_again:
            assert (await first_again.hears("transfer.asked"))["contact"] == contact
            assert (await second_again.hears("transfer"))["contact"] == contact


async def test_notes_come_to_every_window_and_again_after_a_reload(
    started: Started, handler1: Account
) -> None:
    id = str(uuid4())
    async with Handler(handler1) as first, Handler(handler1) as window, Caller(started) as caller:
        await first.is_available()
        contact = (await first.takes())["contact"]
        await window.hears("welcome")
        answers = [
            await first.asks("note.add", contact=contact, body="asked of children", id=id) for _ in "12"
        ]
        assert [answer["type"] for answer in answers] == ["ack", "ack"]
        assert (await window.hears("aside"))["body"] == "asked of children"
        assert await caller.hears_nothing("aside", "message")
        async with Handler(handler1) as back:
            aside = await back.hears("aside")
            assert (aside["seq"], aside["kind"], aside["by"]) == (1, "note", "handler1")
            assert await back.hears_nothing("aside")


async def test_a_note_beside_somebody_elses_contact_is_not_written(
    started: Started, handler1: Account, handler2: Account
) -> None:
    async with Handler(handler1) as first, Handler(handler2) as second:
        contact = await a_talk(first, second)
        refused = await second.asks("note.add", contact=contact, body="curious")

        assert refused["code"] == "contact.not_found"
        assert await first.hears_nothing("aside")


async def test_who_asked_for_help_sees_that_it_was_raised_and_who_answered(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    id = str(uuid4())
    async with Handler(handler1) as handler:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        await handler.asks("help.raise", contact=contact, id=id)
        raised = await handler.hears("help")
        await handler.asks("help.raise", contact=contact)
        assert await handler.hears_nothing("help")
        await database_sync_to_async(_answer)(supervisor1)
        answered = await handler.hears("help")
        await handler.asks("help.raise", contact=contact, id=id)
        assert await handler.hears_nothing("help")

    assert (raised["answered_at"], raised["by"]) == (None, None)
    assert (answered["raised_at"], answered["by"]) == (raised["raised_at"], "supervisor1")


async def test_a_hand_is_taken_back_until_somebody_has_seen_it(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    async with Handler(handler1) as handler:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        await handler.asks("help.raise", contact=contact)
        await handler.hears("help")
        await handler.asks("help.withdraw", contact=contact)
        assert await handler.hears("help.gone") == {"type": "help.gone", "contact": contact}
        await handler.asks("help.raise", contact=contact)
        await handler.hears("help")
        await database_sync_to_async(_answer)(supervisor1)
        await handler.hears("help")

        assert (await handler.asks("help.withdraw", contact=contact))["type"] == "ack"
        assert await handler.hears_nothing("help.gone")


def _answer(by: Account) -> None:
    from chat.models import Alert

    answer_alert(alert=Alert.objects.get().pk, by=by)


async def test_a_sender_whose_lease_ran_out_is_told_and_the_receiver_too(
    started: Started, handler1: Account, handler2: Account
) -> None:
    async with Handler(handler1) as first, Handler(handler2) as second:
        contact = await a_talk(first, second)
        await asks(first, contact)
        await second.hears("transfer")
        # Judged from a moment at which the lease has run out, whatever the open socket renews meanwhile.
        await database_sync_to_async(return_dropped)(now=timezone.now() + timedelta(minutes=5))

        assert (await second.hears("transfer.gone"))["reason"] == "over"
        assert (await first.hears("gone", contact=contact))["reason"] == "returned"


async def test_two_in_a_row_each_carry_their_note(handler1: Account, handler2: Account) -> None:
    await a_caller_starts()
    async with Handler(handler1) as first, Handler(handler2) as second:
        contact = await a_talk(first, second)
        await asks(first, contact)
        await second.asks("contact.transfer.accept", contact=contact)
        await asks(second, contact, to={"handler": "handler1"})
        await first.hears("transfer")
        await first.asks("contact.transfer.accept", contact=contact)

        assert (await second.hears("gone"))["reason"] == "transferred"
        assert [(await first.hears("aside", by=by))["seq"] for by in ("handler1", "handler2")] == [1, 2]


async def hears_no_hint(self: HandlerConsumer, hint: object) -> None:
    """What comes is lost."""


async def test_a_note_does_not_reach_a_window_that_has_not_heard_that_the_talk_went_on(
    started: Started, handler1: Account, handler2: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Handler(handler1) as first, Handler(handler2) as second, Caller(started) as caller:
        contact = await a_talk(first, second)
        await caller.says("hello")
        await first.hears("message")
        # The hints of the move are lost: only the row tells.
        monkeypatch.setattr(HandlerConsumer, "hint_own", hears_no_hint)
        await caller.says("again")
        await first.hears("message", body="again")
        talk = Contact.objects.filter(pk=contact)
        await database_sync_to_async(talk.update)(handler=handler2)
        assert (await second.asks("note.add", contact=contact, body=NOTE))["type"] == "ack"

        await caller.sends({"type": "typing", "on": True})
        # It travels behind the hint of the note; or the first desk has looked by itself meanwhile.
        await first.hears_one(lambda event: event["type"] in {"typing", "gone"})
        assert [event for event in first.heard if event["type"] == "aside"] == []
