"""Offers on the handlers' sockets, frame by frame as docs/protocol.md says."""

from datetime import timedelta

import pytest
from channels.db import database_sync_to_async
from django.utils import timezone

from chat.models import LineSettings, Offer, Presence
from chat.services.offers import expire_offers
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.people import Caller, Handler, a_caller_starts


@pytest.fixture(autouse=True)
def _pushed(transactional_db: None) -> None:
    LineSettings.objects.create(version=1, routing="push")


def run_out() -> None:
    """Let the time of every offer be over, as the timer finds it."""
    now = timezone.now()
    Offer.objects.update(expires_at=now - timedelta(seconds=1))
    expire_offers(now=now)


async def test_who_starts_is_offered_at_once_and_accepted_by_taking(handler1: Account) -> None:
    async with Handler(handler1) as handler:
        await handler.is_available()
        started = await a_caller_starts(safe_now=False)
        offer = await handler.hears("offer")
        assert offer["contact"] == offer["entry"]["contact"] == str(started.contact.pk)
        assert offer["entry"]["safe_now"] is False
        async with Caller(started) as caller:
            assert (await handler.takes(offer["contact"]))["contact"] == offer["contact"]
            assert (await handler.hears("offer.gone"))["reason"] == "accepted"
            assert (await handler.hears("welcome"))["contact"] == offer["contact"]
            await caller.hears("state", state="talking")


async def test_a_decline_brings_the_offer_to_the_next_and_a_second_one_changes_nothing(
    handler1: Account, handler2: Account
) -> None:
    async with Handler(handler1) as first, Handler(handler2) as second:
        await first.is_available()
        started = await a_caller_starts()
        offer = await first.hears("offer")
        await second.is_available()
        assert (await second.takes(offer["contact"]))["code"] == "queue.taken"

        for _ in range(2):
            answer = await first.asks("offer.decline", contact=offer["contact"])
            assert (answer["type"], answer["contact"]) == ("ack", str(started.contact.pk))

        assert (await first.hears("offer.gone"))["reason"] == "declined"
        assert (await second.hears("offer"))["contact"] == offer["contact"]
        assert (await second.asks("offer.decline", contact=offer["contact"]))["type"] == "ack"
        assert await first.hears_nothing("offer")


async def test_two_misses_set_a_handler_away_and_the_console_is_told(handler1: Account) -> None:
    async with Handler(handler1) as handler:
        await handler.is_available()
        await database_sync_to_async(Presence.objects.update)(misses=1)
        await a_caller_starts()
        await handler.hears("offer")
        await database_sync_to_async(run_out)()

        assert (await handler.hears("offer.gone"))["reason"] == "away"
        assert (await handler.hears("presence", available=False))["open"] == 0


async def test_a_caller_who_leaves_takes_the_offer_along(handler1: Account) -> None:
    async with Handler(handler1) as handler:
        await handler.is_available()
        started = await a_caller_starts()
        await handler.hears("offer")
        async with Caller(started) as caller:
            await caller.ends()

        assert (await handler.hears("offer.gone"))["reason"] == "left"


async def test_every_window_of_a_handler_shows_the_offer_and_a_new_one_too(handler1: Account) -> None:
    async with Handler(handler1) as one, Handler(handler1) as two:
        await one.is_available()
        started = await a_caller_starts()
        for window in (one, two):
            assert (await window.hears("offer"))["contact"] == str(started.contact.pk)
        async with Handler(handler1) as reloaded:
            assert (await reloaded.hears("offer"))["contact"] == str(started.contact.pk)
            await one.takes(str(started.contact.pk))
            for window in (two, reloaded):
                assert (await window.hears("offer.gone"))["reason"] == "accepted"


async def test_a_supervisor_assigns_and_a_handler_may_not(handler1: Account, handler2: Account) -> None:
    boss = await database_sync_to_async(Account.objects.create_account)(
        username="boss", password=None, role=Role.SUPERVISOR
    )
    started = await a_caller_starts()
    contact = str(started.contact.pk)
    async with Handler(boss) as supervisor, Handler(handler1) as handler, Handler(handler2) as other:
        refused = await supervisor.asks("contact.assign", contact=contact, to="handler1")
        assert (refused["code"], refused["message"]) == (
            "presence.away", "handler1 is not available. Choose somebody else.",
        )  # fmt: skip
        assert (await other.asks("contact.assign", contact=contact, to="handler1"))["code"] == "forbidden"
        wrong = await supervisor.asks("contact.assign", contact=contact, to="nobody")
        assert wrong["code"] == "handler.not_found"
        await handler.is_available()
        await handler.hears("offer")

        assert (await supervisor.asks("contact.assign", contact=contact, to="handler1"))["type"] == "ack"
        assert (await handler.hears("welcome"))["contact"] == contact
        assert (await handler.hears("given"))["contact"] == contact
        assert await other.hears_nothing("given")
