"""Which key-encryption key the key store is used with, and whether this process has it.

The store holds a canary for each key: a wrong key refuses to start, instead of making words nobody can read.
"""

from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction

from helpline.kernel.crypto import SealBroken, seal, unseal
from helpline.kernel.kek_sources import KeyRing
from helpline.kernel.keyring import is_in_memory, ring, ring_with, source
from helpline.kernel.models import ContactKey, KekMark, SiteSecret
from helpline.kernel.wrapping import unwrap

DATABASE = "keys"
SONG = b"This store belongs to this key."


def current_kek() -> str:
    """Return the id of the key that new keys are wrapped by; a store that has none takes this process's.

    Raises ImproperlyConfigured.
    """
    found = KekMark.objects.filter(current=True).values_list("id", flat=True).first()
    return found or _begin(ring())


def mark_of(kek: str, ring: KeyRing, *, current: bool) -> KekMark:
    """Return an unsaved mark for a key of the ring."""
    canary = seal(ring.keys[kek], SONG, bound_to=_bound_to(kek))
    return KekMark(id=kek, canary=canary, current=current, lasting=not is_in_memory())


def is_sound(mark: KekMark, ring: KeyRing) -> bool:
    """Tell whether a mark is of a key that is known, and opens with it."""
    try:
        return mark.id in ring.keys and (
            unseal(ring.keys[mark.id], bytes(mark.canary), bound_to=_bound_to(mark.id)) == SONG
        )
    except SealBroken:
        return False


def refusal() -> str | None:
    """Return in one line why this process must not serve with its key, or None; a look marks nothing."""
    try:
        mark = KekMark.objects.filter(current=True).first()
        if mark is None:
            _try(ring())
            return None
        held = ring_with(mark.id)
    except ImproperlyConfigured as reason:
        return str(reason)
    if is_sound(mark, held):
        return None
    if mark.id in held.keys:
        return "The key store's own mark was changed: restore the key store, or ask who wrote to it."
    if not mark.lasting:
        return (
            "The key store was last used with HELPLINE_KEK=memory, and that key is gone with its process: "
            "the next start begins anew."
        )
    return (
        f"Wrong key-encryption key: the key store wants the key {mark.id}, and {source()} has "
        f"{', '.join(held.keys)}. Set HELPLINE_KEK, HELPLINE_KEK_FILE or HELPLINE_KEK_COMMAND to the right "
        "one."
    )


def begin_anew_after_memory() -> int:
    """Destroy what a key in memory left that is gone; return how many contacts lost their words so.

    Called when a service starts. Where the store is under a lasting key nothing is destroyed:
    `HELPLINE_KEK=memory` raises ImproperlyConfigured while it holds keys of contacts.
    """
    mark = KekMark.objects.filter(current=True).first()
    if mark is None or is_sound(mark, ring()) or (mark.lasting and not is_in_memory()):
        return 0
    with transaction.atomic(using=DATABASE):
        if mark.lasting and (held := ContactKey.objects.count()):
            raise ImproperlyConfigured(
                f"HELPLINE_KEK=memory would lose the words of {held} contacts whose keys are wrapped by a "
                "lasting key. Serve with that key until the purge has destroyed them."
            )
        lost = ContactKey.objects.all().delete()[0]
        SiteSecret.objects.all().delete()
        KekMark.objects.all().delete()
    return lost


def left_by_kek() -> dict[str, int]:
    """Return how many wrapped keys there are under each key-encryption key, by id."""
    counts: dict[str, int] = {}
    for model in (ContactKey, SiteSecret):
        for kek in model._default_manager.values_list("kek", flat=True):
            counts[kek] = counts.get(kek, 0) + 1
    return counts


def _try(ring: KeyRing) -> None:
    """Raise ImproperlyConfigured where a store that has no mark yet does not open with these keys."""
    first = ContactKey.objects.first()
    if first is not None:
        try:
            unwrap(bytes(first.wrapped), what=f"dek|{first.contact}", kek=first.kek)
        except SealBroken:
            raise ImproperlyConfigured(
                f"Wrong key-encryption key: the key store's keys do not open with the one of {source()}. "
                "Set HELPLINE_KEK, HELPLINE_KEK_FILE or HELPLINE_KEK_COMMAND to the right one."
            ) from None


def _begin(ring: KeyRing) -> str:
    """Mark a store that has no mark yet, once one of its keys was seen to open."""
    _try(ring)
    try:
        with transaction.atomic(using=DATABASE):
            mark_of(ring.first, ring, current=True).save(force_insert=True)
    except IntegrityError:
        # Another process was faster by a moment.
        return KekMark.objects.get(current=True).id
    return ring.first


def _bound_to(kek: str) -> str:
    return f"v2|mark|{kek}"
