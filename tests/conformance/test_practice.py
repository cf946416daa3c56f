"""Practice on the handler's real socket: the same talk, with nobody real in it."""

from typing import Any
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async
from django.test import Client

from chat.models import Contact
from chat.services.contacts import Started
from helpline.staff.models import Account
from tests.conformance.test_asyncapi import why_not
from tests.people import Caller, Handler

SHOVE = "only_a_shove"
FIRST = "I think I might be abusive? thats what my wife says"


@pytest.fixture(autouse=True)
def _at_once(settings: Any) -> None:
    """A scripted caller needs no time to read and type; silence takes as long as ever."""
    settings.HELPLINE_PRACTICE_PACE_PERCENT = 0


async def practises(handler: Handler, **fields: Any) -> str:
    ack = await handler.asks("practice.start", caller=SHOVE, **fields)
    assert ack["type"] == "ack", ack
    return str(ack["contact"])


async def wraps_up(account: Account, contact: str) -> Any:
    """The handler closes the wrap-up; returns the state that the console is told."""

    def closes() -> Any:
        client = Client()
        client.force_login(account)
        address = f"/console/api/contacts/{contact}/wrap-up/"
        return client.post(address, {"outcome": "completed"}, content_type="application/json").json()

    return await database_sync_to_async(closes)()


def of_practice(account: Account, path: str = "", *, post: bool = False) -> Any:
    client = Client()
    client.force_login(account)
    address = f"/console/api/practice/{path}"
    return client.post(address) if post else client.get(address)


async def test_a_practice_talk_goes_as_any_other_and_is_marked(handler1: Account) -> None:
    async with Handler(handler1) as handler:
        contact = await practises(handler)
        welcome = await handler.hears("welcome", contact=contact)
        first, second = [await handler.hears("message", contact=contact) for _ in range(2)]
        cues = await handler.hears("cues", contact=contact)
        await handler.says(contact, "She does sound difficult.")
        answered = await handler.hears("message", **{"contact": contact, "from": "caller"})

    assert (welcome["practice"], welcome["caller"], welcome["state"]) == (True, "online", "talking")
    assert why_not("handlerHears", welcome) == []
    assert (first["body"], first["seq"], second["seq"]) == (FIRST, 1, 2)
    assert [cue["cue"] for cue in cues["cues"]] == ["minimisation"]
    assert answered["body"] == "Thats just what I told her. she's blowing it way out of proportion"


async def test_the_trainee_is_told_that_they_train_and_cannot_be_available(handler1: Account) -> None:
    async with Handler(handler1) as handler:
        await handler.is_available()
        contact = await practises(handler)
        told = await handler.hears("presence", training=True)

        assert (told["available"], told["open"]) == (False, 0)
        assert why_not("handlerHears", told) == []
        assert (await handler.is_available())["code"] == "presence.training"
        assert (await handler.asks("contact.release", contact=contact))["code"] == "practice.only"
        assert (await handler.asks("practice.start", caller=SHOVE))["code"] == "practice.busy"

        await handler.asks("contact.end", contact=contact)
        assert (await handler.is_available())["code"] == "presence.training"
        await wraps_up(handler1, contact)
        await handler.hears("presence", training=False)
        assert (await handler.is_available())["type"] == "ack"


async def test_its_end_leads_to_the_wrap_up_and_closing_takes_it_off_the_desk(
    handler1: Account,
) -> None:
    id = str(uuid4())
    async with Handler(handler1) as handler:
        contact = await practises(handler)
        await handler.hears("message", seq=2)
        assert (await handler.asks("contact.end", contact=contact, id=id))["type"] == "ack"
        ended = await handler.hears("state", contact=contact)
        assert (ended["state"], ended["wrap_up"], ended["closes_at"] is not None) == ("ended", True, True)
        assert why_not("handlerHears", ended) == []
        assert (await handler.says(contact, "hello?"))["code"] == "contact.closed"
        assert await wraps_up(handler1, contact) == {"state": "closed"}
        gone = await handler.hears("gone", contact=contact)

        assert gone["reason"] == "practice"
        assert why_not("handlerHears", gone) == []
        # The answer was lost, and it is asked again.
        assert (await handler.asks("contact.end", contact=contact, id=id))["type"] == "ack"
        assert (await handler.says(contact, "hello?"))["code"] == "contact.not_found"
    assert await database_sync_to_async(Contact.objects.count)() == 0


