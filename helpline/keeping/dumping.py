"""The main database as a stream of bytes at one moment, while the service goes on.

SQLite: the file's pages, read in one transaction into memory, so that no unsealed copy touches a disk.
PostgreSQL: what `pg_dump` says, as text, so that a newer server takes it.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

from django.db import connections
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from helpline.keeping.backups import BackupRefused

Engine = Literal["sqlite", "postgresql"]
READ_BYTES = 1024 * 1024
PENDING = "helpline_restore_pending"


def engine() -> Engine:
    """Return what the main database is."""
    return "sqlite" if connections["default"].vendor == "sqlite" else "postgresql"


def file_of_database() -> Path:
    """Return the file of a main database in SQLite."""
    return Path(str(connections["default"].settings_dict["NAME"]))


def dumped() -> Iterator[bytes]:
    """Yield the main database as it stands. Raises BackupRefused."""
    return _dumped_sqlite(file_of_database()) if engine() == "sqlite" else _dumped_postgresql()


def _dumped_sqlite(path: Path) -> Iterator[bytes]:
    try:
        # Only one that is there: SQLite would make an empty one.
        with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True, isolation_level=None)) as database:
            database.execute("BEGIN")
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()
            pages = memoryview(database.serialize())
    except sqlite3.Error as error:
        raise BackupRefused(f"The database {path} cannot be read ({error}).") from None
    for start in range(0, len(pages), READ_BYTES):
        yield bytes(pages[start : start + READ_BYTES])


def _dumped_postgresql() -> Iterator[bytes]:
    # --clean: restored over a database that was just migrated, it takes away what stands there.
    options = ["--format=plain", "--no-owner", "--no-privileges", "--clean", "--if-exists", "--encoding=UTF8"]
    with tempfile.TemporaryFile() as errors:
        process = _started("pg_dump", options, stdout=subprocess.PIPE, stderr=errors)
        assert process.stdout is not None
        try:
            while part := process.stdout.read(READ_BYTES):
                yield part
            status = process.wait()
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
        if status:
            raise BackupRefused(f"pg_dump could not read the database: {last_line(errors)}")


def _started(program: str, options: list[str], **pipes: Any) -> "subprocess.Popen[bytes]":
    """Start a program of PostgreSQL's on the main database, its password in the environment alone."""
    if shutil.which(program) is None:
        raise BackupRefused(f"{program} is not installed: apt-get install postgresql-client.")
    address, password = _address()
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    command = [program, *options, "--dbname", address]
    return subprocess.Popen(command, env=environment, **pipes)  # noqa: S603 - no shell, our own settings


def _address() -> tuple[str, str]:
    """Return where the main database is, as PostgreSQL's programs are told, and the password apart."""
    connection: Any = connections["default"]
    known = {option.keyword.decode() for option in Conninfo.get_defaults()} - {"password"}
    settings = connection.get_connection_params()
    wanted = {name: value for name, value in settings.items() if name in known}
    return make_conninfo("", **wanted), settings.get("password", "")


def started_psql(**pipes: Any) -> "subprocess.Popen[bytes]":
    """Start psql so that it does all of what comes, or nothing. Raises BackupRefused."""
    return _started("psql", ["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", "-"], **pipes)


def last_line(errors: Any) -> str:
    """Return the last thing a program complained of."""
    errors.seek(0)
    lines: list[str] = errors.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing."
