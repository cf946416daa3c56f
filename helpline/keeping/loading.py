"""Putting a dump in the place of the main database, all of it or nothing.

What was put there says so itself (the table `helpline_restore_pending`) until everything that is due was
destroyed: whatever breaks off in between, nothing is served from it.
"""

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from django.db import connections

from helpline.keeping.backups import BackupRefused
from helpline.keeping.dumping import PENDING, engine, file_of_database, last_line, started_psql

UNFINISHED = "A restore broke off before what is due was destroyed: run deploy/restore.sh again, as before."
FOLLOWERS = ("-wal", "-shm", "-journal")


def load(chunks: Iterable[bytes]) -> None:
    """Replace the main database. Raises BackupRefused, and whatever `chunks` raises: then nothing changed."""
    if engine() == "sqlite":
        connections["default"].close()
        _load_sqlite(chunks, file_of_database())
    else:
        _load_postgresql(chunks)


def is_pending() -> bool:
    """Tell whether a restore has not finished. Raises DatabaseError."""
    return PENDING in connections["default"].introspection.table_names()


def finish() -> None:
    """Let the database be served."""
    with connections["default"].cursor() as cursor:
        cursor.execute(f"DROP TABLE {PENDING}")


def _load_sqlite(chunks: Iterable[bytes], target: Path) -> None:
    half = target.with_name(target.name + ".restoring")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _forget(half)
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(chunks)
        with closing(sqlite3.connect(half, isolation_level=None)) as database:
            database.execute("PRAGMA synchronous=FULL")
            (said,) = database.execute("PRAGMA integrity_check(1)").fetchone()
            if said != "ok":
                raise BackupRefused(f"The database in the backup is damaged: {said}")
            database.execute(f"CREATE TABLE IF NOT EXISTS {PENDING} (id integer PRIMARY KEY)")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        _forget(half)
        raise BackupRefused(f"What is in the backup is no database ({error}).") from None
    except BaseException:
        _forget(half)
        raise
    # What follows the old file belongs to it: beside the new one it would be read as a part of that.
    _forget(target)
    half.replace(target)
    for path in (half, target):
        for follower in FOLLOWERS:
            path.with_name(path.name + follower).unlink(missing_ok=True)
    folder = os.open(target.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _forget(path: Path) -> None:
    for name in ("", *FOLLOWERS):
        path.with_name(path.name + name).unlink(missing_ok=True)


def _load_postgresql(chunks: Iterable[bytes]) -> None:
    connection = connections["default"]
    names = ", ".join(connection.ops.quote_name(name) for name in connection.introspection.table_names())
    # Ours must be away, or the tables stay locked for whoever drops them.
    connection.close()
    before = f"DROP TABLE IF EXISTS {names} CASCADE;\n" if names else ""
    with tempfile.TemporaryFile() as errors:
        process = started_psql(stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors)
        assert process.stdin is not None
        try:
            process.stdin.write(before.encode())
            for chunk in chunks:
                process.stdin.write(chunk)
            process.stdin.write(f"\nCREATE TABLE public.{PENDING} (id integer PRIMARY KEY);\n".encode())
            process.stdin.close()
        except BrokenPipeError:
            process.wait()
        except BaseException:
            # Before its input ends: at the end of what it is told, psql keeps it.
            process.kill()
            raise
        finally:
            status = process.wait()
        if status:
            raise BackupRefused(f"psql could not put the database back: {last_line(errors)}")
