"""What a card of the talk says, from the texts of the caller's page. Plain Python.

The caller's page with scripts puts the same words together itself (static/chat/talk-cards.js).
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from chat import texts
from chat.talk_cards import PLAN_LINES, RULERS, CardName


@cache
def card_texts(lang: str) -> MappingProxyType[str, Any]:
    """Return the words of every card by its name.

    A ruler is {question, hint, low, high, skip}; a plan {heading, text, points, cautions, danger}, and for
    tonight {lines: {id: label}, order} as well: `order` is what it says where contact is forbidden.
    """
    t = texts.texts(lang)
    return MappingProxyType(
        {str(name): _ruler(name, t) if name in RULERS else _plan(name, t) for name in CardName}
    )


def _ruler(name: CardName, t: Mapping[str, str]) -> dict[str, str]:
    return {
        "question": t[f"ruler_{name}"],
        "hint": t["ruler_hint"],
        "low": t[f"ruler_{name}_low"],
        "high": t[f"ruler_{name}_high"],
        "skip": t["ruler_skip"],
    }


def _plan(name: CardName, t: Mapping[str, str]) -> dict[str, Any]:
    tonight = name == CardName.TONIGHT
    return {
        "heading": t[f"{name}_heading"],
        "text": t.get(f"{name}_text", ""),
        "points": _listed(t, f"{name}_do"),
        "cautions": _listed(t, f"{name}_care"),
        "danger": t["plan_danger"],
        "lines": {line: t[f"tonight_{line}"] for line in PLAN_LINES} if tonight else {},
        "order": t["tonight_order"] if tonight else "",
    }


def _listed(t: Mapping[str, str], prefix: str) -> list[str]:
    """Return the texts PREFIX_1, PREFIX_2 ... that there are."""
    found: list[str] = []
    while (text := t.get(f"{prefix}_{len(found) + 1}")) is not None:
        found.append(text)
    return found
