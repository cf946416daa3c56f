"""Consoles and boards look together, and a console reads its own desk where something has changed unheard."""

import asyncio
from collections.abc import Callable, Collection
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from channels.db import database_sync_to_async
from django.contrib.sessions.models import Session
from django.utils import timezone
from pytest_django.fixtures import Settings

from chat.consumers.board import BoardConsumer
from chat.consumers.handler import HandlerConsumer
from chat.desks_view import DeskNow, desks_now
from chat.handler_view import desk
from chat.models import Aside, Contact, LineSettings, Offer, Presence
from chat.services.asides import write_aside
from chat.services.danger import raise_danger
from chat.services.following import follow
from chat.services.handler_notices import post_notice
from chat.services.help import raise_help, withdraw_help
from chat.services.transfer import ask_transfer, withdraw_transfer
from chat.states import State
from helpline.staff.access import SignIn, who_stay
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.chat.acts import is_there, says, starts, takes
from tests.conformance.test_following import hears_no_hint
from tests.people import Handler, SignedIn, Supervisor

later = database_sync_to_async


@pytest.fixture
def deaf(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """No hint comes to a console or a board, nor are words told to it: the timer alone brings anything."""
    settings.HELPLINE_DEADLINES = {**settings.HELPLINE_DEADLINES, "resync_seconds": 0.1}
    for consumer in (HandlerConsumer, BoardConsumer):
        for name in [name for name in dir(consumer) if name.startswith("hint_")]:
            monkeypatch.setattr(consumer, name, hears_no_hint)
    monkeypatch.setattr(HandlerConsumer, "hear", hears_no_hint)


def on_a_desk(account: Account) -> Contact:
    is_there(account, capacity=4)
    return takes(account, starts().contact)


async def test_a_console_that_hears_no_hint_sees_each_change_at_its_next_look(
    deaf: None, handler1: Account, handler2: Account, supervisor1: Account
) -> None:
    talk = await later(on_a_desk)(handler1)
    other = await later(on_a_desk)(handler2)
    ids = {"contact": str(talk.pk)}
    today = timezone.localdate()
    async with Handler(handler1) as handler:
        await handler.hears("welcome", **ids)

        await later(says)(talk, "is anybody there?")
        await handler.hears("message", body="is anybody there?")
        await later(Contact.objects.filter(pk=talk.pk).update)(area="Cardiff", warned_at=timezone.now())
        await handler.hears("warned", **ids)
        assert (await handler.hears("answers", **ids))["answers"]["area"] == "Cardiff"
        await later(write_aside)(
            talk, kind=Aside.Kind.NOTE, body="wary of dogs", by=supervisor1, client_id=uuid4()
        )
        await handler.hears("aside", body="wary of dogs")
        await later(raise_help)(contact=talk.pk, client_id=uuid4(), by=handler1)
        await handler.hears("help", **ids)
        await later(withdraw_help)(contact=talk.pk, by=handler1)
        await handler.hears("help.gone", **ids)
        await later(raise_danger)(contact=talk.pk, by=handler1)
        await handler.hears("danger", **ids)
        await later(follow)(contact=talk.pk, by=supervisor1)
        await handler.hears("watchers", watchers=[{"name": "supervisor1", "joined": False}])

        await later(asks_for)(other, handler1, by=handler2)
        await handler.hears("transfer", contact=str(other.pk))
        await later(withdraw_transfer)(contact=other.pk, by=handler2)
        await handler.hears("transfer.gone", reason="withdrawn")
        await later(post_notice)(
            title="Wirral is full", text="Until Friday.", first_day=today, last_day=today, by=supervisor1
        )
        await handler.hears_one(lambda e: e["type"] == "presence" and e["notices"])
        await later(Presence.objects.filter(handler=handler1).update)(capacity=3)
        await handler.hears("presence", capacity=3)
        await later(is_offered)(handler1)
        offer = await handler.hears("offer")
        await handler.hears_one(lambda e: e["type"] == "queue.changed" and e["count"] == 1)
        await later(Offer.objects.all().delete)()
        await handler.hears("offer.gone", contact=offer["contact"], reason="withdrawn")

        await later(Contact.objects.filter(pk=talk.pk).update)(state=State.WAITING, handler=None)
        await handler.hears("gone", **ids, reason="returned")
        # What came while it was away is not lost.
        await later(Contact.objects.filter(pk=talk.pk).update)(state=State.TALKING, handler=handler1)
        await handler.hears("welcome", **ids)
        await handler.hears("message", body="is anybody there?")


def asks_for(talk: Contact, to: Account, *, by: Account) -> None:
    ask_transfer(contact=talk.pk, handler=to.username, skill="", note="please", client_id=uuid4(), by=by)


def is_offered(account: Account) -> None:
    now = timezone.now()
    contact = starts().contact
    Offer.objects.create(contact=contact, handler=account, made_at=now, expires_at=now + timedelta(minutes=1))


async def test_the_time_for_a_wrap_up_that_the_line_changes_is_told_at_the_next_look(
    deaf: None, handler1: Account
) -> None:
    talk = await later(on_a_desk)(handler1)
    ended = {"state": State.ENDED, "ended_at": timezone.now(), "end_reason": "caller"}
    async with Handler(handler1) as handler:
        await handler.hears("welcome", state=State.TALKING)
        await later(Contact.objects.filter(pk=talk.pk).update)(**ended)
        before = (await handler.hears("state", wrap_up=True))["closes_at"]
        await later(LineSettings.objects.create)(version=1, wrap_up_minutes=30)

        assert (await handler.hears("state", wrap_up=True))["closes_at"] > before


async def test_a_supervisor_who_hears_no_hint_sees_followed_talks_and_calls_at_the_next_look(
    deaf: None, handler1: Account, supervisor1: Account
) -> None:
    talk = await later(on_a_desk)(handler1)
    async with Handler(supervisor1) as sue:
        await later(follow)(contact=talk.pk, by=supervisor1)
        await sue.hears("following", contact=str(talk.pk))
        await later(says)(talk, "is anybody there?")
        await sue.hears("message", body="is anybody there?")
        await later(Contact.objects.filter(pk=talk.pk).update)(level="urgent")
        await sue.hears("following", level="urgent")
        await sue.hears("judged", level="urgent")
        await later(raise_danger)(contact=talk.pk, by=handler1)
        assert [call["contact"] for call in (await sue.hears("danger.calls"))["calls"]] == [str(talk.pk)]
        await later(Account.objects.filter(pk=supervisor1.pk).update)(role=Role.HANDLER)
        assert (await sue.hears("unfollowed"))["reason"] == "forbidden"
        assert (await sue.hears("danger.calls"))["calls"] == []


@pytest.mark.parametrize("person", [Handler, Supervisor])
@pytest.mark.parametrize(
    "happens",
    [
        lambda account: Account.objects.filter(pk=account.pk).update(role=Role.ANALYST),
        lambda account: Account.objects.filter(pk=account.pk).update(is_active=False),
        lambda account: Session.objects.all().delete(),
    ],
    ids=["role", "shut", "signed out"],
)
async def test_who_may_not_stay_any_more_is_closed_at_the_next_look(
    deaf: None,
    supervisor1: Account,
    person: Callable[[Account], SignedIn],
    happens: Callable[[Account], object],
) -> None:
    async with person(supervisor1) as signed_in:
        await later(happens)(supervisor1)

        assert await signed_in.is_closed() == 4403


def with_much_around(handler: Account, asked: Account, supervisor: Account) -> Contact:
    """A talk of a handler's with words, a note, help, danger, a transfer, and a supervisor who follows."""
    talk, today = on_a_desk(handler), timezone.localdate()
    is_there(asked)
    says(talk, "is anybody there?")
    write_aside(talk, kind=Aside.Kind.NOTE, body="wary of dogs", by=supervisor, client_id=uuid4())
    raise_help(contact=talk.pk, client_id=uuid4(), by=handler)
    raise_danger(contact=talk.pk, by=handler)
    follow(contact=talk.pk, by=supervisor)
    asks_for(talk, asked, by=handler)
    post_notice(title="Full", text="Until Friday.", first_day=today, last_day=today, by=supervisor)
    is_offered(asked)
    return talk


async def test_quiet_consoles_share_their_looks_and_read_nothing_alone(
    deaf: None,
    handler1: Account,
    handler2: Account,
    supervisor1: Account,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.HELPLINE_DEADLINES = {**settings.HELPLINE_DEADLINES, "resync_seconds": 0.4}
    # Whoever came at different times would look at different moments.
    monkeypatch.setattr("chat.consumers.looking.MOMENTS", 1)
    shared: list[Collection[SignIn]] = []
    boards: list[Collection[SignIn]] = []
    quiet = asyncio.Event()
    loop = asyncio.get_running_loop()

    def looking(sign_ins: Collection[SignIn]) -> dict[SignIn, DeskNow]:
        shared.append(sign_ins)
        if len(shared) >= 4 and all(max(map(len, looks), default=0) > 1 for looks in (shared, boards)):
            loop.call_soon_threadsafe(quiet.set)
        return desks_now(sign_ins)

    def seeing(sign_ins: Collection[SignIn], *args: Any, **kwargs: Any) -> Any:
        boards.append(sign_ins)
        return who_stay(sign_ins, *args, **kwargs)

    def reading(account: Account, after: dict[UUID, int]) -> Any:
        # What was found while others still came. One that reads for ever lets nobody get to four looks.
        shared.clear()
        return desk(account, after)

    people: list[SignedIn] = [Handler(each) for each in (handler1, handler1, handler2, supervisor1)]
    people += [Supervisor(supervisor1), Supervisor(supervisor1)]
    talk = await later(with_much_around)(handler1, handler2, supervisor1)
    async with AsyncExitStack() as stack:
        for person in people:
            await stack.enter_async_context(person)
        await people[0].hears("welcome", contact=str(talk.pk))
        await people[1].hears("welcome", contact=str(talk.pk))
        monkeypatch.setattr("chat.consumers.shared_desks.desks_now", looking)
        monkeypatch.setattr("chat.consumers.shared_desks.who_stay", seeing)
        monkeypatch.setattr("chat.consumers.own_showing.desk", reading)
        async with asyncio.timeout(30):
            await quiet.wait()
