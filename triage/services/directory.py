"""Keeping the directory: loading the content files, confirming that details were checked."""

from collections import Counter
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from helpline.kernel.errors import Forbidden
from helpline.staff.access import check_may, may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from triage.checking import check_due
from triage.directory_file import read_directory
from triage.directory_rows import type_of_row
from triage.entries import entry_id as id_of
from triage.models import DirectoryEntry, EntryChange
from triage.services.entry_writing import assign, date_next_check, get_entry, note_check
from triage.services.history import How, done, note_many

CONTENT = Path(__file__).resolve().parent.parent / "content"


@transaction.atomic
def load_directory(*, directory: Path = CONTENT, by: Account | None) -> dict[str, int]:
    """Bring the directory up to the content files; return {"added", "changed", "unchanged", "kept"}.

    `by=None` is the system. What staff edited on their own pages is kept; a check by
    staff stays valid unless a detail that a caller acts on changed. An entry that is no
    longer in the files stays. Raises DirectoryInvalid and changes nothing on a mistake.
    """
    if by:
        check_may(by, Permission.MANAGE_DIRECTORY)
    rows = read_directory(directory)
    held = {entry.slug: entry for entry in DirectoryEntry.objects.select_for_update()}
    noted: list[EntryChange] = []
    counts = Counter(_load_row(row, held.get(row["slug"]), noted, by) for row in rows)
    note_many(noted)
    outcome = {key: counts[key] for key in ("added", "changed", "unchanged", "kept")}
    if outcome["added"] or outcome["changed"]:
        record(event="directory.loaded", by=by, subject="directory", detail=outcome)
    return outcome


def _load_row(
    row: type_of_row, entry: DirectoryEntry | None, noted: list[EntryChange], by: Account | None
) -> str:
    if entry is None:
        due = check_due(row["last_checked"], row["check_months"])
        made = DirectoryEntry.objects.create(id=id_of(row["slug"]), **row, check_due=due)
        noted.append(done(entry=made.id, name=made.name, how=How.LOADED, fields={}, by=by))
        return "added"
    if entry.edited_at:
        return "kept"
    checked = row.pop("last_checked")
    changed = assign(entry, row)
    is_newer = checked and (not entry.last_checked or checked > entry.last_checked)
    if not changed and not is_newer:
        return "unchanged"
    note_check(entry, changed, checked_on=checked if is_newer else None, by=None)
    entry.updated_at = timezone.now()
    entry.save()
    if changed:
        noted.append(done(entry=entry.id, name=entry.name, how=How.LOADED, fields=changed, by=by))
    return "changed"


def checks_overdue() -> int:
    """Return how many services that are in use have not been checked, or not in time (London's date)."""
    late = Q(last_checked__isnull=True) | Q(check_due__isnull=True) | Q(check_due__lt=timezone.localdate())
    return DirectoryEntry.objects.filter(late, is_active=True).count()


@transaction.atomic
def confirm_entry(*, entry_id: UUID | str, by: Account) -> DirectoryEntry:
    """Note that somebody checked the entry's details with its provider today (London's date).

    Handlers may, because one of them is with the caller now. Raises Forbidden, EntryNotFound.
    """
    if not (may(by, Permission.TAKE_CONTACTS) or may(by, Permission.MANAGE_DIRECTORY)):
        raise Forbidden
    entry = get_entry(entry_id)
    entry.last_checked, entry.confirmed_by = timezone.localdate(), by
    date_next_check(entry)
    entry.updated_at = timezone.now()
    entry.save(update_fields=["last_checked", "check_due", "confirmed_by", "updated_at"])
    record(event="directory.confirmed", by=by, subject=entry.id, detail={"slug": entry.slug})
    return entry
