"""Rotating the key-encryption key, with a line in the audit log at its beginning and its end."""

from collections.abc import Iterator

from helpline.kernel.rotation import (
    BATCH,
    Rotation,
    begin_rotation,
    forget_marks_without_keys,
    rewrap_all,
    standing,
)
from helpline.staff.audit import record


def rotate(*, batch: int = BATCH) -> Iterator[Rotation]:
    """Wrap every key by the newest key-encryption key, yielding how it stands after each batch.

    May be stopped anywhere and begun again; with nothing to do it does nothing and says so once.
    Raises ImproperlyConfigured.
    """
    before, to = begin_rotation()
    if before != to:
        record(event="keys.rotation_begun", by=None, subject=to, detail={"from": before})
    last = Rotation(to=to, left=0)
    for last in rewrap_all(to=to, batch=batch):
        yield last
    left = standing().left
    if last.rewrapped or last.broken:
        detail = {"rewrapped": last.rewrapped, "left": left, "unreadable": last.broken}
        record(event="keys.rotated", by=None, subject=to, detail=detail)
    for kek in forget_marks_without_keys():
        record(event="keys.kek_unused", by=None, subject=kek)
    yield Rotation(to=to, left=left, broken=last.broken, rewrapped=last.rewrapped)
