"""docs/asyncapi.yaml says what the code does: the same commands, the same events, the same fields."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from channels.db import database_sync_to_async
from django.conf import settings
from django.test import Client
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from chat import errors
from chat.consumers.open_sockets import open_sockets
from chat.desk_states import BREAK_REASONS
from chat.errors import NotStored
from chat.models import LineSettings
from chat.parsing import (
    BOARD_COMMANDS,
    CALLER_COMMANDS,
    HANDLER_COMMANDS,
    parse_board,
    parse_caller,
    parse_handler,
)
from chat.services.contacts import Started
from chat.services.danger import raise_danger
from chat.services.recording import record_answers
from chat.services.rounds import go_round
from chat.states import HANDLER_OUTCOMES, EndReason, Outcome
from helpline.kernel.errors import Forbidden
from helpline.kernel.throttle import TooFast
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.chat.test_commands import CALLER, CALLER_MISTAKES, HANDLER, HANDLER_MISTAKES
from tests.people import Caller, Handler, a_caller_starts
from triage.matching import entry_id
from triage.risk import LEVELS
from triage.services import confirm_entry

Json = dict[str, Any]
PAGE = Path(settings.BASE_DIR) / "docs" / "asyncapi.yaml"
DOCUMENT: Json = yaml.safe_load(PAGE.read_text(encoding="utf-8"))
REGISTRY: Registry[Any] = Registry().with_resource(
    "urn:asyncapi", Resource(contents=DOCUMENT, specification=DRAFT7)
)
OPERATIONS = ("callerAsks", "callerHears", "handlerAsks", "handlerHears", "boardAsks", "boardHears")


def resolved(pointer: str) -> Any:
    """Follow a "#/..." pointer, through as many references as there are. Raises KeyError."""
    found: Any = DOCUMENT
    for part in pointer.removeprefix("#/").split("/"):
        found = found[part]
    return resolved(found["$ref"]) if isinstance(found, dict) and "$ref" in found else found


def pointer_of(pointer: str) -> str:
    """Return where a chain of references ends."""
    found: Any = DOCUMENT
    for part in pointer.removeprefix("#/").split("/"):
        found = found[part]
    return pointer_of(found["$ref"]) if "$ref" in found else pointer


def messages(operation: str) -> dict[str, list[str]]:
    """Return the messages of an operation: their pointers by the name on the wire."""
    by_name: dict[str, list[str]] = {}
    for reference in DOCUMENT["operations"][operation]["messages"]:
        pointer = pointer_of(reference["$ref"])
        by_name.setdefault(resolved(pointer)["name"], []).append(pointer)
    return by_name


def fits(operation: str, frame: object) -> bool:
    """Tell whether a frame is one of the operation's messages."""
    return any(
        Draft7Validator({"$ref": f"urn:asyncapi{pointer}/payload"}, registry=REGISTRY).is_valid(frame)
        for pointers in messages(operation).values()
        for pointer in pointers
    )


def why_not(operation: str, frame: Json) -> list[str]:
    """Return what does not fit, for a frame whose type the operation has."""
    (pointer,) = messages(operation)[frame["type"]]
    validator = Draft7Validator({"$ref": f"urn:asyncapi{pointer}/payload"}, registry=REGISTRY)
    return [f"{'.'.join(map(str, e.path))}: {e.message}" for e in validator.iter_errors(frame)]


