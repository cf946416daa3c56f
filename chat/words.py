"""What is kept of a text that somebody typed. Plain Python."""

import re
import unicodedata

from chat.errors import MessageEmpty, MessageTooLong

# Unicode's control characters but newline and tab (its category Cc), and halves of pairs (Cs).
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


def clean_body(text: str, *, most: int = 4_000) -> str:
    """Return `text` in NFC without control characters except newline and tab, ends trimmed.

    Nothing else is changed: what somebody in distress typed stays as it is.
    Raises MessageEmpty, or MessageTooLong above `most` characters.
    """
    # Removed before composing: what stood on both sides of a control character may belong together.
    kept = unicodedata.normalize("NFC", UNWANTED.sub("", text)).strip()
    if all(c.isspace() or c in INVISIBLE for c in kept):
        raise MessageEmpty
    if len(kept) > most:
        raise MessageTooLong(most=most, length=len(kept))
    return kept
