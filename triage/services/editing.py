"""Editing the directory: staff's notes at once, what callers are shown when a second person approved it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from triage.approval import ChangeWaits, EntryMoved, before, waits
from triage.entries import entry_id as id_of
from triage.models import DirectoryEntry, EntryChange
from triage.services.entry_writing import assign, get_entry, note_check, save_as_edited, with_hours
from triage.services.history import How, State, done, later_than, waiting_changes, waiting_for


@dataclass(frozen=True)
class Saved:
    """What saving did: `entry` is None for a service that waits to be added, `waiting` what now waits.

    `at_once` names the fields that are in effect.
    """

    entry: DirectoryEntry | None
    waiting: EntryChange | None
    at_once: frozenset[str] = frozenset()


@transaction.atomic
def save_entry(
    *,
    entry: DirectoryEntry | None,
    values: Mapping[str, Any],
    checked: bool,
    by: Account,
    seen: int | None = None,
    instead_of: int | None = None,
) -> Saved:
    """Take what staff wrote of an entry; `entry=None` proposes a new one, whose slug is in `values`.

    What staff alone read takes effect now; the rest waits for a second person, in one change for the entry
    that only its author writes on. `checked` says that the details were confirmed with the provider today.
    `seen` is what `latest_seen` was when the form was filled: what others changed since is kept, and where
    both changed the same field, EntryMoved. Raises ChangeWaits where somebody else's change waits. Nothing
    is stored then. `instead_of` is the number of this author's new service that waited under another name.
    """
    check_may(by, Permission.MANAGE_DIRECTORY)
    written = with_hours(values)
    if entry is None:
        proposed = _propose_new(written, checked, by)
        renamed = waiting_changes().filter(pk=instead_of or 0, by=by).exclude(pk=proposed.pk).first()
        if renamed:
            close(renamed, State.TAKEN_BACK, by)
        return Saved(None, proposed)
    entry = get_entry(entry.id, locked=True)
    mine = _mine(entry, written, seen)
    waiting = waiting_for(entry.id)
    to_approve = {field: value for field, value in mine.items() if waits(field)}
    if waiting and waiting.by_id == by.pk:
        to_approve |= {field: value for field, value in waiting.after.items() if field not in written}
    elif waiting and to_approve:
        raise ChangeWaits(change=waiting.pk)
    notes = {field: value for field, value in mine.items() if not waits(field)}
    at_once = _write_at_once(entry, notes, checked=checked and not to_approve, by=by)
    if waiting and waiting.by_id != by.pk:
        return Saved(entry, None, at_once)
    return Saved(entry, propose(entry, to_approve, waiting=waiting, checked=checked, by=by), at_once)


@transaction.atomic
def set_active(*, entry_id: Any, active: bool, by: Account) -> Saved:
    """Take an entry out of use, at once, or bring it back; cards already sent stay as they are.

    Whoever took it out may bring it back alone: what is there was approved before. Anybody else's way back
    waits for a second person. Raises ChangeWaits where somebody else's change waits.
    """
    check_may(by, Permission.MANAGE_DIRECTORY)
    entry = get_entry(entry_id, locked=True)
    if entry.is_active == active:
        return Saved(entry, None)
    if active and not _took_it_out(entry, by):
        waiting = waiting_for(entry.id)
        if waiting and waiting.by_id != by.pk:
            raise ChangeWaits(change=waiting.pk)
        to_approve = {**(waiting.after if waiting else {}), "is_active": True}
        checked = waiting is not None and waiting.checked
        proposed = propose(entry, to_approve, waiting=waiting, how=How.RETURNED, checked=checked, by=by)
        return Saved(entry, proposed)
    fields = assign(entry, {"is_active": active})
    save_as_edited(entry)
    how = How.RETURNED if active else How.WITHDRAWN
    done(entry=entry.id, name=entry.name, how=how, fields=fields, by=by).save()
    event = "directory.reactivated" if active else "directory.deactivated"
    record(event=event, by=by, subject=entry.id, detail={"slug": entry.slug})
    return Saved(entry, None, frozenset(fields))


def propose(
    entry: DirectoryEntry,
    values: Mapping[str, Any],
    *,
    by: Account,
    waiting: EntryChange | None = None,
    checked: bool = False,
    how: str = How.EDITED,
) -> EntryChange | None:
    """Let these values wait for a second person, in the place of what this author let wait before.

    Where nothing differs any more, what waited is taken back, and None returned. For services of triage,
    which have checked who asks and hold the entry's lock.
    """
    fields = {
        field: [getattr(entry, field), value]
        for field, value in values.items()
        if getattr(entry, field) != value
    }
    if not fields:
        if waiting:
            close(waiting, State.TAKEN_BACK, by)
        return None
    return _let_wait(
        waiting or EntryChange(entry=entry.id, how=how),
        entry.slug,
        entry.name,
        fields,
        checked=checked,
        by=by,
    )


def close(change: EntryChange, state: str, by: Account, note: str = "") -> None:
    """End what waits without effect; the words stay in the history."""
    change.state, change.note = state, note
    change.decided_by, change.decided_at = by, timezone.now()
    change.save(update_fields=["state", "note", "decided_by", "decided_at"])
    detail = {"fields": sorted(change.fields), "proposed_by": change.by.username if change.by else ""}
    record(event=f"directory.change_{state}", by=by, subject=change.entry, detail=detail)


def _propose_new(values: Mapping[str, Any], checked: bool, by: Account) -> EntryChange:
    entry = id_of(values["slug"])
    waiting = waiting_for(entry)
    if waiting and waiting.by_id != by.pk:
        raise ChangeWaits(change=waiting.pk)
    blank = DirectoryEntry()
    fields = {
        field: [getattr(blank, field), value]
        for field, value in values.items()
        if getattr(blank, field) != value
    }
    change = waiting or EntryChange(entry=entry, how=How.ADDED)
    return _let_wait(change, values["slug"], values["name"], fields, checked=checked, by=by)


def _let_wait(
    change: EntryChange, slug: str, name: str, fields: dict[str, list[Any]], *, checked: bool, by: Account
) -> EntryChange:
    if change.pk:
        if (change.fields, change.checked) == (fields, checked):
            return change
        change.revision += 1
    change.state, change.name, change.fields, change.checked = State.WAITING, name, fields, checked
    change.by, change.at = by, timezone.now()
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError:
        # Somebody else proposed the same new service in this very moment.
        raise ChangeWaits from None
    record(
        event="directory.proposed",
        by=by,
        subject=change.entry,
        detail={"slug": slug, "fields": sorted(fields), "checked": checked},
    )
    return change


def _mine(entry: DirectoryEntry, written: Mapping[str, Any], seen: int | None) -> dict[str, Any]:
    """Return what this form changes, beside what others changed since it was opened. Raises EntryMoved."""
    now = {field: getattr(entry, field) for field in written}
    opened = now if seen is None else before(now, [each.fields for each in later_than(entry.id, seen)])
    mine = {field: value for field, value in written.items() if opened[field] != value}
    if "hours_text" in written and "hours_text" not in mine:
        # Hours follow their words, and are nothing of their own.
        mine.pop("hours", None)
    clash = [field for field, value in mine.items() if opened[field] != now[field] != value]
    if clash := [field for field in clash if field != "hours"]:
        raise EntryMoved(fields=sorted(clash))
    return {field: value for field, value in mine.items() if now[field] != value}


def _write_at_once(
    entry: DirectoryEntry, values: Mapping[str, Any], *, checked: bool, by: Account
) -> frozenset[str]:
    fields = assign(entry, values)
    if not fields and not checked:
        return frozenset()
    note_check(entry, fields, checked_on=timezone.localdate() if checked else None, by=by)
    save_as_edited(entry)
    if fields:
        done(entry=entry.id, name=entry.name, how=How.EDITED, fields=fields, by=by).save()
    detail = {"slug": entry.slug, "fields": sorted(fields), "checked": checked}
    record(event="directory.edited", by=by, subject=entry.id, detail=detail)
    return frozenset(fields)


def _took_it_out(entry: DirectoryEntry, by: Account) -> bool:
    changes = EntryChange.objects.filter(entry=entry.id, state=State.DONE, fields__has_key="is_active")
    last = changes.order_by("-took_effect_at", "-id").first()
    # Where a file took it out, nobody did.
    return last is not None and last.how == How.WITHDRAWN and last.by_id == by.pk