async def test_the_same_start_again_gives_the_same_contact(handler1: Account) -> None:
    id = str(uuid4())
    async with Handler(handler1) as handler:
        assert await practises(handler, id=id) == await practises(handler, id=id)
        assert await handler.asks("practice.start", caller="nobody") | {"id": ""} == {
            "type": "error",
            "id": "",
            "code": "practice.not_found",
            "message": "There is nobody of that name to practise with. Choose somebody from the list.",
        }


async def test_two_windows_show_each_line_once(handler1: Account) -> None:
    async with Handler(handler1) as handler, Handler(handler1) as other:
        contact = await practises(handler)
        for window in (handler, other):
            assert [(await window.hears("message", contact=contact))["seq"] for _ in range(2)] == [1, 2]
        await other.says(contact, "What would I have seen from the doorway?")
        for window in (handler, other):
            heard = await window.hears("message", **{"contact": contact, "from": "caller"})
            assert heard["body"].startswith("If I'm honest she went white.")
        assert await handler.hears_nothing("message") is False  # its own question, and nothing behind it
        assert [event["seq"] for event in handler.heard if event["type"] == "message"] == [3]


async def test_after_a_reload_the_practice_is_still_there_and_goes_on(handler1: Account) -> None:
    async with Handler(handler1) as handler:
        contact = await practises(handler)
        await handler.hears("message", seq=2)
    async with Handler(handler1) as back:
        assert (await back.hears("welcome", contact=contact))["practice"] is True
        await back.hears("message", seq=2)
        await back.says(contact, "What happened?")
        assert (await back.hears("message", seq=4))["from"] == "caller"


async def test_real_callers_and_other_handlers_notice_nothing(
    started: Started, handler1: Account, handler2: Account
) -> None:
    async with Caller(started) as caller, Handler(handler2) as other, Handler(handler1) as handler:
        await practises(handler)
        await handler.hears("message", seq=2)

        assert await caller.hears_nothing("queue", "state", "message")
        assert await other.hears_nothing("queue.changed", "welcome", "message")
        assert other.queue["talking"] == 0


async def test_the_look_back_is_there_afterwards_until_it_is_put_away(handler1: Account) -> None:
    before = (await database_sync_to_async(of_practice)(handler1)).json()
    async with Handler(handler1) as handler:
        contact = await practises(handler)
        await handler.hears("message", seq=2)
        await handler.asks("contact.end", contact=contact)
        during = (await database_sync_to_async(of_practice)(handler1)).json()
        await wraps_up(handler1, contact)
    after = (await database_sync_to_async(of_practice)(handler1)).json()
    await database_sync_to_async(of_practice)(handler1, "put-away/", post=True)
    at_last = (await database_sync_to_async(of_practice)(handler1)).json()

    assert len(before["callers"]) == 11
    assert before["callers"][0].keys() == {"id", "title", "trains", "stage", "caller_type"}
    assert after["look_back"]["never"] == ["confidentiality", "safety", "children"]
    assert FIRST not in str(after)
    assert before["look_back"] is during["look_back"] is at_last["look_back"] is None


@pytest.mark.parametrize(("path", "post"), [("", False), ("put-away/", True)])
async def test_who_takes_no_contacts_has_nothing_to_practise(
    path: str, post: bool, transactional_db: None
) -> None:
    def as_analyst() -> int:
        account = Account.objects.create_account(username="analyst1", password=None, role="analyst")
        return int(of_practice(account, path, post=post).status_code)

    assert await database_sync_to_async(as_analyst)() == 403


async def test_the_console_is_told_that_the_caller_writes_before_a_line(
    handler1: Account, settings: Any
) -> None:
    settings.HELPLINE_PRACTICE_PACE_PERCENT = 100
    async with Handler(handler1) as handler:
        contact = await practises(handler)
        typing = await handler.hears("typing", contact=contact)

        assert typing["on"] is True
        assert not [event for event in handler.heard if event["type"] == "message"]
        assert (await handler.hears("message", contact=contact))["body"] == FIRST
