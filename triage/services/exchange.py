"""Taking the directory out to a file and in from one: all of it or nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from triage.content_file import ContentFile
from triage.directory_file import read_directory, read_misprints
from triage.entries import entry_id
from triage.models import DirectoryEntry
from triage.oruk.exported import json_of
from triage.oruk.feed import read_feed
from triage.oruk.fields import HELD
from triage.oruk.incoming import Incoming
from triage.oruk.planning import Plan, plan_import
from triage.oruk.problems import ImportRefused, Problem
from triage.oruk.table import lines_of, read_table
from triage.services.directory import CONTENT
from triage.services.history import How, done, note_many
from triage.services.public_directory import public_rows

Format = Literal["oruk", "csv"]
# 5,000 services are about 20 MB of JSON, which takes ten times as much to read.
MOST_BYTES = 64 * 1024 * 1024
BATCH = 500

type_of_progress = Callable[[str, int], None]


def export_directory(format: Format) -> Iterator[str]:
    """Return the pieces of a file with the public directory, the same that the API shows."""
    rows = public_rows()
    return json_of(rows) if format == "oruk" else lines_of(rows)


def import_directory(
    *,
    path: Path,
    format: Format,
    by: Account | None,
    dry_run: bool = False,
    only_new: bool = False,
    progress: type_of_progress = lambda step, row: None,
) -> Plan:
    """Bring the directory up to a file, and return what was done; `dry_run` only returns what would be.

    `by=None` is the system. What changed for callers has to be checked again before anybody is shown it.
    Cautions, notes, who may be given a service and whatever else the file does not say stay. Raises
    ImportRefused with every mistake found, and then nothing has changed.
    """
    if by:
        check_may(by, Permission.MANAGE_DIRECTORY)
    rows, problems = read_file(path, format, lambda row: progress("read", row))
    with transaction.atomic():
        plan = _plan(rows, only_new, lambda row: progress("compared", row))
        if problems or plan.problems:
            raise ImportRefused(sorted([*problems, *plan.problems], key=lambda problem: problem.row))
        if not dry_run and (plan.added or plan.changed):
            _carry_out(plan, by, progress)
    return plan


def read_file(
    path: Path, format: Format, progress: Callable[[int], None] = lambda row: None
) -> tuple[list[Incoming], list[Problem]]:
    """Return what a file says, and what is wrong in it. Raises ImportRefused where nothing can be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            what = f"is larger than {MOST_BYTES // 1024**2} MB: divide it into several files"
            raise ImportRefused([Problem(0, "", what)])
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise ImportRefused([Problem(0, "", f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ImportRefused([Problem(0, "", f"is not UTF-8 text: line {line}")]) from None
    return (read_feed if format == "oruk" else read_table)(text, progress)


def _plan(rows: list[Incoming], only_new: bool, progress: Callable[[int], None]) -> Plan:
    entries = DirectoryEntry.objects.select_for_update().order_by("id").values(*HELD)
    return plan_import(
        rows,
        {entry["id"]: entry for entry in entries},
        misprints=read_misprints(ContentFile.read(CONTENT / "helplines.json")),
        # One of ours that is not loaded yet: it must be found again when it is.
        slugs={entry_id(row["slug"]): row["slug"] for row in read_directory(CONTENT)},
        only_new=only_new,
        progress=progress,
    )


def _carry_out(plan: Plan, by: Account | None, progress: type_of_progress) -> None:
    now = timezone.now()
    made = [DirectoryEntry(**row, updated_at=now) for row in plan.added]
    _in_batches(made, lambda batch: DirectoryEntry.objects.bulk_create(batch), "added", progress)
    changed = {change.id: change for change in plan.changed}
    # All of them: SQLite takes no list of thousands of ids.
    entries = [entry for entry in DirectoryEntry.objects.all() if entry.id in changed]
    noted = [
        done(entry=each.id, name=each.name, how=How.IMPORTED, fields={}, by=by, now=now) for each in made
    ]
    written = {"updated_at", "edited_at", "last_checked", "check_due", "confirmed_by"}
    for entry in entries:
        fields = changed[entry.id].fields
        noted.append(done(entry=entry.id, name=entry.name, how=How.IMPORTED, fields=fields, by=by, now=now))
        _apply(entry, fields, checked_again=changed[entry.id].needs_check)
        entry.edited_at = entry.updated_at = now
        written |= fields.keys()
    _in_batches(entries, lambda batch: _write_over(batch, sorted(written)), "changed", progress)
    note_many(noted)
    record(event="directory.imported", by=by, subject="directory", detail=plan.counts())


def _apply(entry: DirectoryEntry, fields: dict[str, tuple[Any, Any]], *, checked_again: bool) -> None:
    for field, (_, value) in fields.items():
        setattr(entry, field, value)
    if checked_again:
        entry.last_checked = entry.check_due = entry.confirmed_by = None


def _write_over(batch: list[DirectoryEntry], fields: list[str]) -> None:
    # One statement for many rows: bulk_update writes a CASE for every field of every row.
    DirectoryEntry.objects.bulk_create(
        batch, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )


def _in_batches(
    entries: list[DirectoryEntry],
    act: Callable[[list[DirectoryEntry]], object],
    step: str,
    progress: type_of_progress,
) -> None:
    for first in range(0, len(entries), BATCH):
        act(entries[first : first + BATCH])
        progress(step, min(first + BATCH, len(entries)))
