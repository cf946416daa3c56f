"""The texts that have versions, and what each is for. Plain Python."""

from dataclasses import dataclass
from enum import StrEnum

LANGUAGES = ("en", "cy")
LANGUAGE_NAMES = {"en": "English", "cy": "Welsh"}
# What came with the program is numbered below, what the service wrote itself from here on.
FIRST_OWN = 101


class Kind(StrEnum):
    CONSENT = "consent"
    EASY = "easy"
    PRIVACY = "privacy"
    CLOSING = "closing"


@dataclass(frozen=True)
class About:
    """What staff are told of one text."""

    title: str
    where: str
    keeps: str


ABOUT: dict[Kind, About] = {
    Kind.CONSENT: About(
        "Consent and limits",
        "The screen before the first word: what stays between us, what cannot, and the words that are "
        "pressed to agree.",
        "A contact keeps the version that its caller agreed to.",
    ),
    Kind.EASY: About(
        "Limits in Easy Read",
        "The same limits, one idea a line, each with a drawing.",
        "It is offered only while the limits that it puts into easy words are in force.",
    ),
    Kind.PRIVACY: About(
        "Privacy notice",
        "The page “What we keep about you, and your rights”.",
        "Every caller reads the version of the day.",
    ),
    Kind.CLOSING: About(
        "Closing text",
        "The last screen: why the chat ended, 999, and what happens to the words.",
        "Every caller reads the version of the day.",
    ),
}
