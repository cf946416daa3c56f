"""What a browser may ask for: frames and requests parsed into commands. Plain Python.

Every parser raises CommandInvalid (with the `id` it could read, so that the refusal finds
its command) and nothing else; `parse_start` raises RequestInvalid or ConsentRequired.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from chat.assignment import MOST_CAPACITY
from chat.errors import CommandInvalid, ConsentRequired
from chat.states import Outcome
from helpline.kernel.errors import RequestInvalid

ABOUT = ("own_behaviour", "someone_else", "being_hurt", "work", "unsure")
AGE_BANDS = ("under_13", "13_15", "16_17", "18_25", "26_40", "41_60", "over_60")
GENDERS = ("man", "woman", "other")
LANGUAGES = ("en", "cy")
MOST_SEQ = 2**31 - 1
SLUG = re.compile(r"[A-Za-z0-9_-]{1,80}")
T = TypeVar("T")


@dataclass(frozen=True)
class Hello:
    token: str
    after: int


@dataclass(frozen=True)
class HandlerHello:
    after: Mapping[UUID, int]


@dataclass(frozen=True)
class PostMessage:
    id: UUID
    body: str
    contact: UUID | None = None
    prompt: str | None = None


@dataclass(frozen=True)
class Typing:
    on: bool
    contact: UUID | None = None


@dataclass(frozen=True)
class Seen:
    seq: int
    contact: UUID | None = None


@dataclass(frozen=True)
class EndContact:
    id: UUID
    contact: UUID | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Ping:
    pass


@dataclass(frozen=True)
class SetPresence:
    id: UUID
    available: bool
    capacity: int
    skills: tuple[str, ...] = ()


@dataclass(frozen=True)
class TakeContact:
    id: UUID
    contact: UUID | None = None


@dataclass(frozen=True)
class ReleaseContact:
    id: UUID
    contact: UUID


@dataclass(frozen=True)
class SendSignpost:
    id: UUID
    contact: UUID
    programme: UUID


CallerCommand = Hello | PostMessage | Typing | Seen | EndContact | Ping
HandlerCommand = (
    HandlerHello
    | PostMessage
    | Typing
    | Seen
    | EndContact
    | Ping
    | SetPresence
    | TakeContact
    | ReleaseContact
    | SendSignpost
)


def id_of(frame: object) -> str | None:
    """Return the id that a frame carried, None when it could not be sent back as it came."""
    id = frame.get("id") if isinstance(frame, Mapping) else None
    return id if isinstance(id, str) and id.isascii() and 0 < len(id) <= 64 else None


class Fields:
    """Reads one JSON object field by field; each wrong one is a CommandInvalid with its name."""

    def __init__(self, frame: Mapping[str, Any]) -> None:
        self.frame = frame

    def wrong(self, name: str) -> CommandInvalid:
        id = id_of(self.frame)
        extra = {"id": id} if id else {}
        return CommandInvalid(f"The field {name} is missing or does not fit.", field=name, **extra)

    def text(self, name: str, *, most: int = 100_000) -> str:
        value = self.frame.get(name)
        if not isinstance(value, str) or len(value) > most:
            raise self.wrong(name)
        return value

    def flag(self, name: str) -> bool:
        value = self.frame.get(name)
        if not isinstance(value, bool):
            raise self.wrong(name)
        return value

    def whole(self, name: str, *, least: int = 0, most: int = MOST_SEQ) -> int:
        value = self.frame.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.wrong(name)
        return value

    def uuid(self, name: str) -> UUID:
        value = self.frame.get(name)
        try:
            if isinstance(value, str) and len(value) == 36:
                return UUID(value)
        except ValueError:
            pass
        raise self.wrong(name)

    def optional(self, name: str, read: Callable[[str], T]) -> T | None:
        return None if self.frame.get(name) is None else read(name)

    def outcome(self, name: str) -> Outcome:
        try:
            return Outcome(self.text(name))
        except ValueError:
            raise self.wrong(name) from None

    def prompt(self, name: str) -> str:
        value = self.text(name)
        if not SLUG.fullmatch(value):
            raise self.wrong(name)
        return value

    def positions(self, name: str) -> dict[UUID, int]:
        """Read {contact: seq}; at most 100 of them."""
        value = self.frame.get(name, {})
        if not isinstance(value, dict) or len(value) > 100:
            raise self.wrong(name)
        pairs = [Fields({"contact": contact, "seq": seq}) for contact, seq in value.items()]
        return {pair.uuid("contact"): pair.whole("seq") for pair in pairs}

    def skills(self, name: str) -> tuple[str, ...]:
        value = self.frame.get(name, [])
        if not isinstance(value, list) or len(value) > 20:
            raise self.wrong(name)
        # Printable: half a character pair or a null could be stored in no database.
        if not all(
            isinstance(skill, str) and 0 < len(skill) <= 40 and skill.isprintable() for skill in value
        ):
            raise self.wrong(name)
        return tuple(value)


CALLER_COMMANDS: dict[str, Callable[[Fields], CallerCommand]] = {
    "hello": lambda f: Hello(token=f.text("token", most=200), after=f.whole("after")),
    "message.post": lambda f: PostMessage(id=f.uuid("id"), body=f.text("body")),
    "typing": lambda f: Typing(on=f.flag("on")),
    "seen": lambda f: Seen(seq=f.whole("seq")),
    "contact.end": lambda f: EndContact(id=f.uuid("id")),
    "ping": lambda f: Ping(),
}

HANDLER_COMMANDS: dict[str, Callable[[Fields], HandlerCommand]] = {
    "hello": lambda f: HandlerHello(after=f.positions("after")),
    "presence.set": lambda f: SetPresence(
        id=f.uuid("id"),
        available=f.flag("available"),
        capacity=f.whole("capacity", least=1, most=MOST_CAPACITY),
        skills=f.skills("skills"),
    ),
    "queue.take": lambda f: TakeContact(id=f.uuid("id"), contact=f.optional("contact", f.uuid)),
    "message.post": lambda f: PostMessage(
        id=f.uuid("id"),
        contact=f.uuid("contact"),
        body=f.text("body"),
        prompt=f.optional("prompt", f.prompt),
    ),
    "typing": lambda f: Typing(contact=f.uuid("contact"), on=f.flag("on")),
    "seen": lambda f: Seen(contact=f.uuid("contact"), seq=f.whole("seq")),
    "signpost.send": lambda f: SendSignpost(
        id=f.uuid("id"), contact=f.uuid("contact"), programme=f.uuid("programme")
    ),
    "contact.release": lambda f: ReleaseContact(id=f.uuid("id"), contact=f.uuid("contact")),
    "contact.end": lambda f: EndContact(
        id=f.uuid("id"), contact=f.uuid("contact"), outcome=f.optional("outcome", f.outcome)
    ),
    "ping": lambda f: Ping(),
}
# Named in the protocol and not built yet: contact.transfer and its answers, help.raise, whisper.
# They are refused like any unknown command, with command.invalid.


def parse_caller(frame: str) -> CallerCommand:
    """Read one frame of a caller's socket."""
    fields = _object(frame)
    return _command(CALLER_COMMANDS, fields)


