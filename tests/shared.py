"""What one run of pytest on SQLite makes for those that follow: migrated databases, and a demo's data.

`make test` names a folder for it; without one each run makes its own. Of two made at once one is kept.
"""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

from django.db import connections
from django.db.backends.sqlite3.creation import DatabaseCreation

SHARED = "SHARED_BY_RUNS"
MIGRATED = "migrated"
_create = DatabaseCreation._create_test_db
_made: set[str] = set()


def found(name: str) -> Path | None:
    """Return the folder of this name, where another run has left it."""
    place = Path(os.environ[SHARED]) / name if os.environ.get(SHARED) else None
    return place if place is not None and place.exists() else None


def leave(made: Path, name: str) -> None:
    """Leave a copy of this folder to the runs that follow, whole or not at all."""
    if os.environ.get(SHARED) and not found(name):
        shared = Path(os.environ[SHARED])
        copy = Path(tempfile.mkdtemp(dir=shared))
        shutil.copytree(made, copy, dirs_exist_ok=True)
        # It fails where another run was as quick.
        with contextlib.suppress(OSError):
            copy.rename(shared / name)


def leave_databases() -> None:
    """Leave the databases of this run, just made, to those that follow: all of them or none."""
    if not os.environ.get(SHARED) or found(MIGRATED) or _made != set(connections):
        return
    with tempfile.TemporaryDirectory() as folder:
        for alias in connections:
            with contextlib.closing(sqlite3.connect(Path(folder) / alias)) as copy:
                connections[alias].connection.backup(copy)
        leave(Path(folder), MIGRATED)


def begin_with_databases_that_are_there() -> None:
    """Have every test database on SQLite begin as a copy, where another run has migrated it."""
    DatabaseCreation._create_test_db = _created


def _created(self: DatabaseCreation, *how: bool, **more: bool) -> str:
    name: str = _create(self, *how, **more)
    _made.add(self.connection.alias)
    if migrated := found(MIGRATED):
        shutil.copyfile(migrated / self.connection.alias, name)
    return name
