"""The record of every consent text that callers ever agreed to."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from chat.models import ConsentText
from helpline.kernel.errors import HelplineError


class ConsentChanged(HelplineError):
    """A text was changed without a new version number; callers agreed to the old words."""

    code = "consent.changed"
    status = 409
    message = "A consent text was changed without a new version number."


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
