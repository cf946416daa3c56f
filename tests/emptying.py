"""How a test that commits leaves an empty database: what it wrote is deleted, and nothing else is done.

Django truncates every table and asks every app to make its permissions anew, which nobody here reads; on
PostgreSQL that costs more than most of the tests it comes after.
"""

from collections.abc import Sequence
from typing import Any

from django.core.management.commands import flush
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite

from helpline.staff import audit_guards

SQLiteOperations = SQLite.ops_class
_sqlite_flush = SQLiteOperations.sql_flush


def _deleted(self: DatabaseOperations, style: Any, tables: Sequence[str], **_: Any) -> list[str]:
    """Return what empties these tables; no trigger and no reference stops it."""
    statements = [f"DELETE FROM {self.quote_name(table)}" for table in tables]
    return (
        ["SET session_replication_role = replica", *statements, "SET session_replication_role = DEFAULT"]
        if tables
        else []
    )


def _unguarded(self: Any, style: Any, tables: Sequence[str], **options: Any) -> list[str]:
    """Return what empties these tables; the audit's guards stand aside meanwhile, if they hold anything."""
    statements = _sqlite_flush(self, style, tables, **options)
    if audit_guards.LINES not in tables or not _holds_audit(self.connection):
        return statements
    return [*audit_guards.removal("sqlite"), *statements, *audit_guards.statements("sqlite")]


def _holds_audit(connection: Any) -> bool:
    with connection.cursor() as cursor:
        return any(
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in audit_guards.TABLES
        )


def delete_instead_of_truncating() -> None:
    """Have every flush of this process delete, and tell no app of it."""
    DatabaseOperations.sql_flush = _deleted  # type: ignore[method-assign]
    SQLiteOperations.sql_flush = _unguarded  # type: ignore[method-assign]
    flush.emit_post_migrate_signal = lambda *_args, **_kwargs: None  # type: ignore[attr-defined]
