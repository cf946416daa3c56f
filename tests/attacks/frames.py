"""Commands as the attacks draw them: right, nearly right and wrong. Names stand for what only a run knows.

`Contact(2)` is the third contact of the run, `Id(5)` an id of a small stock, so that the same one comes
again: replayed, for another command, by somebody else. `World.resolved` puts in what they stand for.
"""

import json
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from chat.boundaries import Kind
from chat.desk_states import BREAK_REASONS
from chat.parsing import CALLER_COMMANDS, HANDLER_COMMANDS
from chat.starting import ABOUT
from chat.states import HANDLER_OUTCOMES
from chat.talk_cards import PLAN_LINES, CardName
from tests.attacks.oddities import JUNK_VALUES, ODD, RAW
from triage.matching import entry_id

Frame = dict[str, Any]


@dataclass(frozen=True)
class Contact:
    number: int


@dataclass(frozen=True)
class Id:
    number: int


@dataclass(frozen=True)
class Words:
    """Words with the mark of the frame's contact; `among_staff` never reach a caller."""

    text: str
    among_staff: bool = False


@dataclass(frozen=True)
class Token:
    number: int


@dataclass(frozen=True)
class Junk:
    """A value of JUNK_VALUES by its number."""

    number: int


@dataclass(frozen=True)
class Raw:
    """A frame of RAW by its number; as text it would fill the report of a failure."""

    number: int


junk = st.integers(0, len(JUNK_VALUES) - 1).map(Junk)
contacts = st.integers(0, 5).map(Contact)
# Six of seven are new enough to be accepted; the rest come again.
ids = st.integers(0, 400).map(Id)
odd = st.sampled_from(ODD)
words = odd.map(Words)
among_staff = odd.map(lambda text: Words(text, among_staff=True))
whole = st.sampled_from([0, 1, 2, 3, 7, 2**31 - 1])
flags = st.booleans()
slugs = st.sampled_from(["m05_who", "m15b_partner_blame_again", "minimising", "x"])
slug_lists = st.lists(slugs, max_size=3)
programmes = st.sampled_from(
    [str(entry_id(slug)) for slug in ("respect-phoneline", "emergency-999", "mens-advice-line")]
)
names = st.sampled_from(["ann", "ben", "sue", "nobody", "\u0000"])

FIELDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "presence.set": {
        "available": st.sampled_from([True, True, True, False]),
        "capacity": st.integers(1, 4),
        "break_reason": st.sampled_from([None, None, None, *sorted(BREAK_REASONS)]),
    },
    "queue.take": {"contact": st.one_of(st.none(), contacts)},
    "contact.assign": {"contact": contacts, "to": names},
    "message.post": {"contact": contacts, "body": words, "agreed": st.sampled_from([None, True, False])},
    "typing": {"contact": contacts, "on": flags},
    "seen": {"contact": contacts, "seq": whole},
    "contact.transfer": {
        "contact": contacts,
        "note": among_staff,
        "to": st.one_of(names.map(lambda n: {"handler": n}), st.just({"skill": None})),
    },
    "note.add": {"contact": contacts, "body": among_staff},
    "whisper": {"contact": contacts, "body": among_staff},
    "signpost.send": {"contact": contacts, "programme": programmes},
    "signpost.send_several": {"contact": contacts, "programmes": st.lists(programmes, max_size=3)},
    "signpost.note": {"contact": contacts, "programme": programmes},
    "card.send": {
        "contact": contacts,
        "name": st.sampled_from([str(name) for name in CardName]),
        "contact_forbidden": st.sampled_from([None, False, False, True]),
        "lines": st.one_of(st.just({}), st.dictionaries(st.sampled_from(PLAN_LINES), words, max_size=2)),
    },
    "contact.end": {
        "contact": contacts,
        "outcome": st.sampled_from([None, *sorted(map(str, HANDLER_OUTCOMES))]),
    },
    "cue.judge": {
        "contact": contacts,
        "seq": whole,
        "cue": slugs,
        "so": st.sampled_from([None, True, False]),
    },
    "prompt.take": {"contact": contacts, "prompt": st.one_of(st.none(), slugs), "passed": slug_lists},
    "prompts.shown": {"contact": contacts, "prompts": slug_lists},
    "draft.doubted": {
        "contact": contacts,
        "shown": slug_lists,
        "sent_anyway": slug_lists,
        "mended": slug_lists,
    },
    "contact.warn": {"contact": contacts, "kind": st.sampled_from([str(kind) for kind in Kind])},
    "contact.end_for_abuse": {
        "contact": contacts,
        "kind": st.sampled_from([str(kind) for kind in Kind]),
        "block": flags,
    },
    "practice.start": {"caller": st.sampled_from(["im_14", "dad_on_a_plan", "nobody"])},
    "record.start": {
        "channel": st.sampled_from(["phone", "email", "web_chat"]),
        "about": st.sampled_from(ABOUT),
    },
    "hello": {"after": st.just({})},
}
OF_A_CONTACT = {"contact": contacts}
CALLER_FIELDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "message.post": {"body": words},
    "card.answer": {"card": ids, "value": st.sampled_from([None, 0, 5, 10])},
    "typing": {"on": flags},
    "seen": {"seq": whole},
    "hello": {"token": st.integers(0, 5).map(Token), "after": whole},
}
# Most of what a talk is made of, so that walks come far; every command has its turn all the same.
OFTEN = ["presence.set", "queue.take", "queue.take", "message.post", "message.post", "message.post"]


@st.composite
def handler_frames(draw: st.DrawFn) -> Frame:
    """One command of a handler, with fields that fit."""
    kind = draw(st.sampled_from([*OFTEN, *sorted(HANDLER_COMMANDS)]))
    fields = FIELDS.get(kind, {} if kind in WITHOUT_CONTACT else OF_A_CONTACT)
    return {"type": kind, "id": draw(ids), **{name: draw(value) for name, value in fields.items()}}


WITHOUT_CONTACT = {"presence.here", "presence.carry_on", "debrief.ask", "ping"}


@st.composite
def caller_frames(draw: st.DrawFn) -> Frame:
    """One command of a caller, with fields that fit."""
    kind = draw(st.sampled_from(["message.post", "message.post", *sorted(CALLER_COMMANDS)]))
    fields = CALLER_FIELDS.get(kind, {})
    return {"type": kind, "id": draw(ids), **{name: draw(value) for name, value in fields.items()}}


@st.composite
def spoilt(draw: st.DrawFn, frames: st.SearchStrategy[Frame]) -> Frame:
    """A command in which one field is of another kind, missing, or one too many."""
    frame = draw(frames)
    name = draw(st.sampled_from([*sorted(frame), "surplus"]))
    how = draw(st.sampled_from(["junk", "junk", "junk", "missing"]))
    if how == "missing":
        frame.pop(name, None)
        return frame
    return {**frame, name: draw(junk)}


raw = st.integers(0, len(RAW) - 1).map(lambda n: Raw(n))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
).map(json.dumps)
rubbish = st.one_of(raw, raw, st.text(max_size=30), json_values)


def unpacked(frame: str | Raw) -> str | bytes:
    """Return the frame that was drawn."""
    return RAW[frame.number] if isinstance(frame, Raw) else frame
