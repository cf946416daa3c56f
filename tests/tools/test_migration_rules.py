"""Which migrations are refused because processes of the release before still serve."""

import tomllib
from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pytest_django import DjangoDbBlocker

from tools.check_migrations import LET_THROUGH, complaints
from tools.migration_rules import refusals

pytestmark = pytest.mark.once

TEXT = models.CharField(max_length=20)
CHECK = models.CheckConstraint(condition=models.Q(room__gt=0), name="has_room")


def call(fields: dict[str, Any]) -> Operation:
    key = ("id", models.BigAutoField(primary_key=True))
    return migrations.CreateModel("Call", [key, *fields.items()])


BEFORE = {
    "note": models.CharField(max_length=20),
    "room": models.IntegerField(),
    "seen": models.DateTimeField(null=True),
    "rate": models.DecimalField(max_digits=6, decimal_places=2),
    "kind": models.CharField(max_length=5, db_default=""),
    "of": models.ForeignKey("kernel.lease", models.CASCADE),
}


def refused(*operations: Operation) -> list[str]:
    state = ProjectState()
    call(BEFORE).state_forwards("kernel", state)
    migration = Migration("0099_next", "kernel")
    migration.operations = list(operations)
    return [operation for operation, _ in refusals(migration, state)]


def alters(name: str, field: Any) -> Operation:
    return migrations.AlterField("call", name, field)


HARMLESS = {
    "a table": migrations.CreateModel("Ring", [("text", TEXT)]),
    "a field that may be null": migrations.AddField("call", "new", models.IntegerField(null=True)),
    "a default in the database": migrations.AddField("call", "new", models.IntegerField(db_default=0)),
    "a relation of its own table": migrations.AddField("call", "new", models.ManyToManyField("kernel.lease")),
    "an index": migrations.AddIndex("call", models.Index(fields=["room"], name="by_room")),
    "more room": alters("note", models.CharField(max_length=30)),
    "more digits": alters("rate", models.DecimalField(max_digits=8, decimal_places=2)),
    "other choices": alters("note", models.CharField(max_length=20, choices=[("a", "A")])),
    "another default of the program's": alters("room", models.IntegerField(default=5)),
    "a model's options": migrations.AlterModelOptions("call", {"ordering": ["room"]}),
    "fewer constraints": migrations.RemoveConstraint("call", "has_room"),
}
HARMFUL = {
    "RemoveField call.note": migrations.RemoveField("call", "note"),
    "RenameField call.note": migrations.RenameField("call", "note", "words"),
    "DeleteModel Call": migrations.DeleteModel("Call"),
    "AlterModelTable call": migrations.AlterModelTable("call", "calls"),
    "AddField call.new": migrations.AddField("call", "new", models.IntegerField(default=0)),
    "AddConstraint call.has_room": migrations.AddConstraint("call", CHECK),
    "AlterUniqueTogether call": migrations.AlterUniqueTogether("call", {("note", "room")}),
    "RunPython noop": migrations.RunPython(migrations.RunPython.noop),
    "RunSQL": migrations.RunSQL("DELETE FROM kernel_call"),
}
NARROWER = {
    "another type": alters("room", models.CharField(max_length=9)),
    "fewer characters": alters("note", models.CharField(max_length=19)),
    "fewer digits": alters("rate", models.DecimalField(max_digits=6, decimal_places=3)),
    "no null any more": alters("seen", models.DateTimeField(db_default="2026-01-01")),
    "null from now on": alters("room", models.IntegerField(null=True)),
    "once only": alters("note", models.CharField(max_length=20, unique=True)),
    "another column": alters("note", models.CharField(max_length=20, db_column="words")),
    "no default in the database any more": alters("kind", models.CharField(max_length=5)),
    "another table's rows": alters("of", models.ForeignKey("kernel.call", models.CASCADE)),
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_adds_and_widens_is_let_be(what: str) -> None:
    assert refused(HARMLESS[what]) == []


@pytest.mark.parametrize("name", HARMFUL)
def test_what_takes_away_is_refused_by_its_name(name: str) -> None:
    assert refused(HARMFUL[name]) == [name]


@pytest.mark.parametrize("what", NARROWER)
def test_what_narrows_a_field_is_refused(what: str) -> None:
    operation = NARROWER[what]
    assert refused(operation) == [f"AlterField call.{getattr(operation, 'name', '')}"]


def test_the_database_s_part_of_a_divided_operation_is_judged() -> None:
    taken = migrations.RemoveField("call", "note")
    divided = migrations.SeparateDatabaseAndState
    assert refused(divided(state_operations=[taken])) == []
    assert refused(divided(database_operations=[migrations.RunSQL("x")])) == ["RunSQL"]


def test_a_table_that_begins_with_the_migration_is_known_to_nobody() -> None:
    made = migrations.CreateModel("Ring", [("room", models.IntegerField())])
    assert refused(made, migrations.AddConstraint("ring", CHECK)) == []
    assert refused(made, migrations.AddConstraint("call", CHECK)) == ["AddConstraint call.has_room"]


def test_an_operation_that_nobody_thought_of_is_refused() -> None:
    class Strange(Operation):
        def state_forwards(self, app_label: str, state: ProjectState) -> None:
            return

    assert refused(Strange()) == ["Strange"]


# The first migration that is no first one, and takes something away.
OLD = {"chat": "0001_initial"}


def complained(django_db_blocker: DjangoDbBlocker, allowed: dict[str, Any]) -> list[str]:
    with django_db_blocker.unblock():
        return list(complaints(allowed))


def test_migrations_of_now_are_in_order(django_db_blocker: DjangoDbBlocker) -> None:
    allowed = tomllib.loads(LET_THROUGH.read_text(encoding="utf-8"))

    assert complained(django_db_blocker, allowed) == []


def test_an_exception_needs_a_reason_and_something_to_be_an_exception_to(
    django_db_blocker: DjangoDbBlocker,
) -> None:
    found = complained(django_db_blocker, {"before": OLD})
    assert found != []
    name, operation, _ = found[0].split(": ", 2)

    def with_reason(operation: str, reason: str) -> list[str]:
        return complained(django_db_blocker, {"before": OLD, "because": {name: {operation: reason}}})

    assert found[0] not in with_reason(operation, "read by nobody since release 1.3")
    assert found[0] in with_reason(operation, "because")
    (stale,) = set(with_reason("RemoveField contact.never", "read by nobody at all")) - set(found)
    assert "nothing of that name is refused" in stale