def nodes(found: object) -> Iterator[Json]:
    """Yield every object of the document."""
    if isinstance(found, dict):
        yield found
        for inner in found.values():
            yield from nodes(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from nodes(inner)


def examples(operation: str) -> Iterator[Json]:
    for pointers in messages(operation).values():
        for pointer in pointers:
            yield from (example["payload"] for example in resolved(pointer)["examples"])


# -- the document itself --------------------------------------------------------------------


def test_it_has_the_shape_of_asyncapi_3() -> None:
    assert DOCUMENT["asyncapi"] == "3.0.0"
    assert set(DOCUMENT) == {
        "asyncapi", "info", "defaultContentType", "servers", "channels", "operations", "components",
    }  # fmt: skip
    assert {"title", "version"} <= set(DOCUMENT["info"])
    assert {name: channel["address"] for name, channel in DOCUMENT["channels"].items()} == {
        "caller": "/ws/caller/",
        "handler": "/ws/handler/",
        "board": "/ws/board/",
    }
    assert {name: (op["action"], op["channel"]["$ref"]) for name, op in DOCUMENT["operations"].items()} == {
        "callerAsks": ("receive", "#/channels/caller"),
        "callerHears": ("send", "#/channels/caller"),
        "handlerAsks": ("receive", "#/channels/handler"),
        "handlerHears": ("send", "#/channels/handler"),
        "boardAsks": ("receive", "#/channels/board"),
        "boardHears": ("send", "#/channels/board"),
    }
    for message in DOCUMENT["components"]["messages"].values():
        assert {"name", "summary", "payload", "examples"} == set(message)


def test_every_reference_leads_somewhere_and_nothing_is_left_over() -> None:
    referred = {node["$ref"] for node in nodes(DOCUMENT) if "$ref" in node}
    for pointer in referred:
        assert resolved(pointer)

    for kind in ("messages", "schemas"):
        names = {pointer.rsplit("/", 1)[1] for pointer in referred if f"#/components/{kind}/" in pointer}
        assert names == set(DOCUMENT["components"][kind])
    for channel in ("caller", "handler", "board"):
        operations = [operation for operation in OPERATIONS if operation.startswith(channel)]
        used = [r["$ref"] for op in operations for r in DOCUMENT["operations"][op]["messages"]]
        assert sorted(used) == sorted(f"#/channels/{channel}/messages/{m}" for m in channel_messages(channel))


def channel_messages(channel: str) -> list[str]:
    return list(DOCUMENT["channels"][channel]["messages"])


def test_every_schema_is_one() -> None:
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft7Validator.check_schema(schema)
    for message in DOCUMENT["components"]["messages"].values():
        Draft7Validator.check_schema(message["payload"])
        assert message["payload"]["properties"]["type"] == {"const": message["name"]}
        assert message["payload"]["additionalProperties"] is False


# -- against the code -----------------------------------------------------------------------


def test_every_command_is_in_it_and_no_other() -> None:
    assert set(messages("callerAsks")) == set(CALLER_COMMANDS)
    assert set(messages("handlerAsks")) == set(HANDLER_COMMANDS)
    assert set(messages("boardAsks")) == set(BOARD_COMMANDS)


def test_a_name_has_one_shape_on_each_side_of_a_socket() -> None:
    for operation in OPERATIONS:
        assert all(len(pointers) == 1 for pointers in messages(operation).values()), operation


def test_what_the_examples_ask_is_understood() -> None:
    for operation, parse in (
        ("callerAsks", parse_caller),
        ("handlerAsks", parse_handler),
        ("boardAsks", parse_board),
    ):
        for frame in examples(operation):
            parse(json.dumps(frame))


def test_what_is_understood_fits() -> None:
    for operation, frames in (("callerAsks", CALLER), ("handlerAsks", HANDLER)):
        for frame, _ in frames:
            assert why_not(operation, frame) == []


def is_beyond_a_schema(frame: Json) -> bool:
    """JSON Schema takes 1.0 for a whole number, knows no half character pairs; `$` takes a newline."""
    held = [
        inner
        for value in frame.values()
        for inner in (value.values() if isinstance(value, dict) else [value])
    ]
    return any(isinstance(value, float) or value in (["\ud800"], ["a\x00b"], "m07\n") for value in held)


def test_what_is_refused_does_not_fit() -> None:
    for operation, mistakes in (("callerAsks", CALLER_MISTAKES), ("handlerAsks", HANDLER_MISTAKES)):
        tried = [frame for frame, _ in mistakes if not is_beyond_a_schema(frame)]
        assert len(tried) > 35
        assert [frame for frame in tried if fits(operation, frame)] == []


def test_every_example_fits_and_none_with_a_wrong_field() -> None:
    tried = 0
    for operation in OPERATIONS:
        for frame in examples(operation):
            assert why_not(operation, frame) == []
            assert not fits(operation, {**frame, "nonsense": 1})
            for name, value in frame.items():
                tried += 1
                wrong = [7] if not isinstance(value, list) else "x"
                assert not fits(operation, {**frame, name: wrong}), (frame, name)
    assert tried > 150


def test_no_example_fits_without_a_required_field() -> None:
    for operation in OPERATIONS:
        for pointers in messages(operation).values():
            for pointer in pointers:
                message = resolved(pointer)
                for name in message["payload"]["required"]:
                    for example in message["examples"]:
                        frame = {key: value for key, value in example["payload"].items() if key != name}
                        assert not fits(operation, frame), (pointer, name)


def codes(operation: str) -> set[str]:
    (pointer,) = messages(operation)["error"]
    return set(resolved(pointer)["payload"]["properties"]["code"]["enum"])


def test_every_refusal_of_a_socket_has_its_code() -> None:
    only_http = {
        errors.TokenInvalid, errors.ConsentRequired, errors.ProofInvalid, errors.HoursClosed,
        errors.IntakeFull, errors.InvalidTransition, errors.SurveyNotYet, errors.SurveyClosed,
        errors.CodeUnknown, errors.CodeInUse, errors.FromElsewhere, errors.AlertGone, errors.LineChanged,
        errors.ReplyNotFound, errors.TooManyReplies, errors.NoticeGone,
        errors.NetworkBlocked, errors.BlockGone, errors.LevelReasonNeeded,
        errors.DangerGone, errors.DangerStands, errors.OwnProposal, errors.BreakGone, errors.BreakOpen,
        errors.BreakStep, errors.WordsGone,
        errors.ReviewGone, errors.ReviewNone, errors.ReviewFull, errors.ReviewChanged, errors.ReviewHandedIn,
        errors.ReviewUnfinished, errors.ReviewSeen,
    }  # fmt: skip
    room = {
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type)
        and issubclass(kind, errors.HelplineError)
        and kind.__module__ == "chat.errors"
    }
    assert {kind.code for kind in room - only_http} | {TooFast.code, NotStored.code, Forbidden.code} <= codes(
        "handlerHears"
    )
    assert codes("callerHears") < codes("handlerHears")
    assert not {kind.code for kind in only_http} & codes("handlerHears")


