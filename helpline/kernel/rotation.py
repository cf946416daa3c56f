"""Wrapping every key by the newest key-encryption key, while the service runs.

In batches with row locks: a key that is destroyed meanwhile stays destroyed, since nothing here inserts one.
Killed in the middle it has lost nothing, and the next run goes on. See docs/adr/0046-key-ids-and-rotation.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from helpline.kernel.crypto import SealBroken
from helpline.kernel.kek_marks import DATABASE, current_kek, is_sound, left_by_kek, mark_of
from helpline.kernel.kek_sources import KeyRing
from helpline.kernel.keyring import is_in_memory, read_again, source
from helpline.kernel.keystore import what
from helpline.kernel.models import ContactKey, KekMark, SiteSecret
from helpline.kernel.wrapping import unwrap, wrap

BATCH = 200


@dataclass(frozen=True, kw_only=True)
class Rotation:
    """How a rotation stands: `left` under other keys, of which `broken` do not open with any."""

    to: str
    left: int
    broken: int = 0
    rewrapped: int = 0


def standing() -> Rotation:
    """Return how many wrapped keys are not yet under the newest key of this process."""
    newest = read_again(at_once=True).first
    return Rotation(to=newest, left=sum(count for kek, count in left_by_kek().items() if kek != newest))


def begin_rotation() -> tuple[str, str]:
    """Make the newest key the one that new keys are wrapped by; return (the one before, the new one).

    They are the same where it was so already. Raises ImproperlyConfigured.
    """
    if is_in_memory():
        raise ImproperlyConfigured(
            "HELPLINE_KEK=memory: a new start is the rotation, and loses all open words."
        )
    ring = read_again(at_once=True)
    with transaction.atomic(using=DATABASE):
        before = current_kek()
        mark = KekMark.objects.select_for_update().get(pk=before)
        if before == ring.first:
            return before, before
        if not is_sound(mark, ring):
            raise ImproperlyConfigured(
                f"The key store is used with the key {before}, which is not among those of {source()}: "
                "put the new key before it, and keep it until none is left under it."
            )
        KekMark.objects.filter(current=True).update(current=False)
        KekMark.objects.filter(pk=ring.first).delete()
        mark_of(ring.first, ring, current=True).save(force_insert=True)
    return before, ring.first


def rewrap_all(*, to: str, batch: int = BATCH) -> Iterator[Rotation]:
    """Wrap everything anew, yielding after each batch that is committed how it stands."""
    rewrapped = broken = 0
    ring = read_again()
    for model in (SiteSecret, ContactKey):
        last: Any = None
        while True:
            done, bad, last = _rewrap_batch(model, ring, to=to, after=last, batch=batch)
            if last is None:
                break
            rewrapped, broken = rewrapped + done, broken + bad
            yield Rotation(to=to, left=_left(to), broken=broken, rewrapped=rewrapped)


def forget_marks_without_keys() -> list[str]:
    """Forget marks of keys that nothing is wrapped by any more; return the ids: those may be dropped."""
    with transaction.atomic(using=DATABASE):
        used = set(left_by_kek())
        unused = [mark.id for mark in KekMark.objects.filter(current=False) if mark.id not in used]
        KekMark.objects.filter(pk__in=unused).delete()
    return unused


def _left(to: str) -> int:
    return sum(model._default_manager.exclude(kek=to).count() for model in (SiteSecret, ContactKey))


def _rewrap_batch(
    model: type[ContactKey] | type[SiteSecret], ring: KeyRing, *, to: str, after: Any, batch: int
) -> tuple[int, int, Any]:
    """Wrap the next rows anew in one transaction; return (how many, how many did not open, the last)."""
    with transaction.atomic(using=DATABASE):
        # Skipped: what a purge is destroying at this moment. It waits for us nowhere, and we not for it.
        rows = model._default_manager.select_for_update(skip_locked=True).exclude(kek=to).order_by("pk")
        found: list[Any] = list((rows if after is None else rows.filter(pk__gt=after))[:batch])
        bad = 0
        for row in found:
            name = what(row.contact) if isinstance(row, ContactKey) else f"secret|{row.name}"
            try:
                key = unwrap(bytes(row.wrapped), what=name, kek=row.kek)
            except SealBroken:
                bad += 1
                continue
            row.wrapped, row.kek = wrap(key, what=name, kek=to, ring=ring), to
            # An update of a row that is gone changes nothing: it would not bring it back.
            model._default_manager.filter(pk=row.pk).update(wrapped=row.wrapped, kek=row.kek)
    return len(found) - bad, bad, found[-1].pk if found else None
