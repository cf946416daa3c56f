"""Every socket and every command is asked whether it lets in whom the table says (docs/permissions.md).

Routes are asked in tests/staff/test_permissions.py.
"""

from typing import Any
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async
from channels.security.websocket import WebsocketDenier

from chat.consumers.base import CLOSE_FORBIDDEN, CLOSE_TOKEN
from chat.consumers.board import BoardConsumer
from chat.consumers.caller import CallerConsumer
from chat.consumers.handler import HandlerConsumer
from chat.parsing import BOARD_COMMANDS, CALLER_COMMANDS, HANDLER_COMMANDS
from chat.services.contacts import Started
from helpline.asgi import sockets
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Permission, Role, role_may
from tests.people import Caller, Event, Handler, Person, Supervisor
from tests.staff.permission_table import SOCKETS, Line, lines
from triage.models import DirectoryEntry

LINES = lines(SOCKETS)
COMMANDS = {line.what: line for line in LINES if line.methods == ("COMMAND",)}
CONSOLE = {
    name.removeprefix("handler "): line for name, line in COMMANDS.items() if name.startswith("handler ")
}
FOLLOWING = {"contact.follow", "contact.join", "contact.take_over"}


def test_every_socket_and_every_command_is_in_the_table() -> None:
    known = {
        "caller": (CALLER_COMMANDS, CallerConsumer),
        "handler": (HANDLER_COMMANDS, HandlerConsumer),
        "board": (BOARD_COMMANDS, BoardConsumer),
    }

    open_to_some = [route for route in sockets.routes if not is_denied(route)]
    assert sorted(f"/{route.pattern}" for route in open_to_some) == sorted(
        line.what for line in LINES if line.methods == ("SOCKET",)
    )
    assert set(COMMANDS) == {f"{who} {name}" for who, (names, _) in known.items() for name in names}


def is_denied(route: Any) -> bool:
    """Tell whether a route is the one that turns away whatever has no other."""
    return getattr(route.callback, "consumer_class", None) is WebsocketDenier


@database_sync_to_async
def account_of(role: Role, name: str, *, active: bool = True) -> Account:
    account = Account.objects.create_account(username=name, password=None, role=role)
    account.is_active = active
    account.save()
    return account


async def code_at_the_door(person: Person) -> int | None:
    """Return the code that a socket is closed with at once, None when it stays open."""
    await person.opens()
    await person.sends({"type": "ping"})
    try:
        await person.hears("pong")
    except ConnectionError:
        return person.closed_with
    await person.leaves()
    return None


@pytest.mark.parametrize("kind", [Handler, Supervisor])
@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("role", [*Role, None])
async def test_a_socket_opens_for_whom_the_table_says(
    kind: type[Handler | Supervisor], role: Role | None, active: bool
) -> None:
    [line] = [line for line in LINES if line.what == kind.path]
    account = await account_of(role, "somebody", active=active) if role else None

    code = await code_at_the_door(kind(account))

    let_in = role is not None and active and line.lets_in(role, own=True) == "in"
    assert code == (None if let_in else CLOSE_FORBIDDEN)


async def test_a_callers_socket_does_nothing_before_a_token_and_closes_at_a_wrong_one(
    started: Started,
) -> None:
    asked = {
        "message.post": {"id": str(uuid4()), "body": "hello"},
        "card.answer": {"id": str(uuid4()), "card": str(uuid4()), "value": 1},
        "typing": {"on": True},
        "seen": {"seq": 1},
        "contact.end": {"id": str(uuid4())},
    }
    assert {f"caller {name}" for name in asked} == {
        name for name, line in COMMANDS.items() if name.startswith("caller ") and line.needs == "token"
    } - {"caller hello"}
    caller = Caller(started)
    await caller.opens()

    for name, fields in asked.items():
        await caller.sends({"type": name, **fields})
        assert await caller.hears_error() == "command.invalid"

    await caller.sends({"type": "hello", "token": "x" * 43, "after": 0})
    assert await caller.is_closed() == CLOSE_TOKEN