def test_reasons_outcomes_and_levels_are_those_of_the_code() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert schemas["EndReason"]["enum"] == [str(reason) for reason in EndReason]
    assert schemas["Outcome"]["enum"] == [str(o) for o in Outcome if o in HANDLER_OUTCOMES]
    assert schemas["BreakReason"]["enum"] == list(BREAK_REASONS)
    assert schemas["Level"]["enum"] == [str(level) for level in LEVELS]


def test_the_readable_page_names_every_command_and_event() -> None:
    page = (PAGE.parent / "protocol.md").read_text(encoding="utf-8")
    wanted = {name for operation in OPERATIONS for name in messages(operation)}

    assert {name for name in wanted if not re.search(rf"`{re.escape(name)}[ `]", page)} == set()


# -- a real talk ----------------------------------------------------------------------------


class Recording:
    """Keeps everything that a socket hears, whether anybody asks for it or not."""

    everything: list[Json]

    async def _receive(self) -> Json:
        event: Json = await super()._receive()  # type: ignore[misc]
        self.__dict__.setdefault("everything", []).append(event)
        return event


class RecordingCaller(Recording, Caller):
    pass


class RecordingHandler(Recording, Handler):
    pass


THREAT = "she knows how to wind me up. I put my hands round her throat. If I cant have her nobody will"


@pytest.fixture
def respect_phoneline(handler1: Account) -> str:
    programme = entry_id("respect-phoneline")
    confirm_entry(entry_id=programme, by=handler1)
    return str(programme)


