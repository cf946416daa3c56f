"""Knowing the caller, warning, ending, blocking, the pause and the debrief, frame by frame."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async
from django.test import Client

from chat.models import Alert, Contact
from chat.services.blocks import is_blocked
from chat.services.contacts import Started
from chat.services.ending import wrap_up
from chat.states import Outcome
from helpline.kernel.networks import address_of_scope
from helpline.staff.models import Account
from tests.chat.acts import nobody_is_blocked
from tests.people import HERE, Caller, Handler, a_caller_starts

# Where the test's sockets come from, and where a socket behind a proxy says that it comes from.
SOCKET, BEHIND_PROXY = HERE, "203.0.113.77"


@pytest.fixture(autouse=True)
def _nobody_is_blocked() -> Iterator[None]:
    nobody_is_blocked()
    yield
    nobody_is_blocked()


async def test_a_handler_who_knows_the_caller_is_rid_of_them_and_sees_them_wait_for_others(
    started: Started, handler1: Account, handler2: Account
) -> None:
    async with Caller(started) as caller, Handler(handler1) as ann, Handler(handler2) as ben:
        for handler in (ann, ben):
            await handler.is_available()
        contact = (await ann.takes())["contact"]
        id = str(uuid4())
        first = await ann.asks("contact.known", id=id, contact=contact)
        again = await ann.asks("contact.known", id=id, contact=contact)

        assert first == again == {"type": "ack", "id": id, "contact": contact}
        assert (await ann.hears("gone"))["contact"] == contact
        waits = [
            entry["contact"] for entry in (await ann.hears("queue.changed", not_for_you=[contact]))["waiting"]
        ]
        assert waits == [contact]
        assert (await caller.hears("state", state="waiting"))["returned"] is True
        assert (await ann.takes(contact))["code"] == "queue.not_for_you"
        assert (await ann.takes())["code"] == "queue.none_fits"
        assert (await ben.takes())["contact"] == contact
        assert await ben.hears_nothing("error")


async def test_an_ending_is_refused_before_the_warning_was_sent(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as ann, Caller(started) as caller:
        await ann.is_available()
        contact = (await ann.takes())["contact"]
        end = {"contact": contact, "kind": "abusive", "block": False}

        assert (await ann.asks("contact.end_for_abuse", **end))["code"] == "boundary.warning_first"
        await ann.asks("contact.warn", contact=contact, kind="abusive")
        assert (await ann.hears("warned"))["contact"] == contact
        assert (await ann.asks("contact.end_for_abuse", **end))["code"] == "boundary.warning_first"
        await ann.says(contact, "If the insults go on I'll end the chat.")
        id = str(uuid4())
        first = await ann.asks("contact.end_for_abuse", id=id, **end)
        assert first == await ann.asks("contact.end_for_abuse", id=id, **end)

        assert (await ann.hears("state", state="ended"))["wrap_up"] is True
        assert await caller.hears_nothing("warned")
        assert (await caller.hears("message", **{"from": "system"}))["body"].startswith("This chat has been")
        assert (await caller.hears("signpost"))["card"]["phone"] == "999"
        assert (await caller.hears("state", state="ended"))["reason"] == "boundary"


async def test_another_window_shows_the_warning_and_so_does_one_opened_later(
    started: Started, handler1: Account
) -> None:
    async with Handler(handler1) as one, Handler(handler1) as two:
        await one.is_available()
        contact = (await one.takes())["contact"]
        await two.hears("welcome", contact=contact)
        await one.asks("contact.warn", contact=contact, kind="prank")
        at = (await two.hears("warned"))["at"]
    async with Handler(handler1) as later:
        assert (await later.hears("welcome"))["warned_at"] == at


async def test_the_pause_is_told_refuses_with_its_end_and_is_over_when_the_handler_says_so(
    started: Started, handler1: Account
) -> None:
    await a_caller_starts()
    async with Handler(handler1) as ann:
        await ann.is_available()
        contact = (await ann.takes(str(started.contact.pk)))["contact"]
        await ann.asks("contact.end_for_abuse", contact=contact, kind="sexual", block=False)
        until = (await ann.hears_one(lambda e: e["type"] == "presence" and e["paused_until"]))["paused_until"]
        ended = {"contact": contact, "outcome": Outcome.ENDED_INAPPROPRIATE, "by": handler1}
        await database_sync_to_async(wrap_up)(**ended)
        refused = await ann.takes()
        assert (refused["code"], refused["until"]) == ("presence.paused", until)
        await ann.asks("presence.carry_on")
        await ann.hears("presence", paused_until=None, open=0)
        assert (await ann.asks("debrief.ask"))["type"] == "ack"
        assert (await ann.takes())["type"] == "ack"

    kinds = await database_sync_to_async(lambda: sorted(Alert.objects.values_list("kind", flat=True)))()
    assert kinds == ["boundary", "debrief"]


async def test_the_process_of_the_caller_s_socket_puts_the_block_into_force(
    started: Started, handler1: Account
) -> None:
    async with Handler(handler1) as ann, Caller(started) as caller:
        await ann.is_available()
        contact = (await ann.takes())["contact"]
        await ann.asks("contact.end_for_abuse", contact=contact, kind="sexual", block=True)
        await caller.hears("state", state="ended")

        assert await database_sync_to_async(is_blocked)(SOCKET)
        assert not await database_sync_to_async(is_blocked)(BEHIND_PROXY)


async def test_a_socket_that_comes_back_after_the_end_is_blocked_too(
    started: Started, handler1: Account
) -> None:
    async with Handler(handler1) as ann:
        await ann.is_available()
        contact = (await ann.takes())["contact"]
        await ann.asks("contact.end_for_abuse", contact=contact, kind="sexual", block=True)
        assert not await database_sync_to_async(is_blocked)(SOCKET)
        async with Caller(started) as caller:
            assert caller.welcome["state"] == "ended"
            assert await caller.hears_nothing("error")

    assert await database_sync_to_async(is_blocked)(SOCKET)


async def test_nobody_learns_of_a_block_on_any_socket(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as ann, Caller(started) as caller:
        await ann.is_available()
        contact = (await ann.takes())["contact"]
        await ann.asks("contact.end_for_abuse", contact=contact, kind="sexual", block=True)
        await caller.hears("state", state="ended")
        await ann.hears_nothing()
        await caller.hears_nothing()

        assert "block" not in str([caller.heard, ann.heard])
        assert SOCKET not in str([caller.heard, ann.heard])


async def test_another_talk_from_the_same_network_goes_on(started: Started, handler1: Account) -> None:
    other = await a_caller_starts()
    async with Handler(handler1) as ann, Caller(started), Caller(other) as going_on:
        await ann.is_available()
        contact = (await ann.takes(str(started.contact.pk)))["contact"]
        await ann.asks("contact.end_for_abuse", contact=contact, kind="sexual", block=True)

        assert (await going_on.says("still here"))["type"] == "ack"
    state = await database_sync_to_async(lambda: Contact.objects.get(pk=other.contact.pk).state)()
    assert state == "waiting"


@pytest.mark.parametrize(
    ("proxies", "header", "expected"),
    [
        (0, "203.0.113.77", SOCKET),
        (1, "198.51.100.9, 203.0.113.77", BEHIND_PROXY),
        (2, "203.0.113.77, 10.0.0.1", BEHIND_PROXY),
        (1, "", SOCKET),
    ],
)
def test_a_socket_s_address_is_the_one_that_our_own_proxies_say(
    proxies: int, header: str, expected: str, settings: object
) -> None:
    settings.HELPLINE_TRUSTED_PROXIES = proxies  # type: ignore[attr-defined]
    headers = [(b"x-forwarded-for", header.encode())] if header else []

    assert address_of_scope({"headers": headers, "client": [SOCKET, 5000]}) == expected
    more = {"HTTP_X_FORWARDED_FOR": header} if header else {}
    assert Client().get("/healthz", REMOTE_ADDR=SOCKET, **more).status_code == 200
