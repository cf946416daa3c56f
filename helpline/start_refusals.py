"""What a process stands on, looked at before it starts: one line for each reason not to, and how to mend it.

See docs/adr/0065-refuse-whole-or-start-whole.md.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, connections
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from redis.exceptions import RedisError

from helpline.keeping.loading import UNFINISHED, is_pending
from helpline.kernel.redis_address import client_of
from helpline.listening import refusal

WAIT_SECONDS = 5


@dataclass(frozen=True)
class Schema:
    """How a database stands to this program: not there, ahead of it, behind it, or none of these."""

    unreachable: str = ""
    ahead: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


def checked() -> tuple[list[str], list[str]]:
    """Return why the settings must not be served, and what in them is unwise: one line for each.

    In the order of their ids: Django keeps its checks in a set, and two starts would tell them differently.
    """
    problems = sorted(checks.run_checks(), key=lambda problem: problem.id or "")
    refused = [str(problem.msg) for problem in problems if problem.is_serious()]
    unwise = [str(problem.msg) for problem in problems if (problem.id or "").startswith("helpline.W")]
    return refused, unwise


def not_ready() -> list[str]:
    """Return why no process can work with these databases and this Redis, or nothing."""
    return [line for database in connections for line in unready(database)] + unreachable_redis()


def unready(database: str) -> list[str]:
    """Return why a database cannot be used now, in one line, or nothing."""
    found = schema_of(database)
    if found.unreachable:
        return [f"The database {database!r} cannot be reached: {found.unreachable} {_where(database)}"]
    if found.ahead:
        return [
            f"The database {database!r} is newer than this program: it has {found.ahead[0]}. "
            "Start the version it was last used with, or bring back a backup from before it."
        ]
    if database == "default" and not _is_still_to_be_made(database) and is_pending():
        return [UNFINISHED]
    if found.behind:
        return [f"The database {database!r} is behind: run `manage.py migrate --database {database}`."]
    return []


def schema_of(database: str) -> Schema:
    """Look at one database. It waits five seconds for it at the most."""
    if _is_still_to_be_made(database):
        # To ask SQLite would make the file, and it would belong to whoever asked.
        return Schema(behind=("everything",))
    if reason := _unreachable(database):
        return Schema(unreachable=reason)
    try:
        executor = MigrationExecutor(connections[database])
        ahead = tuple(f"{app}.{name}" for app, name in _unknown(executor.loader))
        if ahead:
            return Schema(ahead=ahead)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except InconsistentMigrationHistory:
        return Schema(unreachable="its history of migrations has gaps.")
    except (DatabaseError, ImproperlyConfigured) as error:
        return Schema(unreachable=_first_line(error))
    return Schema(behind=tuple(f"{step.app_label}.{step.name}" for step, _ in missing))


def unreachable_redis() -> list[str]:
    """Return why Redis cannot be used, in one line, or nothing; nothing as well where none is set."""
    if not settings.HELPLINE_REDIS_URL:
        return []
    try:
        with client_of(
            settings.HELPLINE_REDIS_URL, socket_timeout=WAIT_SECONDS, socket_connect_timeout=WAIT_SECONDS
        ) as redis:
            redis.ping()
    except (RedisError, OSError, ValueError) as error:
        return [
            f"Redis cannot be reached: {_first_line(error)} "
            "Start it, or set HELPLINE_REDIS_URL to where it is."
        ]
    return []


def unusable_port(host: str, port: int) -> list[str]:
    """Return why nothing can listen there, in one line, or nothing."""
    error = refusal(host, port)
    if error is None:
        return []
    return [
        f"Nothing can listen on {host}, port {port} ({error.strerror}): "
        "set HELPLINE_BIND to an address of this machine and HELPLINE_PORT to a free port."
    ]


def told_in_one_line(error: Exception) -> str | None:
    """Return the line for an error that only whoever set this up can mend, or None for any other."""
    if isinstance(error, OperationalError | ImproperlyConfigured):
        return f"{_first_line(error)} `manage.py doctor` says what is wrong and how to mend it."
    return None


def _is_still_to_be_made(database: str) -> bool:
    if connections[database].vendor != "sqlite":
        return False
    file = Path(str(connections[database].settings_dict["NAME"]))
    return file.parent.is_dir() and not file.exists()


def _unreachable(database: str) -> str:
    connection: Any = connections[database]
    if connection.vendor != "postgresql":
        return ""
    try:
        # Past the pool, which waits half a minute and does not say what was wrong.
        psycopg.connect(**connection.get_connection_params() | {"connect_timeout": WAIT_SECONDS}).close()
    except (psycopg.Error, OSError, ImproperlyConfigured) as error:
        return _first_line(error)
    return ""


def _unknown(loader: MigrationLoader) -> list[tuple[str, str]]:
    """Return the migrations a database has that this program does not come with."""
    ours = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        ours.update(migration.replaces)
    return sorted(
        key for key in loader.applied_migrations if key not in ours and key[0] in loader.migrated_apps
    )


def _where(database: str) -> str:
    name = "HELPLINE_DATABASE_URL" if database == "default" else "HELPLINE_KEYS_DATABASE_URL"
    if connections[database].vendor == "postgresql":
        return f"Start it, or set {name} to where it is."
    return f"Is {connections[database].settings_dict['NAME']} in a folder of ours (HELPLINE_DATA_DIR)?"


def _first_line(error: BaseException) -> str:
    line = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
    return line if line.endswith(".") else f"{line}."