async def talk(caller: RecordingCaller, handler: RecordingHandler, programme: str) -> None:
    """Let everything happen once that can be heard on either socket."""
    await handler.asks("queue.take")
    await handler.is_available()
    await caller.sends("not json")
    await caller.hears("error")
    await caller.says("hello")
    contact = (await handler.takes())["contact"]
    await handler.hears("welcome")
    await caller.hears("state", state="talking")
    await caller.says(THREAT)
    await handler.hears("risk")
    await caller.sends({"type": "typing", "on": True})
    await handler.hears("typing")
    await caller.sends({"type": "seen", "seq": 1})
    await handler.hears("seen")
    await handler.asks("cue.judge", contact=contact, seq=2, cue="partner_blame", so=True)
    assert (await handler.hears("cues.judged"))["judged"][0]["by"] == "handler1"
    await handler.asks("prompt.take", contact=contact, prompt="m15_partner_blame")
    await handler.sends({"type": "prompts.shown", "contact": contact, "prompts": ["m15_partner_blame"]})
    await handler.sends({"type": "draft.doubted", "contact": contact, "shown": ["arguing"]})
    await handler.sends({"type": "typing", "contact": contact, "on": True})
    await caller.hears("typing")
    await handler.sends({"type": "seen", "contact": contact, "seq": 2})
    await caller.hears("seen")
    await handler.hears("read", seq=2)
    await handler.says(contact, "What happened then?", prompt="m08_incident")
    await handler.says(contact, "You ring the programme on Monday.", agreed=True)
    assert (await caller.hears("message", agreed=True))["body"] == "You ring the programme on Monday."
    assert (await handler.asks("signpost.send", contact=contact, programme=programme))["type"] == "ack"
    await caller.hears("signpost")
    await handler.asks("card.send", contact=contact, name="importance")
    ruler = await caller.hears("card", name="importance")
    assert (await caller.asks("card.answer", card=ruler["id"], value=None))["type"] == "ack"
    await handler.hears("answer")
    plan = {"contact_forbidden": True, "lines": {"where": "My brother's."}}
    await handler.asks("card.send", contact=contact, name="tonight", **plan)
    await caller.hears("card", name="tonight")
    await handler.asks("contact.warn", contact=contact, kind="prank")
    await handler.hears("warned")
    await handler.asks("contact.release", contact=contact)
    await handler.hears("gone")
    await caller.hears("state", state="waiting")
    await handler.takes(contact)
    await handler.hears("welcome")
    await handler.asks("message.post", contact=contact, body=" ")
    await is_offered_and_declines(handler)
    await caller.leaves()
    await handler.hears("caller", caller="away")


async def beside(handler: RecordingHandler, colleague: Account) -> None:
    """Let everything happen once that staff tell each other around a talk."""
    async with Handler(colleague) as other:
        await other.is_available()
        await handler.is_available(capacity=4)
        contact = (await handler.takes())["contact"]
        theirs = (await other.takes())["contact"]
        given = str((await a_caller_starts()).contact.pk)
        await handler.asks("contact.assign", contact=given, to="handler1")
        await handler.hears("given")
        await handler.asks("note.add", contact=contact, body="asked about the children")
        await handler.hears("aside")
        await handler.asks("contact.follow", contact=theirs)
        await handler.hears("following")
        await handler.asks("contact.join", contact=theirs)
        await handler.asks("whisper", contact=theirs, body="ask who is at home")
        await handler.says(theirs, "I am here as well.")
        await handler.hears("message", supervisor=True)
        await database_sync_to_async(raise_danger)(contact=UUID(theirs), by=colleague)
        await handler.hears("danger", contact=theirs)
        await handler.hears("danger.calls")
        await handler.asks("contact.unfollow", contact=theirs)
        await handler.hears("unfollowed")
        await handler.asks("help.raise", contact=contact)
        await handler.hears("help")
        await handler.asks("help.withdraw", contact=contact)
        await handler.hears("help.gone")
        await handler.asks("contact.transfer", contact=contact, to={"skill": None}, note="please")
        await handler.hears("transfer.asked")
        await handler.asks("contact.transfer.withdraw", contact=contact)
        await handler.hears("transfer.gone")
        await other.asks("contact.transfer", contact=theirs, to={"handler": "handler1"}, note="please")
        await handler.hears("transfer")
        await handler.asks("contact.transfer.decline", contact=theirs)
        await handler.hears("transfer.gone")
        for person, talk_of in ((handler, contact), (handler, given), (other, theirs)):
            await person.asks("contact.end", contact=talk_of)


