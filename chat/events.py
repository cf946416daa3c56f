"""What the server says: the shapes of events, and the names of the groups that hints travel on.

Plain Python. Words stand only in `message`, `signpost` and `card`, a caller's number in `answer`; a hint
never carries any.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

Event = dict[str, Any]


def contact_group(contact: UUID) -> str:
    """The group of everyone who looks at this contact."""
    return f"contact.{contact}"


def staff_group(contact: UUID) -> str:
    """The group of the staff who look at this contact; no caller's socket ever joins it."""
    return f"staff.{contact}"


def handler_group(account: int) -> str:
    """The group of one handler's sockets."""
    return f"handler.{account}"


def queue_group(queue: str) -> str:
    """The group of everyone who looks at this queue, waiting callers included."""
    return f"queue.{queue}"


def board_group(queue: str) -> str:
    """The group of the supervisors' boards of this queue."""
    return f"board.{queue}"


def board_hint() -> Event:
    return {"type": "hint.board"}


def words_hint(contact: UUID, seq: int) -> Event:
    return {"type": "hint.words", "contact": str(contact), "seq": seq}


def aside_hint(contact: UUID, seq: int) -> Event:
    """Something new beside a contact, for its staff alone."""
    return {"type": "hint.aside", "contact": str(contact), "seq": seq}


def beside_hint(contact: UUID) -> Event:
    """Something about the staff around a contact has changed: who reads along, whether help is coming."""
    return {"type": "hint.beside", "contact": str(contact)}


def contact_hint(contact: UUID) -> Event:
    return {"type": "hint.contact", "contact": str(contact)}


def queue_hint() -> Event:
    return {"type": "hint.queue"}


def offer_hint() -> Event:
    """An offer to this handler came, or went."""
    return {"type": "hint.offer"}


def own_hint() -> Event:
    return {"type": "hint.own"}


def given_hint(contact: UUID) -> Event:
    """A supervisor gave this contact to this handler, who pressed nothing for it."""
    return {"type": "hint.given", "contact": str(contact)}


def passing_hint(contact: UUID, sender: str, event: Event) -> Event:
    """A passing thing (typing, seen, online) that is not kept; `sender` is "caller" or "handler"."""
    return {"type": "hint.passing", "contact": str(contact), "sender": sender, "event": event}


def board(shown: Mapping[str, Any], *, at: datetime) -> Event:
    """The whole board (chat/board_view.py), after hello."""
    return {"type": "board", "at": moment(at), **shown}


def board_changed(changed: Mapping[str, Any], *, at: datetime) -> Event:
    """What differs since the last look (chat/board_changes.py)."""
    return {"type": "board.changed", "at": moment(at), **changed}


def board_history(minutes: Iterable[Mapping[str, Any]]) -> Event:
    """How the queue stood, minute by minute."""
    return {"type": "board.history", "minutes": [dict(minute) for minute in minutes]}


def moment(at: datetime | None) -> str | None:
    """Return ISO 8601 with an offset."""
    return at.isoformat() if at else None


def message(
    *,
    seq: int,
    id: str,
    sender: str,
    body: str,
    at: datetime,
    prompt: str = "",
    agreed: bool = False,
    supervisor: bool = False,
) -> Event:
    """Return a message as staff see it; a caller's page is shown less (chat/caller_view.py)."""
    event: Event = {"type": "message", "seq": seq, "id": id, "from": sender, "body": body, "at": moment(at)}
    marks = {"agreed": agreed, "supervisor": supervisor}
    return {
        **event,
        **({"prompt": prompt} if prompt else {}),
        **{name: True for name, on in marks.items() if on},
    }


def unreadable(*, seq: int, id: str, sender: str, body: str, at: datetime) -> Event:
    """A message, card or answer whose stored words do not open; `body` says so in their place."""
    return {**message(seq=seq, id=id, sender=sender, body=body, at=at), "unreadable": True}


def callers_words(said: Iterable[Event]) -> list[Event]:
    """Return the messages that a caller wrote and that could be read."""
    return [
        event
        for event in said
        if event["type"] == "message" and event["from"] == "caller" and not event.get("unreadable")
    ]


def signpost(*, seq: int, id: str, card: Mapping[str, Any], at: datetime, service: bool = False) -> Event:
    """`service`: the service itself sent it, as the lines to ring at an end, and no person."""
    said = {"from": "system"} if service else {}
    return {"type": "signpost", "seq": seq, "id": id, **said, "card": dict(card), "at": moment(at)}


def card(*, seq: int, id: str, payload: Mapping[str, Any], at: datetime) -> Event:
    """A card of the talk; `payload` is what chat/talk_cards.py made of it."""
    return {"type": "card", "seq": seq, "id": id, **payload, "at": moment(at)}


def answer(*, seq: int, id: str, card: str, value: int | None, at: datetime) -> Event:
    """The caller's answer to the card of that id; a later one to the same card takes its place."""
    said = {"from": "caller", "card": card, "value": value}
    return {"type": "answer", "seq": seq, "id": id, **said, "at": moment(at)}


def ack(
    id: UUID, *, contact: UUID | None = None, seq: int | None = None, at: datetime | None = None
) -> Event:
    event: Event = {"type": "ack", "id": str(id)}
    if contact is not None:
        event["contact"] = str(contact)
    if seq is not None:
        event["seq"] = seq
    if at is not None:
        event["at"] = moment(at)
    return event


def error(wire: Mapping[str, Any], id: str | None = None) -> Event:
    return {"type": "error", **({"id": id} if id else {}), **wire}


def reconnect(*, after_ms: int) -> Event:
    """This process is about to end: open another socket this much later, and close this one."""
    return {"type": "reconnect", "after_ms": after_ms}


def state(name: str, *, reason: str = "") -> Event:
    return {"type": "state", "state": name, **({"reason": reason} if reason else {})}


def queue(*, ahead: int | str, estimated_wait: Mapping[str, int] | None = None) -> Event:
    return {"type": "queue", "ahead": ahead, "estimated_wait": estimated_wait}


def cues(*, seq: int, found: Iterable[Mapping[str, Any]], prompts: Iterable[str]) -> Event:
    return {"type": "cues", "seq": seq, "cues": [dict(f) for f in found], "prompts": list(prompts)}


def risk(*, seq: int, spans: Iterable[Mapping[str, Any]]) -> Event:
    """Name the markers that a message speaks of, each once, and where: `spans` are {marker, start, end}."""
    held = [dict(span) for span in spans]
    return {"type": "risk", "seq": seq, "markers": list({span["marker"]: 0 for span in held}), "spans": held}
