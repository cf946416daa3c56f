"""A talk as its reviewers and its handler read it: one line for each message, card and answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chat.events import Event

WHO = {"caller": "Caller", "handler": "Handler", "system": "The service"}
CARDS = {"importance": "How important is it? (0 to 10)", "confidence": "How sure are you? (0 to 10)"}


@dataclass(frozen=True)
class Line:
    """One line; `kind` is that of its event, `note` one's own comment, `others` the other reviewer's."""

    seq: int
    who: str
    side: str
    kind: str
    body: str
    at: datetime
    note: str = ""
    others: str = ""


def lines_of(
    events: Iterable[Event], *, notes: Mapping[int, str], others: Mapping[int, str] | None = None
) -> list[Line]:
    """Return the lines of a talk in order, with what reviewers wrote at them."""
    held = others or {}
    return [
        Line(
            seq=event["seq"],
            who=_who(event),
            side=event.get("from", "handler"),
            kind=event["type"],
            body=_body(event),
            at=datetime.fromisoformat(event["at"]),
            note=notes.get(event["seq"], ""),
            others=held.get(event["seq"], ""),
        )
        for event in events
    ]


def _who(event: Event) -> str:
    return "Supervisor" if event.get("supervisor") else WHO[event.get("from", "handler")]


def _body(event: Event) -> str:
    if event["type"] == "message":
        return str(event["body"])
    if event["type"] == "answer":
        value = event["value"]
        return "Answered: rather not say" if value is None else f"Answered: {value}"
    card: Any = event["card"]
    name = str(card.get("name", "")) if isinstance(card, dict) else str(card)
    return f"Card: {CARDS.get(name, name.replace('_', ' '))}"
