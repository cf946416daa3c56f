"""The words of return codes: drawing four, and reading what somebody typed as four. Plain Python.

The list is the Electronic Frontier Foundation's of 7,776 words, which the package xkcdpass carries; some
230 of them are read, and never drawn.
"""

import secrets
import unicodedata
from functools import cache
from importlib.resources import files

from chat.code_words_left_out import LEFT_OUT
from chat.errors import CodeUnknown

WORDS_A_CODE = 4
LONGEST_TYPED = 200


@cache
def words() -> tuple[str, ...]:
    """Return the 7,776 words in the order of the list."""
    return tuple((files("xkcdpass") / "static" / "eff-long").read_text(encoding="ascii").split())


@cache
def drawn_from() -> tuple[str, ...]:
    """Return the words of the list that a code may hold."""
    return tuple(word for word in words() if word not in LEFT_OUT)


def draw_code() -> str:
    """Return four words drawn alike and each for itself: 51.5 bits."""
    return " ".join(secrets.choice(drawn_from()) for _ in range(WORDS_A_CODE))


def normalise(typed: str) -> str:
    """Return the four words that `typed` means, in the one spelling that is looked up.

    Capitals, spaces, hyphens, commas and other signs make no difference; neither does whether
    "t-shirt" is written in one, in two or with its hyphen. Raises CodeUnknown for anything
    but four words of the list; nothing needs to be looked up to know that.
    """
    found = _joined(_letters(typed).split()) if len(typed) <= LONGEST_TYPED else []
    if len(found) != WORDS_A_CODE or not _known().issuperset(found):
        raise CodeUnknown
    return " ".join(found)


def _letters(typed: str) -> str:
    """Return only letters a to z and spaces; what cannot be seen goes without leaving a space."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    seen = (c for c in plain if unicodedata.category(c) != "Cf")
    return "".join(c if c.isascii() and c.isalpha() else " " for c in seen)


@cache
def _known() -> frozenset[str]:
    return frozenset(word.replace("-", "") for word in words())


@cache
def _halves() -> frozenset[tuple[str, str]]:
    """The words with a hyphen, in two; no first half is a word of its own."""
    return frozenset((first, second) for first, dash, second in (w.partition("-") for w in words()) if dash)


def _joined(parts: list[str]) -> list[str]:
    whole: list[str] = []
    for part in parts:
        if whole and (whole[-1], part) in _halves():
            whole[-1] += part
        else:
            whole.append(part)
    return whole
