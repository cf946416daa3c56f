"""The texts that came with the program, in force until the service publishes its own. Plain Python."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from helpline.public_texts.kinds import Kind
from helpline.public_texts.shape import SHAPES, Field, Words

_ROOT = Path(__file__).resolve().parents[2]
CONTENT = _ROOT / "chat" / "content"
LOCALE = _ROOT / "locale" / "caller"
DRAWINGS = _ROOT / "static" / "img" / "easy"
ROOMS = ("talk", "end")


@cache
def shipped(kind: Kind, lang: str) -> Words:
    """Return the words of one text in one language. Nobody changes what is returned."""
    if kind == Kind.CLOSING:
        held: dict[str, Any] = {}
        for room in ROOMS:
            held |= json.loads((LOCALE / lang / f"{room}.json").read_text(encoding="utf-8"))
        return {field.path: held[field.path] for field in SHAPES[kind] if isinstance(field, Field)}
    words: Words = dict(_file(kind)[lang])
    return {name: part for name, part in words.items() if name != "version"}


@cache
def shipped_number(kind: Kind) -> int:
    """Return the number of the version that came with the program."""
    names = {Kind.CONSENT: "version", Kind.EASY: "consent_version"}
    return int(_file(kind)[names[kind]]) if kind in names else 1


@cache
def drawings() -> frozenset[str]:
    """Return the names of the drawings of Easy Read."""
    return frozenset(file.stem for file in DRAWINGS.glob("*.svg"))


@cache
def _file(kind: Kind) -> dict[str, Any]:
    names = {Kind.CONSENT: "consent", Kind.EASY: "consent_easy", Kind.PRIVACY: "privacy"}
    held: dict[str, Any] = yaml.safe_load((CONTENT / f"{names[kind]}.yaml").read_text(encoding="utf-8"))
    return held