def frame(name: str, contact: str, programme: str) -> Event:
    """Return a frame that reads well, about this contact."""
    fields: dict[str, dict[str, Any]] = {
        "message.post": {"body": "hello"},
        "typing": {"on": True},
        "seen": {"seq": 1},
        "contact.assign": {"to": "ben"},
        "contact.transfer": {"note": "take it", "to": {"handler": "ben"}},
        "note.add": {"body": "a note"},
        "whisper": {"body": "a whisper"},
        "signpost.send": {"programme": programme},
        "signpost.send_several": {"programmes": [programme]},
        "signpost.note": {"programme": programme},
        "card.send": {"name": "time_out"},
        "contact.end": {"outcome": "completed"},
        "cue.judge": {"seq": 1, "cue": "minimising", "so": True},
        "prompt.take": {"prompt": "m01_welcome", "passed": []},
        "prompts.shown": {"prompts": ["m01_welcome"]},
        "draft.doubted": {"shown": [], "sent_anyway": [], "mended": []},
        "contact.warn": {"kind": "abusive"},
        "contact.end_for_abuse": {"kind": "abusive", "block": True},
    }
    nameless = {} if name in {"typing", "seen", "prompts.shown", "draft.doubted"} else {"id": str(uuid4())}
    return {"type": name, "contact": contact, **nameless, **fields.get(name, {})}


async def answer(person: Handler, sent: Event) -> str:
    """Return `ack`, or the code of the refusal."""
    await person.sends(sent)
    id = sent.get("id")
    heard = await person.hears_one(lambda e: e["type"] in {"ack", "error"} and e.get("id") == id)
    return str(heard.get("code", "ack"))


async def answers(person: Handler, line: Line, contact: str) -> tuple[str, str]:
    """Return what a command comes to at this contact, and at one that does not exist."""
    name = line.what.removeprefix("handler ")
    programme = str(await DirectoryEntry.objects.values_list("pk", flat=True).afirst())
    first = await answer(person, frame(name, contact, programme))
    return first, await answer(person, frame(name, str(uuid4()), programme))


def asked_of(role: Role, *, own: bool) -> list[Line]:
    """Return the commands about a contact that the table refuses this role."""
    return [line for line in CONSOLE.values() if line.lets_in(role, own=own) != "in"]


async def test_somebody_elses_talk_is_absent_to_another_handler_in_every_command(
    started: Started, handler1: Account, handler2: Account
) -> None:
    refused = asked_of(Role.HANDLER, own=False)
    assert len(refused) == len([line for line in CONSOLE.values() if line.is_own]) + len(FOLLOWING) + 1
    async with Caller(started) as caller, Handler(handler1) as ann, Handler(handler2) as ben:
        contact = await ann.takes_one()
        await ann.says(contact, "hello")
        await caller.hears("message")
        caller.heard.clear()

        found = {line.what: await answers(ben, line, contact) for line in refused}

        assert {what for what, (theirs, none) in found.items() if theirs == "ack" or theirs != none} == set()
        assert {theirs for theirs, _ in found.values()} <= {
            "contact.not_found", "forbidden", "offer.not_found", "transfer.gone",
        }  # fmt: skip
        # Nothing came of any of it.
        assert await ben.hears_nothing("message", "welcome", "following", "aside")
        assert await caller.hears_nothing()


async def test_somebody_elses_talk_is_absent_to_a_supervisor_who_does_not_follow(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    refused = asked_of(Role.SUPERVISOR, own=False)
    assert FOLLOWING.isdisjoint(line.what.removeprefix("handler ") for line in refused)
    async with Caller(started), Handler(handler1) as ann, Handler(supervisor1) as sue:
        contact = await ann.takes_one()
        await ann.says(contact, "hello")

        found = {line.what: await answers(sue, line, contact) for line in refused}

        assert {what for what, (theirs, none) in found.items() if theirs == "ack" or theirs != none} == set()
        assert await sue.hears_nothing("message", "welcome", "following", "aside")


async def test_what_the_table_opens_to_supervisors_opens(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    async with Caller(started), Handler(handler1) as ann, Handler(supervisor1) as sue:
        contact = await ann.takes_one()
        await sue.is_available()

        await ann.says(contact, "the words")

        opened = {name: await answer(sue, frame(name, contact, "")) for name in sorted(FOLLOWING)}

        assert opened == dict.fromkeys(sorted(FOLLOWING), "ack")
        assert (await sue.hears("message", contact=contact))["body"] == "the words"
        lines = AuditEvent.objects.filter(actor=supervisor1.username, subject=contact).order_by("pk")
        assert [line.event async for line in lines] == [
            "contact.followed", "contact.joined", "contact.taken_over",
        ]  # fmt: skip


async def test_whoever_loses_the_role_on_an_open_socket_does_nothing_more(
    started: Started, handler1: Account
) -> None:
    async with Caller(started) as caller, Handler(handler1) as ann:
        contact = await ann.takes_one()
        # Without the hint that every service sends: only what a command asks can notice.
        await Account.objects.filter(pk=handler1.pk).aupdate(role=Role.ANALYST)
        assert not role_may(Role.ANALYST, Permission.READ_OWN_CONTACTS)

        code = await answer(ann, frame("message.post", contact, ""))

        assert code != "ack"
        assert await caller.hears_nothing("message")
