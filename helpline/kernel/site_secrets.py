"""Secrets of the whole service that lie in the key store: made once, wrapped, and rotated with the rest.

They do not change with the key-encryption key, so that what was made with them keeps its meaning.
"""

from threading import Lock

from django.db import IntegrityError, transaction

from helpline.kernel.crypto import new_key
from helpline.kernel.kek_marks import DATABASE, current_kek
from helpline.kernel.keyring import ring_with
from helpline.kernel.models import SiteSecret
from helpline.kernel.wrapping import unwrap, wrap

_known: dict[str, bytes] = {}
_lock = Lock()


def site_secret(name: str) -> bytes:
    """Return 32 bytes that only this service has; made at the first question.

    Raises SealBroken, or ImproperlyConfigured.
    """
    with _lock:
        known = _known.get(name)
    if known is None:
        known = _stored(name) or _made(name)
        with _lock:
            _known[name] = known
    return known


def forget_secrets() -> None:
    """Forget what was unwrapped in this process."""
    with _lock:
        _known.clear()


def _stored(name: str) -> bytes | None:
    row = SiteSecret.objects.filter(pk=name).first()
    return unwrap(bytes(row.wrapped), what=f"secret|{name}", kek=row.kek) if row else None


def _made(name: str) -> bytes:
    kek = current_kek()
    secret = new_key()
    wrapped = wrap(secret, what=f"secret|{name}", kek=kek, ring=ring_with(kek))
    try:
        with transaction.atomic(using=DATABASE):
            SiteSecret.objects.create(name=name, wrapped=wrapped, kek=kek)
    except IntegrityError:
        # Another process was faster by a moment: everybody uses what is stored.
        return _stored(name) or secret
    return secret
