"""When the last backups were made, for whoever watches: `manage.py doctor`, the figures, a page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from helpline.keeping.models import BackupNote
from helpline.kernel.keyring import is_in_memory

Kind = BackupNote.Kind
WHAT = {Kind.DATABASE.value: "the main database", Kind.KEYS.value: "the keys"}
# Both are meant to be hourly; of the main database one a day is the least.
LATE = {Kind.DATABASE.value: timedelta(hours=26), Kind.KEYS.value: timedelta(hours=2)}


@dataclass(frozen=True, kw_only=True)
class BackupState:
    """How it stands with one kind of backup. `age` is None where there never was one; `failed` a code."""

    kind: str
    what: str
    done_at: datetime | None
    age: timedelta | None
    late: bool
    failed: str


def states(*, now: datetime) -> list[BackupState]:
    """Return how it stands with the backups that are wanted here: of the main database, and of keys."""
    notes = {note.kind: note for note in BackupNote.objects.all()}
    return [_state(kind, notes.get(kind), now) for kind in wanted_kinds()]


def wanted_kinds() -> list[str]:
    """Return the kinds of backup that this service should have: of keys in memory there is none."""
    return [Kind.DATABASE.value] if is_in_memory() else [Kind.DATABASE.value, Kind.KEYS.value]


def note_done(kind: Kind, *, now: datetime, size: int | None = None) -> None:
    """Note that a backup was made, or a restore finished."""
    done = {"tried_at": now, "done_at": now, "size": size, "why": ""}
    BackupNote.objects.update_or_create(kind=kind, defaults=done)


def note_failed(kind: Kind, *, now: datetime, why: str) -> None:
    """Note that one failed, by a code; when the last one was made stays."""
    BackupNote.objects.update_or_create(kind=kind, defaults={"tried_at": now, "why": why})


def _state(kind: str, note: BackupNote | None, now: datetime) -> BackupState:
    done_at = note.done_at if note else None
    age = now - done_at if done_at else None
    return BackupState(
        kind=kind,
        what=WHAT[kind],
        done_at=done_at,
        age=age,
        late=age is None or age > LATE[kind],
        failed=note.why if note else "",
    )
