"""A long file sealed for whoever holds a private key that is not on this machine. Plain Python.

A key is drawn for each file and sealed for the holder by HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM).
Under it stand parts of one mebibyte, each with its number and whether it is the last: none can be moved, left
out or cut off. See docs/adr/0066-backups-of-the-main-database.md.
"""

import hashlib
import os
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
KEY_BYTES = 32
# What HPKE puts around a key: a public key of 32 bytes and a tag of 16.
HEAD_BYTES = 32 + KEY_BYTES + 16
PART_BYTES = 1024 * 1024
TAG_BYTES = 16
PRIVATE = "helpline-backup-private-key:"
PUBLIC = "helpline-backup-public-key:"
ID_CHARACTERS = 16


class NotOpened(Exception):
    """The file was changed, cut, or is sealed for another key."""


class NoKey(ValueError):
    """A text is no key of this kind."""


def new_keys() -> tuple[str, str]:
    """Return a private key and its public one, each as one line of text."""
    private = X25519PrivateKey.generate()
    return (
        PRIVATE + b64encode(private.private_bytes_raw()).decode(),
        PUBLIC + b64encode(private.public_key().public_bytes_raw()).decode(),
    )


def public_of(private: str) -> str:
    """Return the public key that belongs to a private one. Raises NoKey."""
    key = X25519PrivateKey.from_private_bytes(_decoded(private, PRIVATE))
    return PUBLIC + b64encode(key.public_key().public_bytes_raw()).decode()


def id_of(public: str) -> str:
    """Return a short name of a public key. Raises NoKey."""
    return hashlib.sha256(b"helpline|backup key|" + _decoded(public, PUBLIC)).hexdigest()[:ID_CHARACTERS]


def sealed(chunks: Iterable[bytes], *, public: str, bound_to: str) -> Iterator[bytes]:
    """Yield what is to be written: the chunks packed and sealed. Raises NoKey."""
    key = os.urandom(KEY_BYTES)
    holder = X25519PublicKey.from_public_bytes(_decoded(public, PUBLIC))
    yield SUITE.encrypt(key, holder, info=bound_to.encode())
    cipher, number, held = AESGCM(key), 0, bytearray()
    for chunk in _packed(chunks):
        held += chunk
        while len(held) > PART_BYTES:
            yield cipher.encrypt(_nonce(number, last=False), bytes(held[:PART_BYTES]), None)
            del held[:PART_BYTES]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(held), None)


def opened(file: BinaryIO, *, private: str, bound_to: str) -> Iterator[bytes]:
    """Yield what was sealed; only after the last chunk is it known to be whole. Raises NotOpened or NoKey."""
    holder = X25519PrivateKey.from_private_bytes(_decoded(private, PRIVATE))
    try:
        key = SUITE.decrypt(file.read(HEAD_BYTES), holder, info=bound_to.encode())
        yield from _unpacked(_parts(file, AESGCM(key)))
    except (InvalidTag, ValueError, zlib.error):
        raise NotOpened from None


def _parts(file: BinaryIO, cipher: AESGCM) -> Iterator[bytes]:
    number, part = 0, file.read(PART_BYTES + TAG_BYTES)
    while True:
        following = file.read(PART_BYTES + TAG_BYTES)
        yield cipher.decrypt(_nonce(number, last=not following), part, None)
        if not following:
            return
        number, part = number + 1, following


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _packed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(6)
    for chunk in chunks:
        yield packer.compress(chunk)
    yield packer.flush()


def _unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for chunk in chunks:
        while chunk:
            yield unpacker.decompress(chunk, PART_BYTES)
            chunk = unpacker.unconsumed_tail
    yield unpacker.flush()
    if not unpacker.eof:
        raise NotOpened


def _decoded(text: str, kind: str) -> bytes:
    try:
        key = b64decode(text.removeprefix(kind), validate=True) if text.startswith(kind) else b""
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise NoKey
    return key
