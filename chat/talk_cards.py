"""Cards that a handler sends for a talk: two rulers to answer, a time out, a plan for tonight. Plain Python.

A card's words stand in the texts of the caller's page; what is kept of one is its name, and what the two
agreed. See docs/adr/0033-cards-for-a-talk.md.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from chat.errors import CommandInvalid, MessageEmpty, MessageTooLong, NoContact, NotChecked, NotForCaller
from chat.words import clean_body


class CardName(StrEnum):
    IMPORTANCE = "importance"
    CONFIDENCE = "confidence"
    TIME_OUT = "time_out"
    TONIGHT = "tonight"


RULERS = frozenset({CardName.IMPORTANCE, CardName.CONFIDENCE})
HIGHEST = 10
# The lines of a plan for tonight, in the order in which they stand on its card.
PLAN_LINES = ("where", "say", "avoid", "ring", "tomorrow")
# What somebody says as they go is contact: it is in no plan where that is forbidden.
CONTACT_LINE = "say"
MOST_LINE = 200
# Whoever is being hurt, a child, a friend or a worker is never asked to change, nor given a time out.
FOR_KINDS = frozenset({"own_behaviour", "unsure"})
Payload = dict[str, Any]


def payload_of(
    name: CardName,
    *,
    lines: Mapping[str, str],
    contact_forbidden: bool | None,
    order_recorded: bool,
    caller_kind: str,
) -> Payload:
    """Return what is sealed of a card: {"name", "lines"?, "contact_forbidden"?}.

    `contact_forbidden` is the handler's answer to whether an order or bail forbids contact, None where
    nobody asked; `order_recorded` that triage says one was broken, which is an order.
    Raises NotForCaller, NotChecked, NoContact, MessageEmpty, MessageTooLong, or CommandInvalid for lines
    of a card that has none.
    """
    if caller_kind not in FOR_KINDS:
        raise NotForCaller
    if name != CardName.TONIGHT and lines:
        raise CommandInvalid(
            "Only a plan for tonight has lines. Choose that card, or leave them out.", field="lines"
        )
    if name in RULERS:
        return {"name": str(name)}
    forbidden = contact_forbidden or order_recorded
    if name == CardName.TIME_OUT and forbidden:
        raise NoContact
    if contact_forbidden is None and not forbidden:
        raise NotChecked
    marked = {"contact_forbidden": True} if forbidden else {}
    if name == CardName.TIME_OUT:
        return {"name": str(name)}
    return {"name": str(name), "lines": _clean(lines, forbidden=bool(forbidden)), **marked}


def _clean(lines: Mapping[str, str], *, forbidden: bool) -> dict[str, str]:
    """Return the lines that hold words, in order and on one line each."""
    if forbidden and lines.get(CONTACT_LINE, "").strip():
        raise NoContact
    kept = {}
    for line in PLAN_LINES:
        words = " ".join(lines.get(line, "").split())
        if len(words) > MOST_LINE:
            raise MessageTooLong(
                f"A line of the plan holds {MOST_LINE} letters at most. Make it shorter.", field=line
            )
        if words:
            kept[line] = clean_body(words, most=MOST_LINE)
    if not kept:
        raise MessageEmpty("Write at least one line of the plan.")
    return kept
