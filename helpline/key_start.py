"""Whether the key-encryption key and the key store belong together: at a start, and in `manage.py check`."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Info, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from helpline.kernel.kek_marks import begin_anew_after_memory, current_kek, left_by_kek, refusal
from helpline.kernel.keyring import is_in_memory, ring, source


def unfit_keys(*, serving: bool = True) -> list[str]:
    """Return why this process must not start with the key it has, in one line, or nothing.

    `serving`: it serves callers. What a key in memory left behind is destroyed then, and no other
    process may run with such a key.
    """
    try:
        if is_in_memory() and not serving:
            return [
                "HELPLINE_KEK=memory: the key is in the memory of the process that serves, and in no other."
            ]
        if serving:
            begin_anew_after_memory()
        if reason := refusal():
            return [reason]
        # A store that has no mark yet is this key's from here on.
        current_kek()
    except ImproperlyConfigured as unusable:
        return [str(unusable)]
    return []


@register(Tags.database)
def key_store(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Say with `manage.py check --database keys` where keys come from, and which are still needed."""
    if "keys" not in (databases or ()):
        return []
    try:
        if is_in_memory():
            return [Info(f"Key-encryption keys come from {source()}.", id="helpline.I001")]
        if reason := refusal():
            return [Error(reason, id="helpline.E101")]
        return [Info(line, id=f"helpline.I{number:03}") for number, line in enumerate(_standing(), start=1)]
    except ImproperlyConfigured as unusable:
        return [Error(str(unusable), id="helpline.E101")]
    except DatabaseError:
        # Before its first migration there is nothing to say of a key store.
        return []


def _standing() -> list[str]:
    current, left = current_kek(), left_by_kek()
    lines = [f"Key-encryption keys come from {source()}; new keys are wrapped by {current}."]
    for kek in ring().keys:
        if kek == current:
            continue
        count = left.get(kek, 0) + left.get("", 0)
        lines.append(
            f"{count} keys are still wrapped by {kek}: keep it, and run `manage.py rotate_keys`."
            if count
            else f"Nothing is wrapped by {kek}: it may be dropped 24 hours after the rotation (for backups)."
        )
    return lines
