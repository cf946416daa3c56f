"""The record of every consent text that callers ever agreed to."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from chat.models import ConsentText
from chat.selectors import consent_text
from helpline.kernel.errors import HelplineError
from helpline.public_texts.in_force import Told, is_own, number_in_force, told_as
from helpline.public_texts.kinds import Kind
from helpline.public_texts.shipped import shipped, shipped_number


class ConsentChanged(HelplineError):
    """A text was changed without a new version number; callers agreed to the old words."""

    code = "consent.changed"
    status = 409
    message = "A consent text was changed without a new version number. Give it one, and start again."


@transaction.atomic
def record_consent(texts: Mapping[str, Mapping[str, Any]]) -> int:
    """Store the texts ({language: {"version", ...}}) that are new; return how many were.

    A version that is stored is never changed. Raises ConsentChanged naming the language.
    """
    stored = 0
    for language, text in texts.items():
        row, made = ConsentText.objects.get_or_create(
            version=text["version"], language=language, defaults={"text": dict(text)}
        )
        if not made and row.text != dict(text):
            raise ConsentChanged(
                f"The consent text ({language}) differs from the stored version {text['version']}: "
                "give it a new version number."
            )
        stored += made
    return stored


def agreed_number(*, claimed: int | None, language: str) -> int:
    """Return the version that a caller agreed to: the one their page showed, where it ever was in force.

    Else the one in force now; 0 where no text of the program was ever stored.
    """
    if claimed and is_own(claimed) and told_as(Kind.CONSENT, claimed, language):
        return claimed
    running = number_in_force(Kind.CONSENT)
    text = None if is_own(running) and claimed is None else consent_text(language, version=claimed)
    if is_own(running) and (text is None or text.version != claimed):
        return running
    return text.version if text else 0


def agreed_text(number: int, lang: str) -> Told | None:
    """Return the text of a version that callers agreed to, or may agree to now; None where there is none."""
    if is_own(number):
        return told_as(Kind.CONSENT, number, lang)
    # A version that is stored is never changed, so that the file of the same number says the same.
    if number == shipped_number(Kind.CONSENT):
        return Told(Kind.CONSENT, number, lang, shipped(Kind.CONSENT, lang))
    text = consent_text(lang, version=number)
    if text is None or text.version != number:
        return None
    words = {name: part for name, part in text.text.items() if name != "version"}
    return Told(Kind.CONSENT, number, text.language, words)
