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
from triage.checking import check_due
from triage.directory_file import read_directory
from triage.directory_rows import type_of_row
from triage.entries import entry_id as id_of
from triage.models import DirectoryEntry
from triage.service_hours import hours_from_json, hours_in_words, words_of

CONTENT = Path(__file__).resolve().parent.parent / "content"

# A caller acts on these: when one of them changes, an earlier check is void.
CHECKED_FIELDS = frozenset(
    {"name", "areas", "phone", "text_number", "email", "website", "address", "hours_text", "cost"}
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
        due = check_due(row["last_checked"], row["check_months"])
        DirectoryEntry.objects.create(id=id_of(row["slug"]), **row, check_due=due)
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
        _date_next_check(entry)
        entry.updated_at = timezone.now()
        entry.save()
    return "changed" if changed else "unchanged"


def _with_hours(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with hours and the words for them as one: whichever is written gives the other."""
    if hours := hours_from_json(values.get("hours") or {}):
        return {**values, "hours_text": words_of(hours)}
    if "hours_text" in values:
        return {**values, "hours": hours_in_words(values["hours_text"])}
    return dict(values)


def _date_next_check(entry: DirectoryEntry) -> None:
    entry.check_due = check_due(entry.last_checked, entry.check_months)


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

    Hours come as `hours` (see `triage.service_hours`) or in words as `hours_text`; the other one follows.
    `checked` says that the details were confirmed with the provider today; without it
    a change to a detail that a caller acts on makes the entry unconfirmed again.
    """
    check_may(by, Permission.MANAGE_DIRECTORY)
    added = entry is None
    if entry is None:
        entry = DirectoryEntry(id=id_of(values["slug"]))
    changed = _assign(entry, _with_hours(values))
    if checked:
        entry.last_checked, entry.confirmed_by = timezone.localdate(), by
    elif changed & CHECKED_FIELDS:
        entry.last_checked = entry.confirmed_by = None
    _date_next_check(entry)
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
    _date_next_check(entry)
    entry.updated_at = timezone.now()
    entry.save(update_fields=["last_checked", "check_due", "confirmed_by", "updated_at"])
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
