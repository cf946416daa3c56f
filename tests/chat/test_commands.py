"""Frames and requests parsed into commands: what is accepted, and what each mistake is called."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import commands as c
from chat.boundaries import Kind
from chat.channels import Channel
from chat.errors import CommandInvalid, ConsentRequired
from chat.parsing import CALLER_COMMANDS, HANDLER_COMMANDS, parse_caller, parse_handler
from chat.starting import StartRequest, parse_start
from chat.states import Outcome
from chat.talk_cards import CardName
from helpline.kernel.errors import RequestInvalid

ID = UUID("0b7f5d6e-5a0d-4b62-9c3e-6b2f1c9a7d10")
CONTACT = UUID("5eed0000-1111-4222-8333-444455556666")
CARD = UUID("6f0f5c3e-5b6e-4d0f-9c55-1b1f3b6a2f42")
PROGRAMME = UUID("6f0f5c3e-5b6e-5d0f-9c55-1b1f3b6a2f40")
ONE, WITH = {"id": str(ID)}, {"id": str(ID), "contact": str(CONTACT)}

CALLER = [
    ({"type": "hello", "token": "t", "after": 0}, c.Hello(token="t", after=0)),
    ({"type": "message.post", **ONE, "body": "hi"}, c.PostMessage(id=ID, body="hi")),
    ({"type": "card.answer", **ONE, "card": str(CARD), "value": 4}, c.AnswerCard(id=ID, card=CARD, value=4)),
    (
        {"type": "card.answer", **ONE, "card": str(CARD), "value": None},
        c.AnswerCard(id=ID, card=CARD, value=None),
    ),
    ({"type": "typing", "on": True}, c.Typing(on=True)),
    ({"type": "seen", "seq": 3}, c.Seen(seq=3)),
    ({"type": "contact.end", **ONE}, c.EndContact(id=ID)),
    ({"type": "ping"}, c.Ping()),
]
HANDLER = [
    ({"type": "hello"}, c.HandlerHello(after={})),
    ({"type": "hello", "after": {str(CONTACT): 7}}, c.HandlerHello(after={CONTACT: 7})),
    (
        {"type": "presence.set", **ONE, "available": True, "capacity": 4},
        c.SetPresence(id=ID, available=True, capacity=4),
    ),
    (
        {"type": "presence.set", **ONE, "available": False, "capacity": 1, "skills": ["cy"]},
        c.SetPresence(id=ID, available=False, capacity=1, skills=("cy",)),
    ),
    (
        {"type": "presence.set", **ONE, "available": False, "capacity": 2, "break_reason": "meal"},
        c.SetPresence(id=ID, available=False, capacity=2, break_reason="meal"),
    ),
    (
        {"type": "presence.set", **ONE, "available": True, "capacity": 2, "break_reason": None},
        c.SetPresence(id=ID, available=True, capacity=2),
    ),
    ({"type": "presence.here", **ONE}, c.StillHere(id=ID)),
    ({"type": "queue.take", **ONE}, c.TakeContact(id=ID)),
    ({"type": "queue.take", **ONE, "contact": None}, c.TakeContact(id=ID)),
    ({"type": "queue.take", **WITH}, c.TakeContact(id=ID, contact=CONTACT)),
    ({"type": "offer.decline", **WITH}, c.DeclineOffer(id=ID, contact=CONTACT)),
    ({"type": "contact.assign", **WITH, "to": "ann"}, c.AssignContact(id=ID, contact=CONTACT, to="ann")),
    (
        {"type": "message.post", **WITH, "body": "hi"},
        c.PostMessage(id=ID, contact=CONTACT, body="hi"),
    ),
    (
        {"type": "message.post", **WITH, "body": "hi", "prompt": "m15b_partner_blame_again"},
        c.PostMessage(id=ID, contact=CONTACT, body="hi", prompt="m15b_partner_blame_again"),
    ),
    (
        {"type": "message.post", **WITH, "body": "hi", "agreed": True},
        c.PostMessage(id=ID, contact=CONTACT, body="hi", agreed=True),
    ),
    (
        {"type": "message.post", **WITH, "body": "hi", "agreed": None},
        c.PostMessage(id=ID, contact=CONTACT, body="hi"),
    ),
    ({"type": "typing", "contact": str(CONTACT), "on": False}, c.Typing(contact=CONTACT, on=False)),
    ({"type": "seen", "contact": str(CONTACT), "seq": 0}, c.Seen(contact=CONTACT, seq=0)),
    (
        {"type": "signpost.send", **WITH, "programme": str(PROGRAMME)},
        c.SendSignpost(id=ID, contact=CONTACT, programme=PROGRAMME),
    ),
    (
        {"type": "signpost.send_several", **WITH, "programmes": [str(PROGRAMME), str(ID)]},
        c.SendSignposts(id=ID, contact=CONTACT, programmes=(PROGRAMME, ID)),
    ),
    ({"type": "card.send", **WITH, "name": "importance"}, c.SendCard(ID, CONTACT, CardName.IMPORTANCE)),
    (
        {"type": "card.send", **WITH, "name": "time_out", "contact_forbidden": False},
        c.SendCard(ID, CONTACT, CardName.TIME_OUT, contact_forbidden=False),
    ),
    (
        {"type": "card.send", **WITH, "name": "tonight", "contact_forbidden": None, "lines": {"ring": "b"}},
        c.SendCard(ID, CONTACT, CardName.TONIGHT, lines={"ring": "b"}),
    ),
    ({"type": "contact.release", **WITH}, c.ReleaseContact(id=ID, contact=CONTACT)),
    ({"type": "contact.end", **WITH}, c.EndContact(id=ID, contact=CONTACT)),
    ({"type": "practice.start", **ONE, "caller": "im_14"}, c.StartPractice(id=ID, caller="im_14")),
    (
        {"type": "record.start", **ONE, "channel": "phone", "about": "work"},
        c.StartRecording(id=ID, channel=Channel.PHONE, about="work"),
    ),
    ({"type": "record.discard", **WITH}, c.DiscardRecording(id=ID, contact=CONTACT)),
    (
        {"type": "signpost.note", **WITH, "programme": str(PROGRAMME)},
        c.NoteSignpost(id=ID, contact=CONTACT, programme=PROGRAMME),
    ),
    (
        {"type": "contact.end", **WITH, "outcome": "plan_made"},
        c.EndContact(id=ID, contact=CONTACT, outcome=Outcome.PLAN_MADE),
    ),
    ({"type": "contact.known", **WITH}, c.KnownContact(id=ID, contact=CONTACT)),
    (
        {"type": "contact.warn", **WITH, "kind": "prank"},
        c.WarnContact(id=ID, contact=CONTACT, kind=Kind.PRANK),
    ),
    (
        {"type": "contact.end_for_abuse", **WITH, "kind": "sexual", "block": False},
        c.EndForAbuse(id=ID, contact=CONTACT, kind=Kind.SEXUAL, block=False),
    ),
    ({"type": "presence.carry_on", **ONE}, c.CarryOn(id=ID)),
    ({"type": "debrief.ask", **ONE}, c.AskForDebrief(id=ID)),
    (
        {"type": "contact.transfer", **WITH, "to": {"handler": "handler2"}, "note": "n"},
        c.AskTransfer(id=ID, contact=CONTACT, note="n", handler="handler2"),
    ),
    (
        {"type": "contact.transfer", **WITH, "to": {"skill": "language:cy"}, "note": "n"},
        c.AskTransfer(id=ID, contact=CONTACT, note="n", skill="language:cy"),
    ),
    (
        {"type": "contact.transfer", **WITH, "to": {"skill": None}, "note": "n"},
        c.AskTransfer(id=ID, contact=CONTACT, note="n"),
    ),
    ({"type": "contact.transfer.accept", **WITH}, c.AcceptTransfer(id=ID, contact=CONTACT)),
    ({"type": "contact.transfer.decline", **WITH}, c.DeclineTransfer(id=ID, contact=CONTACT)),
    ({"type": "contact.transfer.withdraw", **WITH}, c.WithdrawTransfer(id=ID, contact=CONTACT)),
    ({"type": "note.add", **WITH, "body": "n"}, c.AddNote(id=ID, contact=CONTACT, body="n")),
    (
        {"type": "cue.judge", **WITH, "seq": 4, "cue": "minimisation", "so": False},
        c.JudgeCue(id=ID, contact=CONTACT, seq=4, cue="minimisation", so=False),
    ),
    (
        {"type": "cue.judge", **WITH, "seq": 4, "cue": "minimisation", "so": None},
        c.JudgeCue(id=ID, contact=CONTACT, seq=4, cue="minimisation", so=None),
    ),
    (
        {"type": "prompt.take", **WITH, "prompt": "m14_minimisation", "passed": ["m15_partner_blame"]},
        c.TakePrompt(id=ID, contact=CONTACT, prompt="m14_minimisation", passed=("m15_partner_blame",)),
    ),
    (
        {"type": "prompt.take", **WITH, "prompt": "m14_minimisation"},
        c.TakePrompt(id=ID, contact=CONTACT, prompt="m14_minimisation", passed=()),
    ),
    (
        {"type": "prompt.take", **WITH, "passed": ["m15_partner_blame"]},
        c.TakePrompt(id=ID, contact=CONTACT, prompt=None, passed=("m15_partner_blame",)),
    ),
    (
        {"type": "prompts.shown", "contact": str(CONTACT), "prompts": ["m01_welcome"]},
        c.PromptsShown(contact=CONTACT, prompts=("m01_welcome",)),
    ),
    (
        {"type": "draft.doubted", "contact": str(CONTACT), "shown": ["arguing"], "mended": ["diagnosing"]},
        c.DraftDoubted(contact=CONTACT, shown=("arguing",), sent_anyway=(), mended=("diagnosing",)),
    ),
    ({"type": "contact.follow", **WITH}, c.Follow(id=ID, contact=CONTACT)),
    ({"type": "contact.unfollow", **WITH}, c.Unfollow(id=ID, contact=CONTACT)),
    ({"type": "contact.join", **WITH}, c.Join(id=ID, contact=CONTACT)),
    ({"type": "contact.take_over", **WITH}, c.TakeOver(id=ID, contact=CONTACT)),
    ({"type": "whisper", **WITH, "body": "n"}, c.Whisper(id=ID, contact=CONTACT, body="n")),
    ({"type": "help.raise", **WITH}, c.RaiseHelp(id=ID, contact=CONTACT)),
    ({"type": "help.withdraw", **WITH}, c.WithdrawHelp(id=ID, contact=CONTACT)),
    ({"type": "ping"}, c.Ping()),
]
NUMBERS = [None, "1", -1, 2**31, 1.0, True]
IDS = [None, "", "x", 7, str(ID)[:-1], str(ID) + "0", ID.hex, {}, []]

CALLER_MISTAKES = [
    *[({"type": "hello", "token": "t", "after": after}, "after") for after in NUMBERS],
    *[({"type": "hello", "token": token, "after": 0}, "token") for token in (None, 7, "x" * 201)],
    *[({"type": "message.post", "id": id, "body": "hi"}, "id") for id in IDS],
    *[({"type": "message.post", **ONE, "body": body}, "body") for body in (None, 7, ["hi"], {"text": "hi"})],
    *[({"type": "card.answer", "id": id, "card": str(CARD), "value": 1}, "id") for id in IDS],
    *[({"type": "card.answer", **ONE, "card": id, "value": 1}, "card") for id in IDS],
    *[
        ({"type": "card.answer", **ONE, "card": str(CARD), "value": v}, "value")
        for v in ("4", -1, 11, 4.0, [])
    ],
    *[({"type": "card.answer", **ONE, "card": str(CARD), "value": v}, "value") for v in (True, "", {})],
    ({"type": "card.answer", **ONE, "card": str(CARD)}, "value"),
    *[({"type": "typing", "on": on}, "on") for on in (None, 0, 1, "true")],
    *[({"type": "seen", "seq": seq}, "seq") for seq in NUMBERS],
    ({"type": "contact.end"}, "id"),
    *[({"type": kind}, "type") for kind in (None, 7, [], {}, "", "queue.take", "presence.set", "__class__")],
    ({}, "type"),
]
HANDLER_MISTAKES = [
    *[({"type": "card.send", **WITH, "name": name}, "name") for name in (None, "", "ruler", "IMPORTANCE", 7)],
    *[
        ({"type": "card.send", **WITH, "name": "time_out", "contact_forbidden": said}, "contact_forbidden")
        for said in (0, "no", [])
    ],
    *[
        ({"type": "card.send", **WITH, "name": "tonight", "lines": lines}, "lines")
        for lines in (None, [], "ring", {"rings": "b"}, {"ring": 7}, {"ring": None})
    ],
    *[
        ({"type": "hello", "after": after}, "after")
        for after in (None, [], 7, {str(n): 0 for n in range(101)})
    ],
    ({"type": "hello", "after": {"x": 0}}, "contact"),
    *[({"type": "hello", "after": {str(CONTACT): seq}}, "seq") for seq in NUMBERS],
    *[
        ({"type": "presence.set", **ONE, "available": True, "capacity": capacity}, "capacity")
        for capacity in (0, 5, None, "2", True, 2.0)
    ],
    *[
        ({"type": "presence.set", **ONE, "available": yes, "capacity": 2}, "available")
        for yes in (None, 1, "yes")
    ],
    *[
        ({"type": "presence.set", **ONE, "available": True, "capacity": 2, "skills": skills}, "skills")
        for skills in (None, "cy", [7], [""], ["x" * 41], ["x"] * 21, ["\ud800"], ["a\x00b"])
    ],
    *[
        (
            {"type": "presence.set", **ONE, "available": away, "capacity": 2, "break_reason": reason},
            "break_reason",
        )
        for away, reason in [(False, "tea"), (False, ""), (False, 7), (True, "meal")]
    ],
    ({"type": "presence.here", "id": "x"}, "id"),
    ({"type": "queue.take", **ONE, "contact": "x"}, "contact"),
    ({"type": "offer.decline", **ONE}, "contact"),
    ({"type": "contact.assign", **ONE, "to": "ann"}, "contact"),
    *[({"type": "contact.assign", **WITH, "to": to}, "to") for to in (None, "", 7, "x" * 61)],
    ({"type": "message.post", **ONE, "body": "hi"}, "contact"),
    *[
        ({"type": "message.post", **WITH, "body": "hi", "prompt": prompt}, "prompt")
        for prompt in (7, "", "x" * 81, "two words", "m07\x00", "\ud800", "m07\n", "é")
    ],
    *[
        ({"type": "message.post", **WITH, "body": "hi", "agreed": agreed}, "agreed")
        for agreed in (0, 1, "true", [])
    ],
    *[({"type": "contact.end", **WITH, "outcome": outcome}, "outcome") for outcome in ("", "perfect", 7)],
    ({"type": "contact.release", **ONE}, "contact"),
    ({"type": "contact.known", **ONE}, "contact"),
    *[({"type": "contact.warn", **WITH, "kind": kind}, "kind") for kind in (None, "", "rude", 7)],
    *[
        ({"type": "contact.end_for_abuse", **WITH, "kind": "prank", "block": block}, "block")
        for block in (None, 0, "yes")
    ],
    ({"type": "contact.end_for_abuse", **WITH, "kind": "rude", "block": False}, "kind"),
    *[
        ({"type": "signpost.send_several", **WITH, "programmes": programmes}, "programmes")
        for programmes in (
            None,
            [],
            "all",
            ["x"],
            [7],
            [str(ID), str(ID)],
            [str(UUID(int=n)) for n in range(1, 6)],
        )
    ],
    *[({"type": kind, "id": "x"}, "id") for kind in ("presence.carry_on", "debrief.ask")],
    *[({"type": "practice.start", **ONE, "caller": who}, "caller") for who in ("", "a b", 7, None)],
    *[
        ({"type": "record.start", **ONE, "channel": channel, "about": "work"}, "channel")
        for channel in ("web_chat", "letter", "", 7, None)
    ],
    *[
        ({"type": "record.start", **ONE, "channel": "email", "about": about}, "about")
        for about in ("Dave", "", 7, None)
    ],
    ({"type": "record.discard", **ONE}, "contact"),
    ({"type": "signpost.note", **WITH}, "programme"),
    ({"type": "signpost.send", **WITH, "programme": "respect-phoneline"}, "programme"),
    *[
        ({"type": "contact.transfer", **WITH, "to": to, "note": "n"}, "to")
        for to in (
            None,
            "handler2",
            {},
            {"handler": None},
            {"handler": ""},
            {"handler": "x" * 151},
            {"handler": "a\x00b"},
            {"skill": "cooking"},
            {"skill": 7},
            {"handler": "a", "skill": None},
            {"caller": "a"},
        )
    ],
    ({"type": "contact.transfer", **WITH, "to": {"skill": None}}, "note"),
    ({"type": "contact.transfer.accept", **ONE}, "contact"),
    ({"type": "contact.transfer.decline", **ONE}, "contact"),
    ({"type": "contact.transfer.withdraw", **ONE}, "contact"),
    ({"type": "note.add", **WITH}, "body"),
    ({"type": "help.raise", **ONE}, "contact"),
    ({"type": "contact.follow", **ONE}, "contact"),
    ({"type": "contact.take_over", **ONE}, "contact"),
    ({"type": "whisper", **WITH, "body": 7}, "body"),
    *[({"type": kind}, "type") for kind in ("contact.pass", "shout", "help")],
]


@pytest.mark.parametrize(("frame", "command"), CALLER, ids=str)
def test_a_caller_s_frame_is_read(frame: dict[str, Any], command: c.CallerCommand) -> None:
    assert parse_caller(json.dumps(frame)) == command


@pytest.mark.parametrize(("frame", "command"), HANDLER, ids=str)
def test_a_handler_s_frame_is_read(frame: dict[str, Any], command: c.HandlerCommand) -> None:
    assert parse_handler(json.dumps(frame)) == command


def test_every_command_has_a_frame_above() -> None:
    assert {frame["type"] for frame, _ in CALLER} == set(CALLER_COMMANDS)
    assert {frame["type"] for frame, _ in HANDLER} == set(HANDLER_COMMANDS)


@pytest.mark.parametrize(("frame", "field"), CALLER_MISTAKES, ids=repr)
def test_a_caller_s_mistake_is_named(frame: dict[str, Any], field: str) -> None:
    with pytest.raises(CommandInvalid) as refusal:
        parse_caller(json.dumps(frame))
    assert (refusal.value.code, refusal.value.extra["field"]) == ("command.invalid", field)


@pytest.mark.parametrize(("frame", "field"), HANDLER_MISTAKES, ids=lambda value: repr(value)[:90])
def test_a_handler_s_mistake_is_named(frame: dict[str, Any], field: str) -> None:
    with pytest.raises(CommandInvalid) as refusal:
        parse_handler(json.dumps(frame))
    assert (refusal.value.code, refusal.value.extra["field"]) == ("command.invalid", field)


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "not json",
        "[]",
        "null",
        "7",
        '"hello"',
        "{",
        "[" * 100_000,
        '{"type":"seen","seq":' + "9" * 5_000 + "}",
    ],
    ids=lambda frame: frame[:20],
)
def test_what_is_no_json_object_is_refused(frame: str) -> None:
    for parse in (parse_caller, parse_handler):
        with pytest.raises(CommandInvalid):
            parse(frame)


def test_a_refusal_carries_the_id_of_its_command() -> None:
    with pytest.raises(CommandInvalid) as refusal:
        parse_caller(json.dumps({"type": "message.post", "id": "mine", "body": 7}))
    assert refusal.value.extra["id"] == "mine"


@pytest.mark.parametrize("id", ["\ud800", "é", "x" * 65, 7, None, ["x"]])
def test_an_id_that_could_not_be_sent_back_is_left_out(id: object) -> None:
    with pytest.raises(CommandInvalid) as refusal:
        parse_caller(json.dumps({"type": "nonsense", "id": id}))
    assert "id" not in refusal.value.extra


def answered(parse: Callable[[str], Any], frame: str) -> dict[str, Any]:
    try:
        parse(frame)
    except CommandInvalid as refusal:
        return refusal.as_wire()
    return {}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from(
    [
        "id",
        "contact",
        "token",
        "after",
        "body",
        "prompt",
        "on",
        "seq",
        "available",
        "capacity",
        "break_reason",
        "skills",
        "outcome",
        "kind",
        "block",
        "to",
        "note",
    ]
)


@given(st.sampled_from(sorted({*CALLER_COMMANDS, *HANDLER_COMMANDS})), st.dictionaries(fields, json_values))
def test_no_frame_does_anything_but_parse_or_be_refused(kind: str, frame: dict[str, Any]) -> None:
    for parse in (parse_caller, parse_handler):
        answer = answered(parse, json.dumps({"type": kind, **frame}))
        assert json.dumps(answer, ensure_ascii=False).encode()


LEAST = {"consent": True, "about": "unsure", "language": "en"}
ALL = {
    "consent": True,
    "about": "own_behaviour",
    "need": "programme",
    "safe_now": False,
    "private_now": True,
    "area": "Leeds",
    "age_band": "26_40",
    "gender": "other",
    "language": "cy",
    "interpreter": "Polski (Polish)",
    "first_message": "hello",
}


def test_a_start_needs_consent_subject_and_language_only() -> None:
    assert parse_start(LEAST) == StartRequest(about="unsure", language="en")


def test_a_start_may_answer_everything() -> None:
    expected = {name: value for name, value in ALL.items() if name != "consent"}
    assert parse_start({**ALL, "proof": "x"}) == StartRequest(**expected)


def test_null_is_not_answered() -> None:
    empty = dict.fromkeys(set(ALL) - set(LEAST))
    assert parse_start({**LEAST, **empty}) == StartRequest(about="unsure", language="en")


@pytest.mark.parametrize("consent", [None, False, "true", 1, "yes", {}])
def test_without_consent_nothing_else_is_looked_at(consent: object) -> None:
    with pytest.raises(ConsentRequired) as refusal:
        parse_start({"consent": consent, "about": "nonsense"})
    assert (refusal.value.code, refusal.value.status) == ("consent.required", 400)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("about", None),
        ("about", "perpetrator"),
        ("about", ["own_behaviour"]),
        ("language", None),
        ("language", "fr"),
        ("safe_now", "yes"),
        ("safe_now", 0),
        ("private_now", 1),
        ("area", 7),
        ("area", "x" * 81),
        ("age_band", "12"),
        ("gender", "m"),
        ("need", "a cup of tea"),
        ("need", ["programme"]),
        ("interpreter", "x" * 41),
        ("proof", 7),
        ("proof", ["x"]),
        ("proof", "x" * 16_001),
        ("first_message", ["hello"]),
        ("first_message", "x" * 16_001),
    ],
)
def test_each_wrong_answer_is_named(name: str, value: object) -> None:
    with pytest.raises(RequestInvalid) as refusal:
        parse_start({**ALL, name: value})
    assert refusal.value.code == "request.invalid"
    assert list(refusal.value.extra["fields"]) == [name]


def test_all_wrong_answers_are_named_at_once() -> None:
    with pytest.raises(RequestInvalid) as refusal:
        parse_start({"consent": True, "about": "x", "language": "x", "safe_now": "x", "gender": "x"})
    assert set(refusal.value.extra["fields"]) == {"about", "language", "safe_now", "gender"}
