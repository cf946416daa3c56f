"""What is watched while the protocol is attacked: who hears whose words, in which order, and what breaks.

Each contact's words carry a mark of its own, those of staff among themselves another one: a frame that
reaches somebody it is not for is seen at once, whatever its shape.
"""

import json
import logging
import re
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Event = dict[str, Any]
# Handlers may still be sent what was read for them a moment before somebody else took the talk.
STEPS_KEPT = 3
MARK = re.compile(r"(wd|st)q(\d{1,4})x")
SAID = re.compile(r"wdq\d{1,4}x")
# What comes in the one sequence of a contact.
IN_SEQUENCE = {"message", "signpost", "card", "answer"}
# What a handler is told of a talk of theirs alone.
OF_ONES_OWN = IN_SEQUENCE | {"typing", "seen", "read", "aside", "cues", "risk", "welcome"}


class Violation(AssertionError):
    """Something happened that never may."""


class LogWatch(logging.Handler):
    """Keeps every record that tells of an error; the message alone, as it would stand in a log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info or record.levelno >= logging.ERROR:
            trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
            self.errors.append(f"{record.name}: {record.getMessage()} {trace}")


@dataclass
class Heard:
    """What one socket was sent: the last number of each contact, and the ids of what it holds."""

    last: dict[str, int] = field(default_factory=dict)
    ids: dict[tuple[str, str], int] = field(default_factory=dict)
    # Up to here numbers may be missing: hidden from whoever came back with a code, or over.
    gaps_to: dict[str, int] = field(default_factory=dict)


class Witness:
    """Looks at every frame and every answer."""

    def __init__(self) -> None:
        # Contact number to its id; the accounts that may read it now and a moment ago.
        self.ids: dict[int, str] = {}
        self.tokens: dict[str, int] = {}
        self.readers: deque[dict[str, set[int]]] = deque([{}], maxlen=STEPS_KEPT)
        self.acks: dict[tuple[str, str, str], tuple[int, str]] = {}
        self.counted: dict[str, int] = defaultdict(int)

    def notes_readers(self, readers: Mapping[str, set[int]]) -> None:
        """Note who has or follows what just now, beside whoever had it earlier in this step."""
        for contact, accounts in readers.items():
            self.readers[-1].setdefault(contact, set()).update(accounts)

    def step_is_over(self) -> None:
        self.readers.append({})

    def may_read(self, account: int, contact: str) -> bool:
        """Tell whether a handler has, follows, or had a moment ago this contact."""
        return any(account in readers.get(contact, set()) for readers in self.readers)

    def caller_hears(self, contact: int, heard: Heard, event: Event) -> None:
        """Check one frame or answer that was sent to a caller of this contact."""
        text = json.dumps(event, ensure_ascii=False)
        for kind, number in MARK.findall(text):
            if kind == "st":
                raise Violation(f"words among staff of {number} reached a caller: {text}")
            if int(number) != contact:
                raise Violation(f"words of contact {number} reached the caller of {contact}: {text}")
        others = [id for number, id in self.ids.items() if number != contact and id in text]
        if others:
            raise Violation(f"the id of another contact reached the caller of {contact}: {text}")
        self._in_order(self.ids[contact], heard, event)

    def staff_hears(self, account: int, heard: Heard, event: Event) -> None:
        """Check one frame that was sent to a handler."""
        text = json.dumps(event, ensure_ascii=False)
        for _, number in MARK.findall(text):
            if not self.may_read(account, self.ids[int(number)]):
                raise Violation(f"words of contact {number} reached account {account}: {text}")
        contact = event.get("contact")
        if event["type"] in OF_ONES_OWN and not self.may_read(account, contact):
            raise Violation(f"{event['type']} of {contact} reached account {account}: {text}")
        if isinstance(contact, str):
            self._in_order(contact, heard, event)

    def board_hears(self, event: Event) -> None:
        """A board is told of contacts and never a word of theirs."""
        if found := MARK.search(json.dumps(event, ensure_ascii=False)):
            raise Violation(f"words reached a board: {found[0]}")

    def acknowledged(self, sender: str, contact: str, ack: Event, *, account: int | None = None) -> None:
        """Check the ack of something said: by whoever may, the same id with one number, a number with one id.

        `account` is the handler's who said it; the same id again is answered whoever has the talk by then.
        """
        if "seq" not in ack:
            return
        key = (sender, contact, ack["id"])
        if account is not None and key not in self.acks and not self.may_read(account, contact):
            raise Violation(f"account {account} wrote into {contact} without having it: {ack}")
        told = (ack["seq"], ack["at"])
        if self.acks.setdefault(key, told) != told:
            raise Violation(f"{key} was accepted twice: {self.acks[key]} and {told}")
        twins = [id for id, kept in self.acks.items() if id[1] == contact and kept[0] == ack["seq"]]
        if len(twins) > 1:
            raise Violation(f"two messages have one number: {twins}")

    def _in_order(self, contact: str, heard: Heard, event: Event) -> None:
        if event["type"] == "welcome":
            heard.last.setdefault(contact, 0)
            ended = event["state"] in {"ended", "closed"}
            heard.gaps_to[contact] = event["seq"] if ended else event.get("hidden_to") or 0
        elif event["type"] in IN_SEQUENCE:
            seq, last = event["seq"], heard.last.get(contact, 0)
            if seq <= last or (seq != last + 1 and seq > heard.gaps_to.get(contact, 0) + 1):
                raise Violation(f"{seq} came after {last} in {contact}")
            heard.last[contact] = seq
            # An id counts for its sender: the other side may have used the same one.
            sender = event.get("from", "handler")
            if heard.ids.setdefault((contact, f"{sender} {event['id']}"), seq) != seq:
                raise Violation(f"one message came twice in {contact}: {event['id']}")
            self.counted["delivered"] += 1
        elif event["type"] == "gone":
            # Taken again, it is told from its beginning.
            heard.last[contact] = 0
            heard.ids = {key: seq for key, seq in heard.ids.items() if key[0] != contact}
