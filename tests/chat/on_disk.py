"""SQLite in files, as a service has it: with a write-ahead log, and a connection for each thread."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connections

ALIASES = ("default", "keys")


@contextmanager
def databases_in_files(folder: Path) -> Iterator[dict[str, Path]]:
    """Go on with copies of the test's databases in files of `folder`; yield them by alias.

    Tests on SQLite run in memory, where there is no log to look into and threads share one
    connection's locks. On another database nothing is changed and nothing is yielded.
    """
    if connections["default"].vendor != "sqlite":
        yield {}
        return
    kept = {alias: (connections[alias], connections.settings[alias]) for alias in ALIASES}
    files = {alias: folder / f"{alias}.sqlite3" for alias in ALIASES}
    for alias, (memory, settings) in kept.items():
        memory.ensure_connection()
        with closing(sqlite3.connect(files[alias])) as copy:
            memory.connection.backup(copy)
        connections.settings[alias] = {**settings, "NAME": str(files[alias])}
        del connections[alias]
    try:
        yield files
    finally:
        for alias, (memory, settings) in kept.items():
            connections[alias].close()
            connections.settings[alias] = settings
            connections[alias] = memory
