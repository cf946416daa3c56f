"""Authenticated encryption of words and of the keys that protect them.

Layout of a sealed value: 1 byte version, 12 bytes nonce, ciphertext with a 16 byte tag.
AES-256-GCM throughout. See docs/adr/0004-a-key-per-contact.md.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from helpline.kernel.errors import HelplineError

VERSION = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32
OVERHEAD_BYTES = 1 + NONCE_BYTES + 16


class SealBroken(HelplineError):
    """The value was changed, cut, moved to another row, or the key is not its own."""

    code = "crypto.seal_broken"
    status = 500
    message = (
        "Something that is stored could not be read. Nothing was changed. Try again in a minute; if it "
        "stays, tell whoever looks after the server."
    )


def new_key() -> bytes:
    """Return 32 random bytes."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, plaintext: bytes, *, bound_to: str) -> bytes:
    """Encrypt so that the result opens only with `key` and the same `bound_to`."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plaintext, bound_to.encode())


def unseal(key: bytes, sealed: bytes, *, bound_to: str) -> bytes:
    """Decrypt what `seal` returned. Raises SealBroken."""
    if sealed[:1] != VERSION or len(sealed) < OVERHEAD_BYTES:
        raise SealBroken
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, bound_to.encode())
    except InvalidTag:
        raise SealBroken from None
