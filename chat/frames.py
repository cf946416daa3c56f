"""Reading one JSON frame field by field; each misfit is a CommandInvalid with its name. Plain Python."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from chat.boundaries import Kind
from chat.channels import RECORDED, Channel
from chat.desk_states import BREAK_REASONS
from chat.errors import CommandInvalid
from chat.starting import ABOUT
from chat.states import HANDLER_OUTCOMES, Outcome
from chat.talk_cards import HIGHEST, PLAN_LINES, CardName
from helpline.staff.skills import is_skill

MOST_SEQ = 2**31 - 1
MOST_PROMPTS = 20
SLUG = re.compile(r"[A-Za-z0-9_-]{1,80}")
# A line that is too long is refused with words of its own, further on.
MOST_TYPED = 4_000
T = TypeVar("T")


def id_of(frame: object) -> str | None:
    """Return the id that a frame carried, None when it could not be sent back as it came."""
    id = frame.get("id") if isinstance(frame, Mapping) else None
    return id if isinstance(id, str) and id.isascii() and 0 < len(id) <= 64 else None


class Fields:
    """Reads one JSON object field by field; each wrong one is a CommandInvalid with its name."""

    def __init__(self, frame: Mapping[str, Any]) -> None:
        self.frame = frame

    @classmethod
    def of(cls, frame: str) -> "Fields":
        """Read a frame that must be one JSON object."""
        try:
            read = json.loads(frame)
        except (ValueError, RecursionError):
            raise CommandInvalid(
                "That did not arrive whole, so nothing was changed. Load the page again, then try once more."
            ) from None
        if not isinstance(read, dict):
            raise CommandInvalid(
                "That did not arrive whole, so nothing was changed. Load the page again, then try."
            )
        return cls(read)

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

    def several(self, name: str, *, most: int) -> tuple[UUID, ...]:
        """Read a list of ids: at least one, each once."""
        value = self.frame.get(name)
        if not isinstance(value, list) or not 0 < len(value) <= most:
            raise self.wrong(name)
        try:
            ids = tuple(Fields({"id": each}).uuid("id") for each in value)
        except CommandInvalid:
            raise self.wrong(name) from None
        if len(set(ids)) != len(ids):
            raise self.wrong(name)
        return ids

    def optional(self, name: str, read: Callable[[str], T]) -> T | None:
        return None if self.frame.get(name) is None else read(name)

    def outcome(self, name: str) -> Outcome:
        value = self.text(name)
        if value not in HANDLER_OUTCOMES:
            raise self.wrong(name)
        return Outcome(value)

    def channel(self, name: str) -> Channel:
        """Read a channel that a handler may record."""
        value = self.text(name)
        if value not in RECORDED:
            raise self.wrong(name)
        return Channel(value)

    def about(self, name: str) -> str:
        value = self.text(name)
        if value not in ABOUT:
            raise self.wrong(name)
        return value

    def kind(self, name: str) -> Kind:
        """Read how a contact crossed a line."""
        value = self.text(name)
        if value not in set(Kind):
            raise self.wrong(name)
        return Kind(value)

    def card(self, name: str) -> CardName:
        value = self.text(name)
        if value not in set(CardName):
            raise self.wrong(name)
        return CardName(value)

    def answer(self, name: str) -> int | None:
        """Read a number of a ruler; null is "rather not say", and must be said."""
        if name in self.frame and self.frame[name] is None:
            return None
        return self.whole(name, most=HIGHEST)

    def plan(self, name: str) -> dict[str, str]:
        """Read the lines of a plan, {line: words}."""
        value = self.frame.get(name, {})
        if not isinstance(value, dict) or not set(value) <= set(PLAN_LINES):
            raise self.wrong(name)
        if not all(isinstance(words, str) and len(words) <= MOST_TYPED for words in value.values()):
            raise self.wrong(name)
        return dict(value)

    def prompt(self, name: str) -> str:
        value = self.text(name)
        if not SLUG.fullmatch(value):
            raise self.wrong(name)
        return value

    def prompts(self, name: str) -> tuple[str, ...]:
        """Read a list of prompts; at most 20."""
        value = self.frame.get(name, [])
        if not isinstance(value, list) or len(value) > MOST_PROMPTS:
            raise self.wrong(name)
        if not all(isinstance(each, str) and SLUG.fullmatch(each) for each in value):
            raise self.wrong(name)
        return tuple(value)

    def recipient(self, name: str) -> tuple[str | None, str]:
        """Read {"handler": username} or {"skill": skill or null}; return (username or None, skill or "")."""
        value = self.frame.get(name)
        if not isinstance(value, dict) or len(value) != 1:
            raise self.wrong(name)
        to = value.get("handler", value.get("skill"))
        if "handler" in value and isinstance(to, str) and 0 < len(to) <= 150 and to.isprintable():
            return to, ""
        if "skill" in value and (to is None or (isinstance(to, str) and is_skill(to))):
            return None, to or ""
        raise self.wrong(name)

    def name(self, name: str) -> str:
        """Read the name of an account: 1 to 60 characters that can be printed."""
        value = self.text(name, most=60)
        if not value or not value.isprintable():
            raise self.wrong(name)
        return value

    def positions(self, name: str) -> dict[UUID, int]:
        """Read {contact: seq}; at most 100 of them."""
        value = self.frame.get(name, {})
        if not isinstance(value, dict) or len(value) > 100:
            raise self.wrong(name)
        pairs = [Fields({"contact": contact, "seq": seq}) for contact, seq in value.items()]
        return {pair.uuid("contact"): pair.whole("seq") for pair in pairs}

    def break_reason(self, name: str) -> str:
        """Read a reason for a break; whoever is available has none."""
        value = self.text(name)
        if value not in BREAK_REASONS or self.frame.get("available") is True:
            raise self.wrong(name)
        return value

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
