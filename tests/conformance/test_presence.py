"""Who is there: states, breaks, skills, the idle question, leaving, and several windows of one handler."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async
from django.test import Client
from django.utils import timezone

from chat.consumers import noting
from chat.desk_states import ANSWER_WITHIN
from chat.models import Alert, Contact, Presence
from chat.selectors import line_settings
from chat.services.contacts import Started
from chat.services.deadlines import return_dropped
from chat.services.ending import wrap_up
from chat.services.handler_notices import post_notice, put_away
from chat.services.idle import ask_idle, set_idle_away
from chat.states import Outcome
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.staff.services import deactivate, set_role
from helpline.staff.sessions import end_sessions
from tests.people import Caller, Event, Handler, a_caller_starts


def shown(event: Event, *names: str) -> tuple[Any, ...]:
    return tuple(event[name] for name in names)


async def sets(handler: Handler, **fields: Any) -> Event:
    return await handler.asks("presence.set", **{"available": True, "capacity": 2, **fields})


# -- what a handler is shown as -------------------------------------------------------------


async def test_a_break_has_a_reason_until_one_is_available_again(handler1: Account) -> None:
    async with Handler(handler1) as handler, Handler(handler1) as other:
        assert shown(handler.presence, "state", "break_reason") == ("away", None)
        await sets(handler, available=False, break_reason="meal")
        for window in (handler, other):
            assert (await window.hears("presence", state="break"))["break_reason"] == "meal"
        assert (await handler.takes())["code"] == "presence.away"

        await sets(other)
        assert (await handler.hears("presence", state="available"))["break_reason"] is None


async def test_a_reason_that_is_none_and_one_for_being_there_are_refused(handler1: Account) -> None:
    async with Handler(handler1) as handler:
        for fields in ({"available": False, "break_reason": "golf"}, {"break_reason": "meal"}):
            refused = await sets(handler, **fields)
            assert shown(refused, "code", "field") == ("command.invalid", "break_reason")


async def test_a_talk_that_ended_shows_as_wrapping_up_and_holds_up_the_next(
    started: Started, handler1: Account
) -> None:
    await a_caller_starts()
    async with Handler(handler1) as handler, Caller(started) as caller:
        await handler.is_available()
        contact = (await handler.takes(str(started.contact.pk)))["contact"]
        await caller.ends()
        now = await handler.hears("presence", state="wrapping_up")
        assert shown(now, "open", "wrapping_up", "available") == (0, 1, True)
        refused = await handler.takes()
        assert refused["code"] == "presence.wrapping_up"
        assert "wrap-up" in refused["message"]

        await database_sync_to_async(wrap_up)(contact=contact, outcome=Outcome.COMPLETED, by=handler1)
        assert (await handler.hears("presence", state="available"))["wrapping_up"] == 0
        assert (await handler.takes())["type"] == "ack"


async def test_fewer_at_once_than_one_has_takes_no_talk_away_and_lets_nobody_new_come(
    handler1: Account,
) -> None:
    for _ in range(3):
        await a_caller_starts()
    async with Handler(handler1) as handler:
        await handler.is_available(capacity=3)
        held = [(await handler.takes())["contact"] for _ in range(2)]
        assert (await sets(handler, capacity=1))["type"] == "ack"

        now = await handler.hears("presence", capacity=1)
        assert shown(now, "open", "state") == (2, "available")
        refused = await handler.takes()
        assert refused["code"] == "presence.at_capacity"
        await handler.asks("contact.release", contact=held[0])
        assert (await handler.takes())["code"] == "presence.at_capacity"
        assert (await handler.says(held[1], "I am still here."))["type"] == "ack"


# -- skills of today ------------------------------------------------------------------------


async def test_skills_are_switched_off_for_today_and_one_that_is_not_theirs_is_refused(
    handler1: Account,
) -> None:
    await database_sync_to_async(Account.objects.update)(skills=["women", "language:polish"])
    async with Handler(handler1) as handler:
        assert handler.presence["skills"] == [
            {"id": "women", "label": "Work with women", "on": True},
            {"id": "language:polish", "label": "Speaks Polish", "on": True},
        ]
        await sets(handler, skills=["women"])
        told = await handler.hears("presence", available=True)
        assert [(skill["id"], skill["on"]) for skill in told["skills"]] == [
            ("women", True),
            ("language:polish", False),
        ]

        for skill in ("men", "nonsense"):
            refused = await sets(handler, available=False, skills=["women", skill])
            assert refused["code"] == "presence.skill_not_yours"
        assert await handler.hears_nothing("presence")


# -- notices --------------------------------------------------------------------------------


async def test_an_open_console_is_shown_a_notice_at_once_and_loses_it_once_it_is_put_away(
    handler1: Account, supervisor1: Account
) -> None:
    today = timezone.localdate()
    told = {"title": "Wirral is full", "text": "Until Friday.", "first_day": today, "last_day": today}
    async with Handler(handler1) as handler:
        assert handler.presence["notices"] == []

        notice = await database_sync_to_async(post_notice)(**told, by=supervisor1)
        now = await handler.hears("presence")
        assert now["notices"] == [{"id": str(notice.pk), "title": "Wirral is full"}]

        await database_sync_to_async(put_away)(notice=notice.pk, by=handler1)
        assert (await handler.hears("presence"))["notices"] == []


# -- idle -----------------------------------------------------------------------------------


async def test_an_idle_handler_is_asked_and_an_answer_in_one_window_counts_in_all(handler1: Account) -> None:
    async with Handler(handler1) as handler, Handler(handler1) as other:
        await handler.is_available()
        await long_ago(handler1)
        assert await database_sync_to_async(ask_idle)(now=timezone.now()) == 1
        for window in (handler, other):
            asked = (await window.hears_one(lambda e: e["type"] == "presence" and e["asked"]))["asked"]
            assert 110 <= asked["seconds_left"] <= 120

        assert (await other.asks("presence.here"))["type"] == "ack"
        for window in (handler, other):
            await window.hears("presence", asked=None)
        assert await database_sync_to_async(set_idle_away)(now=timezone.now() + timedelta(minutes=3)) == 0


async def test_typing_and_writing_are_signs_of_the_person_and_what_the_page_does_alone_is_none(
    started: Started, handler1: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "NOTE_SECONDS", 0)
    async with Handler(handler1) as handler:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        await handler.hears("welcome")

        async def is_noted(frame: Event) -> bool:
            await database_sync_to_async(Presence.objects.update)(active_at=None)
            await handler.sends(frame)
            assert await handler.hears_nothing("error")
            return (await database_sync_to_async(Presence.objects.get)()).active_at is not None

        post = {"type": "message.post", "id": str(uuid4()), "contact": contact, "body": "hello"}
        assert await is_noted({"type": "typing", "contact": contact, "on": True})
        assert await is_noted(post)
        assert not await is_noted({"type": "seen", "contact": contact, "seq": 1})
        assert not await is_noted({"type": "ping"})


async def test_without_an_answer_one_is_set_away_and_told_why(handler1: Account) -> None:
    async with Handler(handler1) as handler:
        await handler.is_available()
        await long_ago(handler1)
        await database_sync_to_async(ask_idle)(now=timezone.now())
        await handler.hears_one(lambda e: e["type"] == "presence" and e["asked"])
        asked_at = timezone.now() - ANSWER_WITHIN
        await database_sync_to_async(Presence.objects.update)(asked_at=asked_at)
        assert await database_sync_to_async(set_idle_away)(now=timezone.now()) == 1

        away = await handler.hears("presence", state="away", available=False)
        assert shown(away, "away_because", "asked") == ("idle", None)


async def long_ago(account: Account) -> None:
    minutes = (await database_sync_to_async(line_settings)()).idle_minutes
    then = timezone.now() - timedelta(minutes=minutes)
    await database_sync_to_async(Presence.objects.filter(handler=account).update)(active_at=then)


# -- several windows, reloads, drops --------------------------------------------------------


async def test_a_reload_loses_nothing_and_doubles_nothing(started: Started, handler1: Account) -> None:
    async with Caller(started) as caller:
        async with Handler(handler1) as handler:
            await handler.is_available()
            contact = (await handler.takes())["contact"]
            await caller.hears("state", state="talking")
            await caller.says("one")
            await handler.hears("message", seq=1)
        # The page is gone; its lease runs on while it loads again.
        assert await database_sync_to_async(return_dropped)(now=timezone.now()) == 0
        await caller.says("two")
        async with Handler(handler1) as back:
            assert shown(back.presence, "available", "open") == (True, 1)
            assert (await back.hears("welcome"))["contact"] == contact
            assert [(await back.hears("message"))["seq"] for _ in range(2)] == [1, 2]
            assert await back.hears_nothing("message", "welcome")
        assert await caller.hears_nothing("state")


async def test_a_second_machine_has_the_same_desk_and_keeps_it_when_the_first_goes(
    started: Started, handler1: Account
) -> None:
    id = str(uuid4())
    async with Handler(handler1) as second:
        async with Handler(handler1) as first:
            await first.is_available()
            assert (await second.hears("presence", available=True))["capacity"] == 2
            take = str(uuid4())
            acks = [await first.asks("queue.take", id=take, contact=str(started.contact.pk))]
            acks.append(await second.asks("queue.take", id=take, contact=str(started.contact.pk)))
            contact = acks[0]["contact"]
            assert [ack["contact"] for ack in acks] == [contact, contact]
            assert (await second.hears("welcome"))["contact"] == contact
            assert await second.hears_nothing("welcome")
            posted = [await window.says(contact, "once", id=id) for window in (first, second)]
            assert posted[0] == posted[1]
        # The lease is the account's: it is as long as that of whoever renewed it last.
        await second.sends({"type": "hello", "after": {}})
        assert await second.hears_error() == "command.invalid"
        assert await database_sync_to_async(Contact.objects.filter(handler=handler1).count)() == 1
        assert (await second.says(contact, "twice"))["seq"] == 2
        said = [(await second.hears("message"))["body"] for _ in range(2)]
        assert said == ["once", "twice"]
        assert await second.hears_nothing("message", "gone")


async def test_two_windows_that_take_at_once_pass_no_capacity(handler1: Account) -> None:
    for _ in range(3):
        await a_caller_starts()
    async with Handler(handler1) as first, Handler(handler1) as second:
        await first.is_available(capacity=1)
        await first.sends({"type": "queue.take", "id": str(uuid4())})
        await second.sends({"type": "queue.take", "id": str(uuid4())})
        answers = [
            await window.hears_one(lambda e: e["type"] == "error" or (e["type"] == "ack" and "contact" in e))
            for window in (first, second)
        ]

    assert sorted(answer["type"] for answer in answers) == ["ack", "error"]
    assert {answer.get("code") for answer in answers} == {None, "presence.at_capacity"}


async def test_who_drops_comes_back_as_away_and_is_told_why_and_a_supervisor_is_alerted(
    started: Started, handler1: Account
) -> None:
    async with Caller(started) as caller:
        async with Handler(handler1) as handler:
            await handler.is_available()
            contact = (await handler.takes())["contact"]
        later = timezone.now() + timedelta(seconds=45)
        assert await database_sync_to_async(return_dropped)(now=later) == 1
        assert "lost the line" in (await caller.hears("message", **{"from": "system"}))["body"]
        assert await database_sync_to_async(Alert.objects.filter(kind="dropped").count)() == 1

        async with Handler(handler1) as back:
            assert shown(back.presence, "available", "away_because", "open") == (False, "dropped", 0)
            assert [entry["contact"] for entry in back.queue["waiting"]] == [contact]


# -- leaving --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "leave"),
    [
        (Role.SUPERVISOR, lambda account, admin: set_role(account=account, role=Role.ANALYST, by=admin)),
        (Role.SUPERVISOR, lambda account, admin: set_role(account=account, role=Role.HANDLER, by=admin)),
        (Role.HANDLER, lambda account, admin: deactivate(account=account, by=admin)),
        (Role.HANDLER, lambda account, admin: end_sessions(account=account)),
    ],
    ids=["demoted to analyst", "demoted to handler", "deactivated", "signed out everywhere"],
)
async def test_whose_standing_ends_while_the_console_is_open_is_shown_out_and_hands_over(
    role: Role, leave: Callable[[Account, Account], object], started: Started, handler1: Account
) -> None:
    make = database_sync_to_async(Account.objects.create_account)
    account = await make(username="somebody", password=None, role=role)
    admin = await make(username="boss", password=None, role=Role.ADMIN)
    contact = str(started.contact.pk)
    async with Caller(started) as caller, Handler(handler1) as colleague:
        async with Handler(account) as first, Handler(account) as second:
            await first.is_available()
            assert (await first.takes(contact))["type"] == "ack"
            await caller.hears("state", state="talking")
            await database_sync_to_async(leave)(account, admin)

            assert [await window.is_closed() for window in (first, second)] == [4403, 4403]
        assert (await caller.hears("state", state="waiting"))["returned"] is True
        told = await caller.hears("message", **{"from": "system"})
        assert "has had to stop" in told["body"]
        assert await caller.hears_nothing("message") is True
        await colleague.is_available()
        assert (await colleague.takes(contact))["type"] == "ack"


async def test_signing_out_in_one_browser_shuts_its_windows_and_keeps_the_talks_in_the_other(
    started: Started, handler1: Account
) -> None:
    here = await database_sync_to_async(_signed_in)(handler1)
    async with Handler(handler1) as there, Window(here) as window, Caller(started) as caller:
        await window.is_available()
        contact = (await window.takes())["contact"]
        await there.hears("welcome")
        await database_sync_to_async(here.post)("/accounts/logout/")

        assert await window.is_closed() == 4403
        assert (await there.says(contact, "still here"))["type"] == "ack"
        assert (await caller.hears("message"))["body"] == "still here"


class Window(Handler):
    """A console in a browser of its own, which can sign out."""

    def __init__(self, browser: Client) -> None:
        super().__init__(None)
        cookie = next(iter(browser.cookies.values()))
        self.headers.append((b"cookie", f"{cookie.key}={cookie.value}".encode()))


def _signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client
