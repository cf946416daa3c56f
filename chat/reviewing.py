"""What a supervisor sends of a review, checked before it is kept. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chat.errors import MessageEmpty, MessageTooLong
from chat.words import clean_body
from helpline.kernel.errors import RequestInvalid
from helpline.quality.rubric import Rubric

LONGEST_COMMENT, LONGEST_NOTE, LONGEST_REPLY = 4_000, 1_000, 1_000
MOST_NOTES = 100


@dataclass(frozen=True)
class Written:
    """What may carry a caller's words: the comment for the handler, and notes by the message's number."""

    comment: str = ""
    notes: Mapping[int, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"comment": self.comment, "notes": {str(seq): note for seq, note in self.notes.items()}}

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> "Written":
        return cls(held["comment"], {int(seq): note for seq, note in held["notes"].items()})


@dataclass(frozen=True)
class Sent:
    """One save of a review: scores by criterion, what has none yet left out."""

    scores: Mapping[str, str]
    written: Written


def read_sent(body: Mapping[str, Any], *, rubric: Rubric, last_seq: int) -> Sent:
    """Read {"scores": {id: score}, "comment": text, "notes": {seq: text}}; an empty text is none.

    Raises RequestInvalid with `fields`, a note's called "note_SEQ".
    """
    scores, comment, notes = body.get("scores", {}), body.get("comment", ""), body.get("notes", {})
    if not isinstance(scores, dict) or not isinstance(notes, dict):
        raise RequestInvalid(fields={"scores": "scores and notes must be objects"})
    rubric.check(scores)
    if len(notes) > MOST_NOTES:
        raise RequestInvalid(fields={"notes": f"has {len(notes)} entries, {MOST_NOTES} at most"})
    wrong: dict[str, str] = {}
    kept = {
        int(seq): text
        for seq, note in notes.items()
        if (text := _text(note, f"note_{seq}", LONGEST_NOTE, wrong)) and _is_of(seq, last_seq, wrong)
    }
    written = Written(_text(comment, "comment", LONGEST_COMMENT, wrong), dict(sorted(kept.items())))
    if wrong:
        raise RequestInvalid(fields=wrong)
    return Sent(dict(scores), written)


def read_reply(text: object) -> str:
    """Read what a handler answers. Raises RequestInvalid with `fields`."""
    wrong: dict[str, str] = {}
    reply = _text(text, "reply", LONGEST_REPLY, wrong)
    if wrong:
        raise RequestInvalid(fields=wrong)
    return reply


def _is_of(seq: object, last_seq: int, wrong: dict[str, str]) -> bool:
    numbers = isinstance(seq, str) and seq.isascii() and seq.isdecimal() and len(seq) < 8
    if numbers and 1 <= int(str(seq)) <= last_seq:
        return True
    wrong["notes"] = "names a message that is not in this talk"
    return False


def _text(value: object, name: str, most: int, wrong: dict[str, str]) -> str:
    if not isinstance(value, str):
        wrong[name] = "must be text"
        return ""
    try:
        return clean_body(value, most=most)
    except MessageEmpty:
        return ""
    except MessageTooLong as error:
        wrong[name] = f"has {error.extra['length']} characters, {most} at most"
        return ""
