"""The real script, directory and consent texts as rows: read from their files once in a run, then put in.

Not by models: the database's own form of the rows is kept and given back, which costs next to nothing.
"""

from typing import Any

from django.core.management import call_command
from django.db import connection, models, transaction

from chat.models import ConsentText
from scripts.models import ScriptVersion
from triage.models import DirectoryEntry

MODELS: tuple[type[models.Model], ...] = (ScriptVersion, DirectoryEntry, ConsentText)
ROWS: dict[type[models.Model], Any] = {}


def put_content_in() -> None:
    """Put the content into an empty database."""
    if not ROWS:
        with transaction.atomic():
            for command in ("load_scripts", "load_directory", "load_consent"):
                call_command(command, verbosity=0)
            ROWS.update({model: _taken_out(model) for model in MODELS})
            transaction.set_rollback(True)
    with transaction.atomic():
        for model, rows in ROWS.items():
            _put_back(model, rows)


def _taken_out(model: type[models.Model]) -> Any:
    table, columns = _names(model)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) TO STDOUT") as copy:
                return b"".join(map(bytes, copy))
        # With a plus sign before it a column is given as it is kept.
        return cursor.execute(f"SELECT {', '.join(f'+{name}' for name in columns)} FROM {table}").fetchall()


def _put_back(model: type[models.Model], rows: Any) -> None:
    table, columns = _names(model)
    into = f"{table} ({', '.join(columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                copy.write(rows)
        else:
            cursor.executemany(f"INSERT INTO {into} VALUES ({', '.join('%s' for _ in columns)})", rows)


def _names(model: type[models.Model]) -> tuple[str, list[str]]:
    quoted = connection.ops.quote_name
    return quoted(model._meta.db_table), [quoted(field.column) for field in model._meta.concrete_fields]
