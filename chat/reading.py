"""What callers may read beside the chat: guides, Easy Read, how accessible it is. Plain Python.

Each is a YAML file in chat/content with the same shape in every language; files are read once.
"""

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

CONTENT = Path(__file__).resolve().parent / "content"


@cache
def guide(lang: str) -> MappingProxyType[str, Any]:
    """Return {heading, intro, danger, parts: [{id, heading, text?, points?, after?}]}."""
    return MappingProxyType(_read("guide")[lang])


@cache
def workers(lang: str) -> MappingProxyType[str, Any]:
    """Return what somebody who asks because of their work may read, in the shape of `guide`."""
    return MappingProxyType(_read("workers")[lang])


@cache
def easy_read(lang: str) -> MappingProxyType[str, Any]:
    """Return {version, heading, intro, points: [{title, lines}], end}; a line is {picture, text}.

    `version` is that of the consent text which it puts into easy words.
    """
    held = _read("consent_easy")
    return MappingProxyType({"version": held["consent_version"], **held[lang]})


@cache
def accessibility(lang: str) -> MappingProxyType[str, Any]:
    """Return {heading, intro, parts: [{heading, points}], has_bsl, no_bsl, ask_heading, ...}."""
    return MappingProxyType(_read("accessibility")[lang])


@cache
def privacy(lang: str) -> MappingProxyType[str, Any]:
    """Return {heading, intro, who, parts: [{heading, points}], ask_heading, ask, version}."""
    return MappingProxyType(_read("privacy")[lang])


def _read(name: str) -> dict[str, Any]:
    held: dict[str, Any] = yaml.safe_load((CONTENT / f"{name}.yaml").read_text(encoding="utf-8"))
    return held
