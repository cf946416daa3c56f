"""The words of the caller's pages, by language. Plain Python; files are read once.

`locale/caller/LANG/ROOM.json` holds one flat object of key and text for each screen or part of one;
`chat/content/consent.yaml` holds the limits of confidentiality, with their version.
"""

import json
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

LANGUAGES = ("en", "cy")
# Nobody reads a text to a caller in earnest before a speaker has read it: docs/confidentiality.md.
REVIEWED = ("en",)
LOCALE = Path(__file__).resolve().parent.parent / "locale" / "caller"
CONSENT = Path(__file__).resolve().parent / "content" / "consent.yaml"

# What a caller may say would be easier, by its own name first. A hint for the handler, no promise.
INTERPRETER_LANGUAGES = (
    "العربية (Arabic)",
    "বাংলা (Bengali)",
    "British Sign Language",
    "廣東話 (Cantonese)",
    "Français (French)",
    "ગુજરાતી (Gujarati)",
    "Italiano (Italian)",
    "کوردی (Kurdish)",
    "Lietuvių (Lithuanian)",
    "普通话 (Mandarin)",
    "ਪੰਜਾਬੀ (Panjabi)",
    "فارسی (Persian)",
    "Polski (Polish)",
    "Português (Portuguese)",
    "Română (Romanian)",
    "Soomaali (Somali)",
    "Español (Spanish)",
    "தமிழ் (Tamil)",
    "Türkçe (Turkish)",
    "Українська (Ukrainian)",
    "اردو (Urdu)",
    "Another language",
)


def language(asked: str | None, *, practice: bool) -> str:
    """Return the language to show: the one asked for when it is offered, else English.

    `practice` (the demo) offers every language; a service offers reviewed ones only.
    """
    return asked if asked in offered(practice=practice) else "en"


def offered(*, practice: bool) -> tuple[str, ...]:
    return LANGUAGES if practice else REVIEWED


@cache
def texts(lang: str) -> MappingProxyType[str, str]:
    """Return every text of the caller's pages in one language, whatever room it stands in."""
    rooms = sorted((LOCALE / lang).glob("*.json"))
    return MappingProxyType(
        {key: text for room in rooms for key, text in room_texts(lang, room.stem).items()}
    )


@cache
def room_texts(lang: str, room: str) -> MappingProxyType[str, str]:
    """Return the texts of one room in one language."""
    return MappingProxyType(json.loads((LOCALE / lang / f"{room}.json").read_text(encoding="utf-8")))


@cache
def consent(lang: str) -> MappingProxyType[str, Any]:
    """Return {version, heading, intro, points: [{title, text}], agree, decline}."""
    held = yaml.safe_load(CONSENT.read_text(encoding="utf-8"))
    return MappingProxyType({"version": held["version"], **held[lang]})
