"""How a test that commits leaves an empty database: what it wrote is deleted, and nothing else is done.

Django truncates every table, one after another, and asks every app to make its permissions anew, which nobody
here reads; that costs more than most of the tests it comes after. Here one question finds the tables that
hold something, and one script empties them.
"""

from functools import cache

from django.core.management.commands import flush
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from helpline.staff import audit_guards

_TRIGGERS = "SET session_replication_role = {}"


def empty(alias: str) -> None:
    """Delete all rows of a database; no trigger and no reference stops it."""
    connection = connections[alias]
    held = _tables_with_rows(connection)
    if not held:
        return
    statements = [f"DELETE FROM {connection.ops.quote_name(table)}" for table in held]
    if connection.vendor == "postgresql":
        statements = [_TRIGGERS.format("replica"), *statements, _TRIGGERS.format("DEFAULT")]
        with connection.cursor() as cursor:
            cursor.execute("; ".join(statements))
        return
    if not held.isdisjoint(audit_guards.TABLES):
        # Its guards stand aside meanwhile.
        statements = [*audit_guards.removal("sqlite"), *statements, *audit_guards.statements("sqlite")]
    # Only at its end does it ask who refers to whom.
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _tables_with_rows(connection: BaseDatabaseWrapper) -> set[str]:
    tables = _tables(connection.alias)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"EXISTS(SELECT 1 FROM {connection.ops.quote_name(t)})" for t in tables)
        )
        found = cursor.fetchone()
    return {table for table, holds in zip(tables, found, strict=True) if holds}


@cache
def _tables(alias: str) -> list[str]:
    """Return the tables of all models; no test adds one."""
    return sorted(
        connections[alias].introspection.django_table_names(only_existing=True, include_views=False)
    )


def delete_instead_of_truncating() -> None:
    """Have every flush of this process delete, and tell no app of it."""
    flush.Command.handle = lambda self, **options: empty(options["database"])  # type: ignore[method-assign]
