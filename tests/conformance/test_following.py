"""A supervisor at a talk, over the real sockets: what each of three hears, and the caller never does."""

from typing import Any
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async
from django.test import Client

from chat.consumers.handler import HandlerConsumer
from chat.models import Contact, Message
from chat.services import following
from chat.services.appending import Draft, append
from chat.services.contacts import Started
from chat.system_texts import TEXTS
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.staff.services import set_role
from tests.people import Caller, Handler

WHISPER = "ask who is at home with him tonight"


async def test_who_reads_along_hears_everything_and_the_handler_knows(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    async with Handler(handler1) as handler, Handler(supervisor1) as sue, Caller(started) as caller:
        contact = await handler.takes_one()
        await caller.says("before")
        assert (await sue.asks("contact.follow", contact=contact))["type"] == "ack"
        told = await sue.hears("following")
        await sue.hears("message", body="before")
        await caller.says("after")
        await handler.says(contact, "I hear you")

        assert (told["handler"], told["joined"]) == ("handler1", False)
        assert [(await sue.hears("message"))["body"] for _ in range(2)] == ["after", "I hear you"]
        watchers = (await handler.hears("watchers"))["watchers"]
        assert watchers == [{"name": "supervisor1", "joined": False}]
        assert (await sue.says(contact, "let me in"))["code"] == "contact.not_found"
        await caller.hears("message", body="I hear you")
        assert "system" not in {event.get("from") for event in caller.heard}

        await sue.asks("contact.unfollow", contact=contact)
        assert (await sue.hears("unfollowed"))["reason"] == "left"
        assert (await handler.hears("watchers"))["watchers"] == []
        await caller.says("to my handler alone")
        await handler.hears("message", body="to my handler alone")
        assert await sue.hears_nothing("message", "typing", "cues")


async def test_who_joins_is_told_of_and_may_write(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    async with Handler(handler1) as handler, Handler(supervisor1) as sue, Caller(started) as caller:
        contact = await handler.takes_one()
        await sue.asks("contact.join", contact=contact)
        assert (await caller.hears("message"))["body"] == TEXTS["joined"]["en"]
        await sue.says(contact, "I am the supervisor on duty.")

        shown = await caller.hears("message", seq=2)
        # As a role, and without a name.
        assert (shown["from"], shown["supervisor"], "supervisor1" in str(shown)) == ("handler", True, False)
        assert (await handler.hears("message", seq=2))["supervisor"] is True
        assert (await sue.hears("message", seq=2))["supervisor"] is True


async def test_who_takes_over_has_the_talk_and_the_handler_hears_why(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    async with Handler(handler1) as handler, Handler(supervisor1) as sue, Caller(started) as caller:
        contact = await handler.takes_one()
        await handler.asks("note.add", contact=contact, body="he is calm")
        await sue.asks("contact.follow", contact=contact)
        await sue.hears("following")
        await sue.hears("aside")
        assert (await sue.asks("contact.take_over", contact=contact))["type"] == "ack"

        assert (await handler.hears("gone"))["reason"] == "taken_over"
        assert (await sue.hears("welcome"))["contact"] == contact
        assert (await sue.hears("unfollowed"))["reason"] == "yours"
        assert (await caller.hears("message"))["body"] == TEXTS["taken_over"]["en"]
        await caller.says("to the supervisor")
        assert (await sue.hears("message", body="to the supervisor"))["contact"] == contact
        assert (await handler.says(contact, "still me"))["code"] == "contact.not_found"


async def test_a_demoted_supervisor_loses_the_talk_at_once_and_is_shown_out(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    async with Handler(handler1) as handler, Handler(supervisor1) as sue, Caller(started) as caller:
        contact = await handler.takes_one()
        await sue.asks("contact.follow", contact=contact)
        await sue.hears("following")
        await database_sync_to_async(set_role)(account=supervisor1, role=Role.HANDLER, by=None)
        # Without waiting for a tick: the hint alone brings it about.
        assert await sue.is_closed() == 4403

        await caller.says("not for them")
        await handler.hears("message", body="not for them")
        assert "not for them" not in str(sue.heard)


async def test_even_before_the_socket_is_closed_no_word_reaches_whoever_lost_the_role(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    async with Handler(handler1) as handler, Handler(supervisor1) as sue, Caller(started) as caller:
        contact = await handler.takes_one()
        await sue.asks("contact.follow", contact=contact)
        await sue.hears("following")
        # Past the service: neither a hint nor the end of the session tells the socket.
        await database_sync_to_async(Account.objects.filter(pk=supervisor1.pk).update)(role=Role.HANDLER)
        await caller.says("not for them")

        assert (await sue.hears("unfollowed"))["reason"] == "forbidden"
        assert (await sue.asks("contact.follow", contact=contact))["code"] == "forbidden"
        refused = await sue.asks("whisper", contact=contact, body=WHISPER)
        assert refused["code"] == "contact.not_found"
        await handler.asks("note.add", contact=contact, body="a note of mine")
        await handler.hears("aside")
        assert await sue.hears_nothing("message", "aside")


async def test_a_handler_may_not_follow(started: Started, handler1: Account, handler2: Account) -> None:
    async with Handler(handler1) as first, Handler(handler2) as second:
        contact = await first.takes_one()
        for kind in ("contact.follow", "contact.join", "contact.take_over"):
            assert (await second.asks(kind, contact=contact))["code"] == "forbidden"
        assert await second.hears_nothing("following", "message", "welcome")


async def test_a_reload_goes_on_following_where_the_page_was(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        contact = await handler.takes_one()
        await caller.says("one")
        async with Handler(supervisor1) as sue:
            await sue.asks("contact.follow", contact=contact)
            await sue.hears("message")
        await caller.says("two")
        async with Handler(supervisor1, after={contact: 1}) as back:
            assert (await back.hears("following"))["contact"] == contact
            assert (await back.hears("message"))["seq"] == 2
            assert await back.hears_nothing("message")


# -- a whisper never reaches the caller -----------------------------------------------------


class Heard:
    """All that a caller can get hold of: the socket, the poll and the page without JavaScript."""

    def __init__(self, socket: list[dict[str, Any]], poll: str, plain: str) -> None:
        self.ways = {"socket": str(socket), "poll": poll, "plain": plain}
        self.numbers = sorted(event["seq"] for event in socket if event["type"] in {"message", "signpost"})

    def told_by(self, words: str) -> set[str]:
        """Return the ways on which these words came."""
        return {way for way, all_of_it in self.ways.items() if words in all_of_it}

    @property
    def has_a_gap(self) -> bool:
        return self.numbers != list(range(1, len(self.numbers) + 1))


async def talk_with_a_whisper(started: Started, handler: Account, supervisor: Account) -> Heard:
    async with Handler(handler) as desk, Handler(supervisor) as sue, Caller(started) as caller:
        contact = await desk.takes_one()
        await caller.says("first")
        await sue.asks("contact.follow", contact=contact)
        assert (await sue.asks("whisper", contact=contact, body=WHISPER))["type"] == "ack"
        await desk.says(contact, "second")
        await caller.says("third")
        await caller.hears("message", body="third")
        assert await caller.hears_nothing("error")
        socket = [*caller.heard]
    async with Caller(started) as again:
        last = await again.hears("message", body="third")
        # All of the talk as a page gets it that comes back, and what else came on the first socket.
        said = [event for event in (*again.heard, last) if event["type"] in {"message", "signpost"}]
        socket = [*said, *(event for event in socket if event["type"] not in {"message", "signpost"})]
    poll, plain = await database_sync_to_async(_over_http)(started.token)
    return Heard(socket, poll, plain)


def _over_http(token: str) -> tuple[str, str]:
    client = Client()
    poll = client.get("/api/contact/events?after=0", headers={"Authorization": f"Bearer {token}"})
    plain = client.post("/chat/plain", {"step": "check", "lang": "en", "token": token})
    assert all("second" in answer.content.decode() for answer in (poll, plain))
    return poll.content.decode(), plain.content.decode()


async def test_a_whisper_reaches_the_handler_and_no_way_to_the_caller_nor_a_gap(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    heard = await talk_with_a_whisper(started, handler1, supervisor1)

    assert heard.told_by(WHISPER) == set()
    assert "whisper" not in str(heard.ways)
    assert heard.has_a_gap is False
    async with Handler(handler1) as desk:
        aside = await desk.hears("aside")
        assert (aside["kind"], aside["by"], aside["body"]) == ("whisper", "supervisor1", WHISPER)


async def test_a_whisper_among_the_messages_would_be_noticed_on_each_way(
    started: Started, handler1: Account, supervisor1: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_a_message(contact: Contact, *, body: str, **_: Any) -> None:
        append(contact, [Draft(sender=Message.Sender.SYSTEM, body=body)])

    monkeypatch.setattr(following, "write_aside", as_a_message)
    heard = await talk_with_a_whisper(started, handler1, supervisor1)

    assert heard.told_by(WHISPER) == {"socket", "poll", "plain"}


async def test_a_whisper_that_takes_a_number_of_the_messages_would_be_noticed(
    started: Started, handler1: Account, supervisor1: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def takes_a_number(contact: Contact, **_: Any) -> None:
        Contact.objects.filter(pk=contact.pk).update(last_seq=contact.last_seq + 1)

    monkeypatch.setattr(following, "write_aside", takes_a_number)
    heard = await talk_with_a_whisper(started, handler1, supervisor1)

    assert heard.has_a_gap is True


async def test_whoever_has_joined_is_told_in_words_that_the_handler_gives_the_cards(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    async with Handler(handler1) as handler, Handler(supervisor1) as sue, Caller(started) as caller:
        contact = await handler.takes_one()
        card = {"contact": contact, "programme": str(uuid4())}
        await sue.asks("contact.follow", contact=contact)
        # Who reads along may say nothing at all: as if there were no such talk.
        assert (await sue.asks("signpost.send", **card))["code"] == "contact.not_found"
        await sue.asks("contact.join", contact=contact)
        refused = await sue.asks("signpost.send", **card)

        assert refused["code"] == "signpost.handler_gives"
        assert refused["message"].startswith("Cards come from the handler of this talk.")
        assert await caller.hears_nothing("signpost")
        await sue.asks("contact.take_over", contact=contact)
        assert (await sue.asks("signpost.send", **card))["code"] == "signpost.not_found"


async def hears_no_hint(self: HandlerConsumer, hint: object) -> None:
    """What comes is lost."""


async def test_words_of_a_followed_talk_whose_hints_were_lost_come_with_the_next_and_after_a_hole(
    started: Started, handler1: Account, supervisor1: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        contact = await handler.takes_one()
        async with Handler(supervisor1) as sue:
            await sue.asks("contact.follow", contact=contact)
            await sue.hears("following")
            with monkeypatch.context() as lost:
                lost.setattr(HandlerConsumer, "hint_words", hears_no_hint)
                await caller.says("one")
                await caller.says("two")
                await caller.sends({"type": "typing", "on": True})
                # It travels behind the hints of the words.
                await sue.hears("typing")
            await caller.says("three")

            assert [(await sue.hears("message"))["seq"] for _ in range(3)] == [1, 2, 3]
            assert await sue.hears_nothing("message")
        # A page that has a hole after the first asks from there.
        async with Handler(supervisor1, after={contact: 1}) as back:
            assert [(await back.hears("message"))["seq"] for _ in range(2)] == [2, 3]
            assert await back.hears_nothing("message")
