"""Writing one entry of the directory: hours with their words, checks with their dates."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from helpline.kernel.errors import HelplineError
from helpline.staff.models import Account
from triage.checking import check_due
from triage.models import DirectoryEntry
from triage.service_hours import hours_from_json, hours_in_words, words_of

# A caller acts on these: when one of them changes, an earlier check is void.
CHECKED_FIELDS = frozenset(
    {"name", "areas", "phone", "text_number", "email", "website", "address", "hours_text", "cost"}
)


class EntryNotFound(HelplineError):
    """There is no such entry in the directory."""

    code = "signpost.not_found"
    status = 404
    message = "This service is not in the directory. Search for it again."


def get_entry(entry_id: UUID | str, *, locked: bool = False) -> DirectoryEntry:
    """Return the entry, `locked` until the transaction ends; raise EntryNotFound."""
    entries = DirectoryEntry.objects.select_for_update() if locked else DirectoryEntry.objects
    try:
        return entries.get(id=UUID(str(entry_id)))
    except (DirectoryEntry.DoesNotExist, ValueError):
        raise EntryNotFound from None


def with_hours(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with hours and the words for them as one: whichever is written gives the other."""
    if hours := hours_from_json(values.get("hours") or {}):
        return {**values, "hours_text": words_of(hours)}
    if "hours_text" in values:
        return {**values, "hours": hours_in_words(values["hours_text"])}
    return dict(values)


def assign(entry: DirectoryEntry, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set what differs, and return it as field -> [before, after]; nothing is saved."""
    changed = {
        field: [getattr(entry, field), value]
        for field, value in values.items()
        if getattr(entry, field) != value
    }
    for field, (_, value) in changed.items():
        setattr(entry, field, value)
    return changed


def note_check(
    entry: DirectoryEntry, changed: Collection[str], *, checked_on: date | None, by: Account | None
) -> None:
    """Date the last check and the next one; a changed detail that a caller acts on voids an earlier check."""
    if checked_on:
        entry.last_checked, entry.confirmed_by = checked_on, by
    elif CHECKED_FIELDS.intersection(changed):
        entry.last_checked = entry.confirmed_by = None
    date_next_check(entry)


def date_next_check(entry: DirectoryEntry) -> None:
    entry.check_due = check_due(entry.last_checked, entry.check_months)


def save_as_edited(entry: DirectoryEntry, *, added: bool = False) -> None:
    """Store an entry that staff wrote: from now on the content files leave it alone."""
    entry.edited_at = entry.updated_at = timezone.now()
    entry.save(force_insert=added)
