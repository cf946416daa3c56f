"""The texts with versions as callers' pages take them: what is in force at this moment, in one language."""

from typing import Any

from django.utils.safestring import mark_safe

from chat import reading, texts
from helpline.hours.rules import LONDON
from helpline.hours.spoken import spoken_day
from helpline.kernel.light_markup import to_html
from helpline.public_texts.in_force import Told, told
from helpline.public_texts.kinds import Kind

# Why a chat ended, in whose place a sentence may stand that this is in English alone.
_WHY = frozenset(
    {"ended_caller", "ended_handler", "ended_caller_gone", "ended_hours", "ended_boundary", "ended_other"}
)


def consent_now(lang: str) -> dict[str, Any]:
    """Return {version, lang, heading, intro, points, agree, decline, work} of the text in force."""
    return consent_of(told(Kind.CONSENT, lang))


def consent_of(text: Told) -> dict[str, Any]:
    """Return a version of it in the same shape; `lang` is the language that it is in."""
    return {"version": text.number, "lang": text.lang, **text.words}


def closing_now(lang: str) -> dict[str, str]:
    """Return the words of the last screen by the keys of the caller's texts."""
    return closing_of(told(Kind.CLOSING, lang), lang)


def closing_of(text: Told, lang: str) -> dict[str, str]:
    """Return the words of a version of it in the same shape."""
    words: dict[str, str] = dict(text.words)
    if text.lang == lang:
        return words
    only = texts.texts(lang)["only_english"]
    return {key: f"{only} {said}" if key in _WHY else said for key, said in words.items()}


def privacy_now(lang: str) -> dict[str, Any]:
    """Return the words of the privacy notice, with its `lang` and a line on its `version`."""
    return privacy_of(told(Kind.PRIVACY, lang), lang)


def privacy_of(text: Told, lang: str) -> dict[str, Any]:
    """Return a version of it in the same shape."""
    # Light markup becomes a few elements there, and is cleaned: helpline/kernel/light_markup.py.
    more = mark_safe(to_html(text.words.get("more") or ""))  # noqa: S308
    return {"lang": text.lang, **text.words, "more_html": more, "version": _version_line(text, lang)}


def _version_line(text: Told, lang: str) -> str:
    if text.begins_at is None:
        said: str = reading.privacy(lang)["version"]
        return said
    day = spoken_day(lang, text.begins_at.astimezone(LONDON).date())
    return texts.texts(lang)["notice_version"].format(n=text.number, day=day)
