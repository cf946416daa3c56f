"""Keeping the directory: loading the content files, editing, confirming, withdrawing."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from helpline.kernel.errors import Forbidden, HelplineError
from helpline.staff.access import check_may, may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from triage.directory_file import read_directory
from triage.directory_rows import type_of_row
from triage.matching import entry_id as id_of
from triage.models import DirectoryEntry

CONTENT = Path(__file__).resolve().parent.parent / "content"

# A caller acts on these: when one of them changes, an earlier check is void.
CHECKED_FIELDS = frozenset(
    {"name", "areas", "phone", "text_number", "email", "website", "hours_text", "cost"}
)


class EntryNotFound(HelplineError):
    """There is no such entry in the directory."""

    code = "signpost.not_found"
    status = 404
    message = "There is no such service in the directory."


def get_entry(entry_id: UUID | str) -> DirectoryEntry:
    """Return the entry; raise EntryNotFound."""
    try:
        return DirectoryEntry.objects.get(id=UUID(str(entry_id)))
    except (DirectoryEntry.DoesNotExist, ValueError):
        raise EntryNotFound from None


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
    counts = Counter(_load_row(row, held.get(row["slug"])) for row in rows)
    outcome = {key: counts[key] for key in ("added", "changed", "unchanged", "kept")}
    if outcome["added"] or outcome["changed"]:
        record(event="directory.loaded", by=by, subject="directory", detail=outcome)
    return outcome


def _load_row(row: type_of_row, entry: DirectoryEntry | None) -> str:
    if entry is None:
        DirectoryEntry.objects.create(id=id_of(row["slug"]), **row)
        return "added"
    if entry.edited_at:
        return "kept"
    checked = row.pop("last_checked")
    changed = _assign(entry, row)
    if checked and (not entry.last_checked or checked > entry.last_checked):
        entry.last_checked, entry.confirmed_by = checked, None
        changed.add("last_checked")
    elif changed & CHECKED_FIELDS:
        entry.last_checked = entry.confirmed_by = None
    if changed:
        entry.updated_at = timezone.now()
        entry.save()
    return "changed" if changed else "unchanged"


def _assign(entry: DirectoryEntry, values: Mapping[str, Any]) -> set[str]:
    changed = {field for field, value in values.items() if getattr(entry, field) != value}
    for field in changed:
        setattr(entry, field, values[field])
    return changed


@transaction.atomic
def save_entry(
    *, entry: DirectoryEntry | None, values: Mapping[str, Any], checked: bool, by: Account
) -> DirectoryEntry:
    """Store an entry as staff wrote it; `entry=None` adds one, whose slug is in `values`.

    `checked` says that the details were confirmed with the provider today; without it
    a change to a detail that a caller acts on makes the entry unconfirmed again.
    """
    check_may(by, Permission.MANAGE_DIRECTORY)
    added = entry is None
    if entry is None:
        entry = DirectoryEntry(id=id_of(values["slug"]))
    changed = _assign(entry, values)
    if checked:
        entry.last_checked, entry.confirmed_by = timezone.localdate(), by
    elif changed & CHECKED_FIELDS:
        entry.last_checked = entry.confirmed_by = None
    entry.edited_at = entry.updated_at = timezone.now()
    entry.save(force_insert=added)
    detail = {"slug": entry.slug, "fields": sorted(changed), "checked": checked}
    record(event="directory.added" if added else "directory.edited", by=by, subject=entry.id, detail=detail)
    return entry


@transaction.atomic
def confirm_entry(*, entry_id: UUID | str, by: Account) -> DirectoryEntry:
    """Note that somebody checked the entry's details with its provider today (London's date).

    Handlers may, because one of them is with the caller now. Raises Forbidden, EntryNotFound.
    """
    if not (may(by, Permission.TAKE_CONTACTS) or may(by, Permission.MANAGE_DIRECTORY)):
        raise Forbidden
    entry = get_entry(entry_id)
    entry.last_checked, entry.confirmed_by = timezone.localdate(), by
    entry.updated_at = timezone.now()
    entry.save(update_fields=["last_checked", "confirmed_by", "updated_at"])
    record(event="directory.confirmed", by=by, subject=entry.id, detail={"slug": entry.slug})
    return entry


@transaction.atomic
def set_active(*, entry_id: UUID | str, active: bool, by: Account) -> DirectoryEntry:
    """Take an entry out of use or bring it back; cards already sent stay as they are."""
    check_may(by, Permission.MANAGE_DIRECTORY)
    entry = get_entry(entry_id)
    entry.is_active = active
    entry.edited_at = entry.updated_at = timezone.now()
    entry.save(update_fields=["is_active", "edited_at", "updated_at"])
    event = "directory.reactivated" if active else "directory.deactivated"
    record(event=event, by=by, subject=entry.id, detail={"slug": entry.slug})
    return entry
