"""The store of wrapped keys, one for each contact's words, apart from the main database.

A key is made before its contact and destroyed before its rows. Destroying it is what
destroys the words: deleted rows stay readable in a database's files and logs.
"""

import time
from base64 import b64decode
from collections.abc import Iterable
from functools import lru_cache
from threading import Lock
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from helpline.kernel.crypto import KEY_BYTES, new_key, seal, unseal
from helpline.kernel.errors import HelplineError
from helpline.kernel.models import ContactKey

DATABASE = "keys"
CACHE_SECONDS = 60.0


class WordsDestroyed(HelplineError):
    """The key of these words is gone, and with it the words."""

    code = "words.destroyed"
    status = 410
    message = "These words have been destroyed."


class KeyStoreRouter:
    """Sends ContactKey to the `keys` database and everything else to `default`."""

    def db_for_read(self, model: type[Any], **hints: Any) -> str:
        return DATABASE if model is ContactKey else "default"

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        is_key = app_label == "kernel" and model_name == "contactkey"
        return is_key if db == DATABASE else not is_key


@lru_cache(maxsize=1)
def _decoded_kek(encoded: str) -> bytes:
    try:
        key = b64decode(encoded, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(
            "The key-encryption key (HELPLINE_KEK or HELPLINE_KEK_FILE) is missing or is not 32 bytes "
            "in base64. `manage.py make_keys` makes one."
        )
    return key


def key_encryption_key() -> bytes:
    """Return the 32 bytes that wrap every contact's key. Raises ImproperlyConfigured."""
    return _decoded_kek(settings.HELPLINE_KEK)


def _bound_to(contact: UUID) -> str:
    return f"v1|dek|{contact}"


class _Cache:
    """Unwrapped keys, kept 60 seconds at most and never beyond destruction in this process."""

    def __init__(self) -> None:
        self._keys: dict[UUID, tuple[float, bytes]] = {}
        self._lock = Lock()

    def get(self, contact: UUID) -> bytes | None:
        with self._lock:
            found = self._keys.get(contact)
            if found and found[0] > time.monotonic():
                return found[1]
            self._keys.pop(contact, None)
            return None

    def put(self, contact: UUID, key: bytes) -> None:
        with self._lock:
            self._keys[contact] = (time.monotonic() + CACHE_SECONDS, key)
        self.forget_old()

    def forget_old(self) -> None:
        """Drop what has been kept for 60 seconds, whether anybody asks for it again or not."""
        with self._lock:
            now = time.monotonic()
            self._keys = {c: kept for c, kept in self._keys.items() if kept[0] > now}

    def drop(self, contacts: Iterable[UUID]) -> None:
        with self._lock:
            for contact in contacts:
                self._keys.pop(contact, None)

    def clear(self) -> None:
        with self._lock:
            self._keys.clear()


cache = _Cache()


def create_key(*, contact: UUID) -> None:
    """Make and store the key of a contact that is about to begin."""
    key = new_key()
    ContactKey.objects.create(
        contact=contact, wrapped=seal(key_encryption_key(), key, bound_to=_bound_to(contact))
    )
    cache.put(contact, key)


def keys_of(contacts: Iterable[UUID]) -> dict[UUID, bytes]:
    """Return the keys that still exist, by contact; one query for those not cached."""
    found = {contact: cache.get(contact) for contact in contacts}
    missing = [contact for contact, key in found.items() if key is None]
    if missing:
        for row in ContactKey.objects.filter(contact__in=missing):
            key = unseal(key_encryption_key(), bytes(row.wrapped), bound_to=_bound_to(row.contact))
            cache.put(row.contact, key)
            found[row.contact] = key
    return {contact: key for contact, key in found.items() if key is not None}


def key_of(contact: UUID) -> bytes:
    """Return the key of one contact. Raises WordsDestroyed."""
    keys = keys_of([contact])
    if contact not in keys:
        raise WordsDestroyed
    return keys[contact]


def destroy_keys(contacts: Iterable[UUID]) -> int:
    """Destroy the keys; returns how many were there. The words are gone with them."""
    wanted = list(contacts)
    cache.drop(wanted)
    return ContactKey.objects.filter(contact__in=wanted).delete()[0]
