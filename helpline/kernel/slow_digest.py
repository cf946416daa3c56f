"""The digest of a secret that somebody keeps in their head: slow to make, and the same each time.

Argon2id with one secret salt of the site, so that equal secrets have equal digests and can be looked
up. The salt comes from a secret in the key store, wrapped by the key-encryption key: who steals the
digests alone has nothing to try words against, and a new key-encryption key changes no digest.
See docs/adr/0013-return-code.md.
"""

from functools import lru_cache
from threading import BoundedSemaphore

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from helpline.kernel.site_secrets import site_secret
from helpline.kernel.throttle import TooFast

SALTS = "digests"
BYTES = 32
MEMORY_KIB = 64 * 1024
PASSES = 3
# So many at once in one process: a flood may wait, it cannot take the machine's memory.
AT_ONCE = 2
PATIENCE_SECONDS = 5.0
_places = BoundedSemaphore(AT_ONCE)


def slow_digest(secret: str, *, purpose: str) -> bytes:
    """Return 32 bytes; another `purpose` or another service gives others.

    Takes some 150 ms and 64 MiB. Raises TooFast when too many are being made at once.
    """
    salt = _salt(site_secret(SALTS), purpose)
    if not _places.acquire(timeout=PATIENCE_SECONDS):
        raise TooFast(retry_after_seconds=PATIENCE_SECONDS)
    try:
        return hash_secret_raw(secret.encode(), salt, PASSES, MEMORY_KIB, 1, BYTES, Type.ID)
    finally:
        _places.release()


@lru_cache(maxsize=8)
def _salt(key: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), BYTES, salt=None, info=f"helpline|v1|{purpose}".encode()).derive(key)
