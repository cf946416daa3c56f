"""The key-encryption keys of this process: read once, and again where a key's id is not known."""

import time
from threading import Lock

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from helpline.kernel.kek_sources import KeyRing, Kind, NoKeys, Source, chosen_source, ring_from

# A changed id in a row must not make us start a program for every read.
AGAIN_AFTER_SECONDS = 5.0
NEVER = float("-inf")

_lock = Lock()
_held: tuple[Source, KeyRing, float] | None = None


def source() -> Source:
    """Return where the keys come from. Raises ImproperlyConfigured where two sources are set."""
    try:
        return chosen_source(
            text=settings.HELPLINE_KEK,
            file=settings.HELPLINE_KEK_FILE,
            command=settings.HELPLINE_KEK_COMMAND,
            fallback_file=settings.HELPLINE_KEYS_DIR / "key_encryption_key",
        )
    except NoKeys as reason:
        raise ImproperlyConfigured(str(reason)) from None


def is_in_memory() -> bool:
    """Tell whether the key dies with this process."""
    return source().kind is Kind.MEMORY


def ring() -> KeyRing:
    """Return the keys. Raises ImproperlyConfigured."""
    global _held
    asked = source()
    with _lock:
        if _held is None or _held[0] != asked:
            _held = (asked, _read(asked), NEVER)
        return _held[1]


def ring_with(kek: str) -> KeyRing:
    """Return the keys, read again where none has this id and the source may have changed meanwhile.

    So a running process learns of a new key when it meets the first row under it. The id may be
    missing all the same. Raises ImproperlyConfigured.
    """
    held = ring()
    return held if kek in held.keys else read_again()


def read_again(*, at_once: bool = False) -> KeyRing:
    """Ask the source again: a file at once, a program every five seconds at most, or `at_once`.

    One that cannot be asked just now leaves what is known. Raises ImproperlyConfigured where nothing is.
    """
    global _held
    known = ring()
    with _lock:
        assert _held is not None
        asked, _, at = _held
        due = at_once or asked.kind is Kind.FILE or time.monotonic() - at >= AGAIN_AFTER_SECONDS
        if not asked.changes or not due:
            return _held[1]
        try:
            _held = (asked, _read(asked), time.monotonic())
        except ImproperlyConfigured:
            if at_once:
                raise
            _held = (asked, known, time.monotonic())
        return _held[1]


def forget_ring() -> None:
    """Forget what was read: the next question goes to the source."""
    global _held
    with _lock:
        _held = None


def _read(asked: Source) -> KeyRing:
    try:
        return ring_from(asked)
    except NoKeys as reason:
        raise ImproperlyConfigured(str(reason)) from None
