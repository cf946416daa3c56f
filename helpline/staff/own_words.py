"""Passwords that somebody would try first: little more than our own words, or one of many people's."""

import re
from collections.abc import Iterator

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError

from helpline.face.in_force import service_name

# What anybody who knows this service would begin with; its name and the username come on top.
WORDS = (
    "helpline", "phoneline", "respect", "handler", "supervisor", "analyst", "admin", "adviser", "advisor",
    "console", "confidential", "password", "welcome", "changeme", "letmein",
)  # fmt: skip
SHORTEST_WORD = 4
# What has to be left of a password once they are taken out of it.
LEFT = 6


class LongEnough(MinimumLengthValidator):
    """Django's, in our words."""

    def get_error_message(self) -> str:
        return f"This password is too short. Choose one of {self.min_length} letters or signs at least."


class NotACommonOne(CommonPasswordValidator):
    """Django's, in our words."""

    def get_error_message(self) -> str:
        return "Many people have this password. Choose one that nobody would guess, such as three odd words."


class NotOurOwnWords:
    """For AUTH_PASSWORD_VALIDATORS. A password without such a word passes, whatever it is made of."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password that is little more than our own words."""
        said = plain(password)
        left = said
        for word in sorted(words_of(user), key=len, reverse=True):
            left = left.replace(word, "")
        if left != said and len(left) < LEFT:
            raise ValidationError(self.get_help_text(), code="password_own_words")

    def get_help_text(self) -> str:
        return (
            "This password is little more than your username, or words of this service. "
            "Choose one that says nothing of either."
        )


def words_of(user: object) -> Iterator[str]:
    """Yield what is too easy to think of here and for this person."""
    yield from WORDS
    names = f"{service_name()} {getattr(user, 'username', '')}"
    yield from (whole for whole in map(plain, names.split()) if len(whole) >= SHORTEST_WORD)
    yield from (word for word in re.split(r"[\W\d_]+", names.casefold()) if len(word) >= SHORTEST_WORD)


def plain(password: str) -> str:
    """Return letters and digits alone, in one case."""
    return re.sub(r"[\W_]+", "", password.casefold())
