"""Telephone numbers: what one looks like, and those known to be misprinted. Plain Python."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PHONE = re.compile(r"\+?\d[\d ]{1,18}\d")


@dataclass(frozen=True)
class Misprint:
    """A wrong number that is in print somewhere, and the right one."""

    wrong: str
    right: str
    service: str


def digits(text: str) -> str:
    """Return the text without blanks, brackets and dashes, so that spacing hides no number."""
    return re.sub(r"[\s()\-‐-―]", "", text)


def is_phone(text: str) -> bool:
    """Tell whether this is a telephone number alone: digits and blanks, 3 to 15 digits."""
    return bool(_PHONE.fullmatch(text)) and 3 <= len(digits(text).lstrip("+")) <= 15


def misprint_in(texts: Iterable[str], misprints: Iterable[Misprint]) -> Misprint | None:
    """Return the first known misprint that stands in one of the texts, however it is spaced.

    A "misprint" of spacing alone is the right number and is let through.
    """
    packed = [digits(text) for text in texts]
    for misprint in misprints:
        wrong = digits(misprint.wrong)
        if wrong != digits(misprint.right) and any(wrong in text for text in packed):
            return misprint
    return None
