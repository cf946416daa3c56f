"""Signatures (Ed25519) on what leaves the house to be held against it later: purge reports, sealed digests.

The key comes from HELPLINE_SIGNING_KEY, else from the secret key: all processes and hosts of a service have
the same, with nothing more to keep. See docs/adr/0049-sealed-days.md for what a signature does not prove.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SEED_BYTES = 32
KEY_ID_LENGTH = 16


def sign(purpose: str, statement: Mapping[str, Any]) -> str:
    """Return the signature in base64; it fits this statement and this purpose alone."""
    return b64encode(_private_key().sign(_signed_bytes(purpose, statement))).decode()


def is_signed(purpose: str, statement: Mapping[str, Any], signature: str, *, public: str = "") -> bool:
    """Tell whether the signature fits; `public` is the key that was written down when it was made."""
    try:
        key = Ed25519PublicKey.from_public_bytes(b64decode(public or public_key(), validate=True))
        key.verify(b64decode(signature, validate=True), _signed_bytes(purpose, statement))
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key() -> str:
    """Return the public key as 32 bytes in base64: to be written down elsewhere."""
    return b64encode(_private_key().public_key().public_bytes_raw()).decode()


def key_id(public: str = "") -> str:
    """Return a short name of a public key, for a person to compare."""
    return sha256(b64decode(public or public_key())).hexdigest()[:KEY_ID_LENGTH]


def _signed_bytes(purpose: str, statement: Mapping[str, Any]) -> bytes:
    """Return one spelling of the statement; the purpose keeps one kind of paper from passing as another."""
    spelt = json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return f"helpline|{purpose}|{spelt}".encode()


def _private_key() -> Ed25519PrivateKey:
    return _made_from(settings.HELPLINE_SIGNING_KEY, settings.SECRET_KEY)


@lru_cache(maxsize=1)
def _made_from(own: str, secret_key: str) -> Ed25519PrivateKey:
    if own:
        return Ed25519PrivateKey.from_private_bytes(_decoded(own))
    derived = HKDF(algorithm=SHA256(), length=SEED_BYTES, salt=None, info=b"helpline signing v1")
    return Ed25519PrivateKey.from_private_bytes(derived.derive(secret_key.encode()))


def _decoded(own: str) -> bytes:
    try:
        seed = b64decode(own, validate=True)
    except ValueError:
        seed = b""
    if len(seed) != SEED_BYTES:
        raise ImproperlyConfigured("HELPLINE_SIGNING_KEY (or _FILE) is not 32 bytes in base64.")
    return seed
