"""Where the key-encryption keys come from: the environment, a file, a command, or memory alone. Plain Python.

Each source gives one or more keys of 32 bytes in base64, one a line, the newest first; a line that begins
with # is a remark. See docs/adr/0046-key-ids-and-rotation.md.
"""

import hashlib
import os
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from helpline.kernel.kek_command import CommandFailed, output_of

KEY_BYTES = 32
MOST_KEYS = 8
MEMORY = "memory"
ID_CHARACTERS = 16


class NoKeys(Exception):
    """The source gives no usable key; says so in one line that holds no part of one."""


class Kind(StrEnum):
    ENVIRONMENT = "environment"
    FILE = "file"
    COMMAND = "command"
    MEMORY = "memory"


@dataclass(frozen=True)
class Source:
    """One source; `value` is the text itself, the path or the command. It is never shown for ENVIRONMENT."""

    kind: Kind
    value: str = ""

    def __str__(self) -> str:
        return {
            Kind.ENVIRONMENT: "HELPLINE_KEK",
            Kind.FILE: f"the file {self.value}",
            Kind.COMMAND: "the command of HELPLINE_KEK_COMMAND",
            Kind.MEMORY: "the memory of this process alone (HELPLINE_KEK=memory)",
        }[self.kind]

    def __repr__(self) -> str:
        return f"<Source {self.kind}>"

    @property
    def changes(self) -> bool:
        """Whether asking again may give other keys without a new start."""
        return self.kind in {Kind.FILE, Kind.COMMAND}


@dataclass(frozen=True)
class KeyRing:
    """Every key-encryption key this process knows, by id; `first` is the newest."""

    keys: Mapping[str, bytes]
    first: str

    def __repr__(self) -> str:
        return f"<KeyRing {' '.join(self.keys)}>"


def chosen_source(*, text: str, file: str, command: str, fallback_file: Path) -> Source:
    """Return the one source that is set, else the fallback file. Raises NoKeys where two are."""
    named = {"HELPLINE_KEK": text, "HELPLINE_KEK_FILE": file, "HELPLINE_KEK_COMMAND": command}
    given = [name for name, value in named.items() if value]
    if len(given) > 1:
        raise NoKeys(f"Set one of {', '.join(named)}, not {' and '.join(given)}.")
    if text == MEMORY:
        return Source(Kind.MEMORY)
    if text:
        return Source(Kind.ENVIRONMENT, text)
    if command:
        return Source(Kind.COMMAND, command)
    return Source(Kind.FILE, file or str(fallback_file))


def ring_from(source: Source) -> KeyRing:
    """Return the keys a source gives now. Raises NoKeys."""
    if source.kind is Kind.MEMORY:
        return _ring([os.urandom(KEY_BYTES)])
    lines = [line.strip() for line in _text_of(source).replace(",", "\n").splitlines()]
    encoded = [part for line in lines if line and not line.startswith("#") for part in line.split()]
    keys = [_decoded(part) for part in encoded]
    if not keys or len(keys) > MOST_KEYS or None in keys:
        raise NoKeys(
            "The key-encryption key (HELPLINE_KEK, HELPLINE_KEK_FILE or HELPLINE_KEK_COMMAND) is missing or "
            f"is not 32 bytes in base64: {source} was asked. `manage.py make_keys` makes one."
        )
    return _ring([key for key in keys if key])


def id_of(key: bytes) -> str:
    """Return the id of a key: it names the key and tells nothing of it."""
    return hashlib.sha256(b"helpline|kek id|" + key).hexdigest()[:ID_CHARACTERS]


def _ring(keys: list[bytes]) -> KeyRing:
    return KeyRing(keys={id_of(key): key for key in keys}, first=id_of(keys[0]))


def _text_of(source: Source) -> str:
    if source.kind is Kind.ENVIRONMENT:
        return source.value
    try:
        if source.kind is Kind.COMMAND:
            return output_of(source.value)
        return Path(source.value).read_text(encoding="ascii")
    except CommandFailed as failure:
        raise NoKeys(f"HELPLINE_KEK_COMMAND gave no key: {failure}") from None
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        raise NoKeys(f"The key-encryption key could not be read from {source} (HELPLINE_KEK_FILE).") from None


def _decoded(encoded: str) -> bytes | None:
    try:
        key = b64decode(encoded, validate=True)
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None
