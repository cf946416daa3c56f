"""What a migration may do while processes of the release before still serve.

It may add and widen. Whatever an older process reads or writes must stay as that process knows it.
See docs/operations/several-processes.md.
"""

from collections.abc import Iterator
from typing import Any

from django.db.migrations import operations as ops
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState

Operation = ops.base.Operation

HARMLESS = (
    ops.CreateModel,
    ops.AddIndex,
    ops.RemoveIndex,
    ops.RenameIndex,
    ops.RemoveConstraint,
    ops.AlterModelOptions,
    ops.AlterModelManagers,
    ops.AlterModelTableComment,
)
TAKES_AWAY: dict[type[Operation], str] = {
    ops.RemoveField: "an older process still reads and writes the field",
    ops.RenameField: "an older process knows the field by its old name",
    ops.DeleteModel: "an older process still reads and writes the table",
    ops.RenameModel: "an older process knows the table by its old name",
    ops.AlterModelTable: "an older process knows the table by its old name",
    ops.AlterOrderWithRespectTo: "it adds a column that an older process does not fill",
    ops.RunPython: "nobody can tell what it does to an older process but who wrote it",
    ops.RunSQL: "nobody can tell what it does to an older process but who wrote it",
}


def refusals(migration: Migration, before: ProjectState) -> Iterator[tuple[str, str]]:
    """Yield (operation, why) for each that an older process cannot live with; `before` is moved on."""
    made: set[str] = set()
    for operation in migration.operations:
        if isinstance(operation, ops.CreateModel):
            made.add(operation.name_lower)
        yield from _refused(operation, migration.app_label, before, made)
        operation.state_forwards(migration.app_label, before)


def _refused(
    operation: Operation, app: str, before: ProjectState, made: set[str]
) -> Iterator[tuple[str, str]]:
    if isinstance(operation, ops.SeparateDatabaseAndState):
        for each in operation.database_operations:
            yield from _refused(each, app, before, made)
        return
    # No older process knows a table that begins with this migration.
    model = getattr(operation, "model_name_lower", None) or getattr(operation, "name_lower", "")
    if model in made and not isinstance(operation, ops.RunPython | ops.RunSQL):
        return
    if why := _why_not(operation, app, before):
        yield named(operation), why


def named(operation: Operation) -> str:
    """Return how an exception names an operation, such as "RemoveField contact.note"."""
    parts = [getattr(operation, "model_name", ""), getattr(operation, "name", "")]
    if isinstance(operation, ops.RenameField):
        parts[1] = operation.old_name
    if isinstance(operation, ops.AddConstraint):
        parts[1] = operation.constraint.name
    if isinstance(operation, ops.RunPython):
        parts = [operation.code.__name__]
    return f"{type(operation).__name__} {'.'.join(str(part) for part in parts if part)}".strip()


def _why_not(operation: Operation, app: str, before: ProjectState) -> str:
    if isinstance(operation, HARMLESS):
        return ""
    if isinstance(operation, ops.AddField):
        return _added(operation.field)
    if isinstance(operation, ops.AlterField):
        known = before.models[app, operation.model_name_lower].fields[operation.name]
        return _altered(known, operation.field)
    if isinstance(operation, ops.AddConstraint):
        return "an older process may write what the constraint refuses"
    if isinstance(operation, ops.AlterUniqueTogether):
        known = before.models[app, operation.name_lower].options.get("unique_together") or set()
        new = {tuple(each) for each in operation.option_value or ()} - {tuple(each) for each in known}
        return "an older process may write the same twice" if new else ""
    for kind, why in TAKES_AWAY.items():
        if isinstance(operation, kind):
            return why
    return "this check does not know what it does"


def _added(field: Any) -> str:
    free = field.null or field.many_to_many or field.has_db_default() or getattr(field, "generated", False)
    return "" if free else "an older process leaves it out, and it must not be null: give it a db_default"


def _altered(old: Any, new: Any) -> str:
    if old.get_internal_type() != new.get_internal_type():
        return "an older process reads and writes another type"
    if old.db_column != new.db_column:
        return "an older process knows the column by its old name"
    if old.null and not new.null:
        return "an older process still writes null"
    if new.null and not old.null:
        return "an older process does not expect null"
    if new.unique and not old.unique:
        return "an older process may write the same twice"
    if old.has_db_default() and not new.has_db_default() and not new.null:
        return "an older process may leave it to the database's default"
    if _size(new) < _size(old):
        return "an older process may write what does not fit any more"
    if _target(old) != _target(new):
        return "an older process reads and writes another table's rows"
    return ""


def _size(field: Any) -> tuple[float, float]:
    """Return how much fits: characters, or digits before the point."""
    unlimited = float("inf")
    digits = getattr(field, "max_digits", None)
    before_point = unlimited if digits is None else digits - field.decimal_places
    return (unlimited if field.max_length is None else field.max_length, before_point)


def _target(field: Any) -> str:
    model = getattr(field.remote_field, "model", None) if field.remote_field else None
    return str(getattr(model, "_meta", model)).lower()
