"""The store of wrapped keys, one for each contact's words, apart from the main database.

A key is made before its contact and destroyed before its rows. Destroying it is what
destroys the words: deleted rows stay readable in a database's files and logs.
"""

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from uuid import UUID

from helpline.kernel.crypto import SealBroken, new_key
from helpline.kernel.errors import HelplineError
from helpline.kernel.kek_marks import DATABASE, current_kek
from helpline.kernel.keyring import ring_with
from helpline.kernel.models import ContactKey, KekMark, SiteSecret
from helpline.kernel.site_secrets import forget_secrets
from helpline.kernel.wrapping import unwrap, wrap

logger = logging.getLogger(__name__)
CACHE_SECONDS = 60.0
IN_STORE = (ContactKey, KekMark, SiteSecret)
NAMES_IN_STORE = frozenset(model.__name__.lower() for model in IN_STORE)


class WordsDestroyed(HelplineError):
    """The key of these words is gone, and with it the words."""

    code = "words.destroyed"
    status = 410
    message = (
        "These words have been destroyed, as was promised. Go on without them: nobody can bring them back."
    )


class KeyStoreRouter:
    """Sends what is the key store's to the `keys` database and everything else to `default`."""

    def db_for_read(self, model: type[Any], **hints: Any) -> str:
        return DATABASE if model in IN_STORE else "default"

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        is_key = app_label == "kernel" and model_name in NAMES_IN_STORE
        return is_key if db == DATABASE else not is_key


def what(contact: UUID) -> str:
    """What a contact's key is, where it is wrapped: moved to another contact it does not open."""
    return f"dek|{contact}"


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
        forget_secrets()


cache = _Cache()


def create_key(*, contact: UUID) -> None:
    """Make and store the key of a contact that is about to begin. Raises ImproperlyConfigured."""
    key = new_key()
    kek = _usable(current_kek())
    ContactKey.objects.create(contact=contact, wrapped=_wrapped(key, contact, kek), kek=kek)
    # A rotation that began between the look and the insert has not seen this row: it is ours to follow.
    newest = _usable(current_kek(), otherwise=kek)
    if newest != kek:
        wrapped = _wrapped(key, contact, newest)
        ContactKey.objects.filter(pk=contact, kek=kek).update(wrapped=wrapped, kek=newest)
    cache.put(contact, key)


def _usable(kek: str, *, otherwise: str | None = None) -> str:
    """Return the id where this process has that key; a contact begins under one that it has, in any case."""
    ring = ring_with(kek)
    if kek in ring.keys:
        return kek
    logger.error("the key store uses the key %s, which this process does not have", kek)
    return otherwise or ring.first


def _wrapped(key: bytes, contact: UUID, kek: str) -> bytes:
    return wrap(key, what=what(contact), kek=kek, ring=ring_with(kek))


@dataclass(frozen=True)
class Opened:
    """The keys that exist and open, and the contacts whose key exists and does not open."""

    keys: dict[UUID, bytes] = field(default_factory=dict)
    broken: frozenset[UUID] = frozenset()


def open_keys(contacts: Iterable[UUID]) -> Opened:
    """Return the keys that still exist, by contact; one query for those not cached.

    One that was changed, moved or cut harms no other contact.
    """
    found = {contact: cache.get(contact) for contact in contacts}
    missing = [contact for contact, key in found.items() if key is None]
    broken = set()
    if missing:
        for row in ContactKey.objects.filter(contact__in=missing):
            try:
                found[row.contact] = key = unwrap(bytes(row.wrapped), what=what(row.contact), kek=row.kek)
            except SealBroken:
                broken.add(row.contact)
            else:
                cache.put(row.contact, key)
    return Opened({contact: key for contact, key in found.items() if key is not None}, frozenset(broken))


def keys_of(contacts: Iterable[UUID]) -> dict[UUID, bytes]:
    """Return the keys that still exist and open, by contact."""
    return open_keys(contacts).keys


def has_key(contact: UUID) -> bool:
    """Tell whether the store holds a key for this contact now, whatever this process remembers."""
    return ContactKey.objects.filter(pk=contact).exists()


def key_of(contact: UUID) -> bytes:
    """Return the key of one contact. Raises WordsDestroyed, or SealBroken where it was tampered with."""
    opened = open_keys([contact])
    if contact in opened.broken:
        raise SealBroken
    if contact not in opened.keys:
        raise WordsDestroyed
    return opened.keys[contact]


@contextmanager
def new_key_of(contact: UUID) -> Iterator[None]:
    """Make the key of a contact that is begun inside, before it: words never wait for one.

    Destroyed again when that fails.
    """
    create_key(contact=contact)
    try:
        yield
    except Exception:
        destroy_keys([contact])
        raise


def destroy_keys(contacts: Iterable[UUID]) -> int:
    """Destroy the keys; returns how many were there. The words are gone with them."""
    wanted = list(contacts)
    cache.drop(wanted)
    return ContactKey.objects.filter(contact__in=wanted).delete()[0]
