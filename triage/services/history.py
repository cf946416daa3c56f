"""The history of the directory: noting what changed, looking back, letting go of it after its time."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from helpline.staff.models import Account
from triage.approval import KEPT_DAYS, before, waits
from triage.entry_change import NEWEST_FIRST
from triage.models import DirectoryEntry, EntryChange
from triage.services.entry_writing import EntryNotFound

BATCH = 500
State = EntryChange.State
How = EntryChange.How


def done(
    *,
    entry: UUID,
    name: str,
    how: str,
    fields: Mapping[str, Iterable[Any]],
    by: Account | None,
    now: datetime | None = None,
) -> EntryChange:
    """Return a change that is in effect, not saved yet; `by=None` is a file, loaded or imported."""
    at = now or timezone.now()
    pairs = {field: list(pair) for field, pair in fields.items()}
    return EntryChange(
        entry=entry, name=name, how=how, state=State.DONE, fields=pairs, by=by, at=at, took_effect_at=at
    )


def note_many(changes: Iterable[EntryChange]) -> None:
    """Store changes in few statements: a file may bring thousands."""
    EntryChange.objects.bulk_create(changes, batch_size=BATCH)


def get_change(change: int) -> EntryChange:
    """Return one change with its people; raise EntryNotFound."""
    found = EntryChange.objects.select_related("by", "decided_by").filter(pk=change).first()
    if found is None:
        raise EntryNotFound
    return found


def waiting_changes() -> "QuerySet[EntryChange]":
    """Return what waits for a second person, the longest first."""
    waiting = EntryChange.objects.filter(state=State.WAITING).order_by("at", "id")
    return waiting.select_related("by", "decided_by")


def waiting_for(entry: UUID) -> EntryChange | None:
    """Return the change to this entry that waits, or None."""
    return waiting_changes().filter(entry=entry).first()


def history_of(entry: UUID) -> "QuerySet[EntryChange]":
    """Return all that is known of an entry, the newest first; what waits before what is done."""
    changes = EntryChange.objects.filter(entry=entry).order_by(*NEWEST_FIRST)
    return changes.select_related("by", "decided_by")


def latest_seen(entry: UUID) -> int:
    """Return the number of the last change that took effect, for a form to bring back; 0 without one."""
    return _in_effect(entry).values_list("pk", flat=True).first() or 0


def later_than(entry: UUID, seen: int) -> list[EntryChange]:
    """Return what took effect after that change, the latest first; for 0 all."""
    changes = _in_effect(entry)
    if held := changes.filter(pk=seen).first():
        changes = changes.filter(
            Q(took_effect_at__gt=held.took_effect_at) | Q(took_effect_at=held.took_effect_at, pk__gt=seen)
        )
    return list(changes)


def shown_before(entry: DirectoryEntry, change: EntryChange) -> dict[str, Any]:
    """Return what a change and all after it replaced of what callers are shown, as field -> what was.

    Whether it is in use, its checks and what staff alone read are left out: a way back never takes a
    caution away, and never brings back what was taken out of use.
    """
    later = [*later_than(entry.id, change.pk), change]
    touched = {field for each in later for field in each.fields if waits(field) and field != "is_active"}
    now = {field: getattr(entry, field) for field in touched if hasattr(entry, field)}
    was = before(now, [each.fields for each in later])
    return {field: value for field, value in was.items() if value != now[field]}


def forget_history(*, now: datetime) -> int:
    """Delete what is older than a history is kept, save what still waits; return how many."""
    old = EntryChange.objects.filter(at__lt=now - timedelta(days=KEPT_DAYS)).exclude(state=State.WAITING)
    return old.delete()[0]


def _in_effect(entry: UUID) -> "QuerySet[EntryChange]":
    return EntryChange.objects.filter(entry=entry, state=State.DONE).order_by(*NEWEST_FIRST)
