"""Deciding on a change to the directory: a second person approves it or sends it back; a way back."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from triage.approval import ChangeMoved, ChangeWaits, NothingDiffers, SecondPersonNeeded, may_decide
from triage.models import DirectoryEntry, EntryChange
from triage.services.editing import close, propose
from triage.services.entry_writing import EntryNotFound, assign, get_entry, note_check, save_as_edited
from triage.services.history import How, State, get_change, shown_before, waiting_for


@transaction.atomic
def approve_change(*, change: int, revision: int, by: Account) -> DirectoryEntry:
    """Put what somebody else wrote into use; `revision` is what the page showed.

    A check with the provider that the author noted counts from the day they wrote it. Raises Forbidden,
    EntryNotFound, ChangeMoved, and SecondPersonNeeded for whoever wrote it; the entry stays as it was then.
    """
    check_may(by, Permission.MANAGE_DIRECTORY)
    entry, held = _locked(change, revision)
    if not may_decide(may_edit=True, is_author=held.by_id == by.pk):
        raise SecondPersonNeeded
    entry = _add(held) if held.how == How.ADDED else _write(_there(entry), held)
    held.state, held.decided_by = State.DONE, by
    held.took_effect_at = held.decided_at = entry.updated_at
    held.save()
    detail = {
        "slug": entry.slug,
        "fields": sorted(held.fields),
        "proposed_by": held.by.username if held.by else "",
    }
    event = "directory.added" if held.how == How.ADDED else "directory.approved"
    record(event=event, by=by, subject=entry.id, detail=detail)
    return entry


@transaction.atomic
def send_back(*, change: int, revision: int, by: Account, note: str = "") -> EntryChange:
    """End a change that waits, without effect: its author takes it back, anybody else says why in `note`.

    Its words stay in the history, to be taken up again. Raises Forbidden, EntryNotFound, ChangeMoved.
    """
    check_may(by, Permission.MANAGE_DIRECTORY)
    _, held = _locked(change, revision)
    close(held, State.TAKEN_BACK if held.by_id == by.pk else State.SENT_BACK, by, note)
    return held


@transaction.atomic
def go_back(*, entry_id: UUID | str, change: int, by: Account) -> EntryChange:
    """Propose what callers were shown before a change, as `shown_before` tells; a second person approves it.

    Raises Forbidden, EntryNotFound, NothingDiffers, and ChangeWaits while any change waits.
    """
    check_may(by, Permission.MANAGE_DIRECTORY)
    entry, back_to = get_entry(entry_id, locked=True), get_change(change)
    if back_to.entry != entry.id or back_to.state != State.DONE:
        raise EntryNotFound
    if waiting := waiting_for(entry.id):
        raise ChangeWaits(change=waiting.pk)
    proposed = propose(entry, shown_before(entry, back_to), how=How.RESTORED, by=by)
    if proposed is None:
        raise NothingDiffers
    return proposed


def _locked(change: int, revision: int) -> tuple[DirectoryEntry | None, EntryChange]:
    """Return the entry, None before it is added, and its change, both locked in the order of all services."""
    entry = DirectoryEntry.objects.select_for_update().filter(id=get_change(change).entry).first()
    held = EntryChange.objects.select_for_update().get(pk=change)
    if not held.is_waiting or held.revision != revision:
        raise ChangeMoved
    return entry, held


def _there(entry: DirectoryEntry | None) -> DirectoryEntry:
    if entry is None:
        raise EntryNotFound
    return entry


def _add(held: EntryChange) -> DirectoryEntry:
    if DirectoryEntry.objects.filter(id=held.entry).exists():
        raise ChangeMoved("A service of this name was added meanwhile, by a file. Change that one.")
    entry = DirectoryEntry(id=held.entry, **held.after)
    _note_check(entry, held)
    save_as_edited(entry, added=True)
    return entry


def _write(entry: DirectoryEntry, held: EntryChange) -> DirectoryEntry:
    # What it replaces is what is in use now: a file may have changed it since the page was written.
    held.fields = assign(entry, held.after)
    _note_check(entry, held)
    save_as_edited(entry)
    return entry


def _note_check(entry: DirectoryEntry, held: EntryChange) -> None:
    checked_on: Any = timezone.localdate(held.at) if held.checked else None
    note_check(entry, held.fields, checked_on=checked_on, by=held.by)
