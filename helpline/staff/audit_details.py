"""The details of a line of the audit as parts of a sentence. Plain Python.

They stand after what was done: "gave somebody another role", "until then handler; now supervisor". A test
collects the names that the code records, and fails for one that has no part here.
"""

from collections.abc import Mapping
from typing import Any

# By the name of a detail, or by event and name where it means something else there; {} is the value.
PARTS = {
    "account": "it was the account {}",
    "added": "added {}",
    "alert": "alert {}",
    "back": "put back {}",
    "base": "begun from version {}",
    "bytes": "bytes in it: {}",
    "caller": "with the scripted caller {}",
    "changed": "changed {}",
    "checked": "the details count as checked: {}",
    "complaints": "how many: {}",
    "contacts": "how many: {}",
    "day": "on {}",
    "demo": "for the demo: {}",
    "earlier": "of the conversations {}",
    "ended": "sign-ins ended: {}",
    "factors": "second factors removed: {}",
    "failed": "in all since they last signed in: {}",
    "first_day": "from {}",
    "fields": "what was touched: {}",
    "filters": "narrowed by {}",
    "form": "in the form {}",
    "from": "until then {}",
    "handler": "the handler was {}",
    "kept": "kept as staff had it {}",
    "kind": "of the kind: {}",
    "picture": "its name begins with {}",
    "face.changed changed": "what changed: {}",
    "face.restored restored": "to what version {} was",
    "last_day": "to {}",
    "left": "left to do {}",
    "left_out": "left out {}",
    "links_void": "links that stopped working: {}",
    "lines": "lines in it: {}",
    "misses": "missed in a row: {}",
    "node": "at the prompt {}",
    "numbers": "numbers in the talk: {}",
    "part": "in the part {}",
    "passing": "record {}",
    "proposed_by": "proposed by {}",
    "purpose": "for {}",
    "reason": "because: {}",
    "removed": "removed {}",
    "replaces": "in place of version {}",
    "restored": "those of version {}",
    "restores": "as version {} was",
    "revision": "at revision {}",
    "rewrapped": "wrapped anew {}",
    "role": "as {}",
    "sections": "the parts {}",
    "secrets": "secrets of the service: {}",
    "sessions_ended": "sign-ins ended: {}",
    "sha256": "the text has the digest {}",
    "slug": "called {}",
    "shifts": "how many shifts: {}",
    "shifts_freed": "shifts that are free again: {}",
    "supervisor": "who read along was {}",
    "talks_back": "talks back in the queue: {}",
    "talks_handed": "talks given to others: {}",
    "to": "now {}",
    "text.draft_edited kind": "in the part {}",
    "told": "told by mail are the accounts {}",
    "transfer.asked to": "asked was {}",
    "unchanged": "left as they were {}",
    "unreadable": "could not be opened {}",
    "unsigned": "prompts without a signature: {}",
    "until": "until {}",
    "version": "version {}",
    "waits": "waiting for a second person {}",
    "rota.swapped from": "it was the shift of {}",
    "what": "what is concerned: {}",
    "with": "with {}",
    "words": "its text has the digest {}",
    # Settings of the line; docs/contact-life.md says what each does.
    "routing": "who comes to whom: {}",
    "offer_seconds": "seconds of an offer: {}",
    "skill_wait_seconds": "seconds to wait for a skill: {}",
    "idle_minutes": "minutes until somebody is asked whether they are there: {}",
    "wrap_up_minutes": "minutes for a wrap-up: {}",
    "most_wait_minutes": "longest wait in minutes: {}",
    "pause_minutes": "minutes of pause after abuse: {}",
    "without_script": "opened without prompts for now: {}",
}

# Codes that are no words, or other words than they look like.
WORDS = {
    "csv": "CSV",
    "cy": "Welsh",
    "en": "English",
    "plan": "the day and the languages",
    "jsonl": "JSON",
    "key": "the key of the contact",
    "message": "a message",
    "aside": "a note or a line among staff",
    "missing": "a message that is gone",
    "on_the_server": "whoever runs the server decided",
    "pull": "handlers take the next caller",
    "push": "the next caller is offered",
    "totp": "an authenticator app",
    "password": "a password",
    "purpose password": "a new password",
    "webauthn": "a passkey",
    "recovery_codes": "a recovery code",
    "factors": "a new second factor",
    "invitation": "an invitation",
}
LONGEST_ID, DIGEST, SHORT = 36, 64, 8


def parts(event: str, detail: Mapping[str, Any]) -> list[str]:
    """Return what a line's details say, in the order of their names; what says nothing is left out."""
    said = [part(event, name, value) for name, value in sorted(detail.items())]
    return [each for each in said if each]


def part(event: str, name: str, value: object) -> str:
    """Return what one detail says; "" where its value is nothing. One that nobody knows is named as it is."""
    if value in (None, "", []):
        return ""
    template = PARTS.get(f"{event} {name}") or PARTS.get(name) or f"{_plain(name)}: {{}}"
    return template.format(worded(name, value))


def worded(name: str, value: object) -> str:
    """Return a value in words: codes are spelled out, ids and digests shortened."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(worded(name, each) for each in value)
    text = str(value)
    if len(text) in (LONGEST_ID, DIGEST) and " " not in text:
        return text[:SHORT]
    return WORDS.get(f"{name} {text}") or WORDS.get(text) or (text if name in NAMES else _plain(text))


# Of people and of services: they stand as they are.
NAMES = frozenset({"handler", "supervisor", "proposed_by", "slug", "node", "caller", "sha256"})


def _plain(code: str) -> str:
    return code.replace("_", " ")
