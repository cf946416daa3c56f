"""What a line of the audit may not hold, by its shape: sentences, addresses, numbers, tokens, hashes."""

import re
from collections.abc import Iterator
from typing import Any

from helpline.staff.models import AuditEvent

SHAPES = {
    "a sentence": re.compile(r"\S+(?: \S+){5,}"),
    "an e-mail address": re.compile(r"\S+@\S+\.\S+"),
    "a telephone number": re.compile(r"(?<![\d-])(?:\+44|0)[\d ]{9,}"),
    "a network address": re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,}\b"),
    "a token": re.compile(r"(?<![\w-])(?=\S*[A-Z])(?=\S*[a-z])[\w-]{43}(?![\w-])"),
    "a hash": re.compile(r"\b[0-9a-f]{64}\b"),
    "a postcode": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"),
}
# The text of a prompt that was signed off, which is published.
MAY_HOLD_A_HASH = {"scripts.signed_off", "scripts.sign_off_taken_back"}


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text in a detail, names of fields as well."""
    if isinstance(value, dict):
        for name, held in value.items():
            yield str(name)
            yield from texts_in(held)
    elif isinstance(value, list | tuple):
        for held in value:
            yield from texts_in(held)
    else:
        yield str(value)


def forbidden(line: AuditEvent) -> list[str]:
    """Return what a line holds that it may not: the event, and which shape; never the thing itself."""
    found = []
    for text in [line.subject, line.actor, *texts_in(line.detail)]:
        for name, shape in SHAPES.items():
            if shape.search(text) and not (name == "a hash" and line.event in MAY_HOLD_A_HASH):
                found.append(f"{line.event}: {name}")
    return found
