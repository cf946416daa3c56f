"""What is kept of a text that somebody typed. Plain Python."""

import unicodedata

from chat.errors import MessageEmpty, MessageTooLong

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


def clean_body(text: str, *, most: int = 4_000) -> str:
    """Return `text` in NFC without control characters except newline and tab, ends trimmed.

    Nothing else is changed: what somebody in distress typed stays as it is.
    Raises MessageEmpty, or MessageTooLong above `most` characters.
    """
    # Removed before composing: what stood on both sides of a control character may belong together.
    legible = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    kept = unicodedata.normalize("NFC", legible).strip()
    if all(c.isspace() or c in INVISIBLE for c in kept):
        raise MessageEmpty
    if len(kept) > most:
        raise MessageTooLong(most=most, length=len(kept))
    return kept