async def on_the_phone(handler: RecordingHandler, account: Account) -> None:
    """Let everything happen once that there is to tell of a phone call."""
    contact = (await handler.asks("record.start", channel="phone", about="unsure"))["contact"]
    assert (await handler.hears("welcome", contact=contact))["channel"] == "phone"
    record = database_sync_to_async(record_answers)
    await record(contact=UUID(contact), changes={"gender": "man"}, by=account)
    assert (await handler.hears("answers", contact=contact))["answers"]["gender"] == "man"
    refused = await handler.asks("message.post", contact=contact, body="a name")
    assert refused["code"] == "channel.not_here"
    assert (await handler.asks("record.discard", contact=contact))["type"] == "ack"
    await handler.hears("gone", contact=contact, reason="discarded")


async def is_offered_and_declines(handler: RecordingHandler) -> None:
    def push() -> None:
        LineSettings.objects.create(version=1, routing="push")
        go_round()

    await database_sync_to_async(push)()
    offer = await handler.hears("offer")
    assert (await handler.asks("offer.decline", contact=offer["contact"]))["type"] == "ack"
    await handler.hears("offer.gone", reason="declined")


async def test_everything_that_is_said_in_a_real_talk_fits(
    started: Started, handler1: Account, handler2: Account, respect_phoneline: str
) -> None:
    await database_sync_to_async(Account.objects.filter(pk=handler1.pk).update)(role=Role.SUPERVISOR)
    others = [await a_caller_starts() for _ in range(4)]
    caller, last = RecordingCaller(started), RecordingCaller(others[3])
    async with RecordingHandler(handler1) as handler, last, caller:
        await talk(caller, handler, respect_phoneline)
        await on_the_phone(handler, handler1)
        await beside(handler, handler2)
        back = RecordingCaller(started)
        async with back:
            for socket in open_sockets().all():
                socket.move(after_ms=0)
            await handler.hears("reconnect")
            await back.hears("reconnect")
            await back.ends()
            await back.hears("state", state="ended")
            assert await back.hears_nothing("error")
        await handler.hears("state", state="ended")
        assert await handler.hears_nothing("pong")
        assert await last.hears_nothing("error")

    heard = {"callerHears": caller.everything + last.everything + back.everything}
    heard["handlerHears"] = handler.everything
    for operation, events in heard.items():
        for event in events:
            assert why_not(operation, event) == [], event
        assert {event["type"] for event in events} == set(messages(operation))


async def test_what_travels_over_http_has_the_same_shapes(started: Started, handler1: Account) -> None:
    headers = {"Authorization": f"Bearer {started.token}"}

    def over_http() -> tuple[list[Json], list[Json]]:
        client = Client(headers=headers)
        frames = [
            {"type": "message.post", "id": "0b7f5d6e-5a0d-4b62-9c3e-6b2f1c9a7d10", "body": "hello"},
            {"type": "ping"},
            {"type": "contact.end", "id": "0b7f5d6e-5a0d-4b62-9c3e-6b2f1c9a7d11"},
        ]
        answers = [
            client.post("/api/contact/commands", frame, content_type="application/json").json()
            for frame in frames[:2]
        ]
        told = client.get("/api/contact/events?after=0").json()["events"]
        answers.append(
            client.post("/api/contact/commands", frames[2], content_type="application/json").json()
        )
        return answers, told + client.get("/api/contact/events?after=0").json()["events"]

    answers, told = await database_sync_to_async(over_http)()

    assert [answer["type"] for answer in answers] == ["ack", "pong", "ack"]
    assert [event["type"] for event in told] == ["welcome", "message", "welcome"]
    for event in answers + told:
        assert why_not("callerHears", event) == [], event
