"""Wrapping keys by a key-encryption key that says which one it was."""

from helpline.kernel.crypto import SealBroken, seal, unseal
from helpline.kernel.kek_sources import KeyRing
from helpline.kernel.keyring import ring_with


def wrap(key: bytes, *, what: str, kek: str, ring: KeyRing) -> bytes:
    """Seal a key under the key-encryption key of that id, bound to `what` it is and to the id."""
    return seal(ring.keys[kek], key, bound_to=_bound_to(what, kek))


def unwrap(wrapped: bytes, *, what: str, kek: str) -> bytes:
    """Return the key. Raises SealBroken: changed, moved, or under a key that this process has not.

    An empty `kek` is of the time before keys had ids: every key that is known is tried.
    """
    ring = ring_with(kek)
    if kek:
        if kek not in ring.keys:
            raise SealBroken
        return unseal(ring.keys[kek], wrapped, bound_to=_bound_to(what, kek))
    for key in ring.keys.values():
        try:
            return unseal(key, wrapped, bound_to=f"v1|{what}")
        except SealBroken:
            continue
    raise SealBroken


def _bound_to(what: str, kek: str) -> str:
    return f"v2|{what}|{kek}"