def parse_handler(frame: str) -> HandlerCommand:
    """Read one frame of a handler's socket."""
    fields = _object(frame)
    return _command(HANDLER_COMMANDS, fields)


def _object(frame: str) -> Fields:
    try:
        read = json.loads(frame)
    except (ValueError, RecursionError):
        raise CommandInvalid("That is not JSON.") from None
    if not isinstance(read, dict):
        raise CommandInvalid("A command is a JSON object.")
    return Fields(read)


def _command(known: Mapping[str, Callable[[Fields], T]], fields: Fields) -> T:
    kind = fields.frame.get("type")
    if not isinstance(kind, str) or kind not in known:
        raise fields.wrong("type")
    return known[kind](fields)


@dataclass(frozen=True, kw_only=True)
class StartRequest:
    """What a caller answered before the first word; every answer but `about` may be missing."""

    about: str
    safe_now: bool | None = None
    private_now: bool | None = None
    area: str | None = None
    age_band: str | None = None
    gender: str | None = None
    language: str = "en"
    interpreter: str | None = None
    first_message: str | None = None


def parse_start(body: Mapping[str, Any]) -> StartRequest:
    """Read the body of POST /api/contacts.

    Raises ConsentRequired, or RequestInvalid with `fields` naming every field that does not fit.
    """
    if body.get("consent") is not True:
        raise ConsentRequired
    wrong = {name: problem for name, allowed in _START.items() if (problem := _misfit(body, name, allowed))}
    if wrong:
        raise RequestInvalid(fields=wrong)
    known = {name: body[name] for name in _START if body.get(name) is not None}
    return StartRequest(**known)


def _misfit(body: Mapping[str, Any], name: str, allowed: Any) -> str | None:
    value = body.get(name)
    if value is None:
        return "is required" if name in {"about", "language"} else None
    if allowed is bool:
        return None if isinstance(value, bool) else "must be true, false or null"
    if isinstance(allowed, int):
        return None if isinstance(value, str) and len(value) <= allowed else f"must be text up to {allowed}"
    return None if value in allowed else f"must be one of {', '.join(allowed)}"


_START: dict[str, Any] = {
    "about": ABOUT,
    "safe_now": bool,
    "private_now": bool,
    "area": 80,
    "age_band": AGE_BANDS,
    "gender": GENDERS,
    "language": LANGUAGES,
    "interpreter": 40,
    "first_message": 16_000,
}
