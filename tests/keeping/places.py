"""An empty place for a service that was lost: databases of its own, where the test goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connections

from helpline.kernel import keystore

ALIASES = ("default", "keys")


def make_key_store() -> None:
    """Make the tables of the key store, without going through every migration of the house."""
    there = connections["keys"].introspection.table_names()
    with connections["keys"].schema_editor() as editor:
        for model in keystore.IN_STORE:
            if model._meta.db_table not in there:
                editor.create_model(model)


@contextmanager
def empty_place(folder: Path) -> Iterator[dict[str, str]]:
    """Go on with databases that hold nothing, not even tables; yield their names, by alias."""
    is_sqlite = connections["default"].vendor == "sqlite"
    kept = {alias: (connections[alias], connections.settings[alias]) for alias in ALIASES}
    places = {alias: str(folder / alias / "db.sqlite3") for alias in ALIASES}
    names = places if is_sqlite else {alias: f"new_{uuid4().hex}" for alias in ALIASES}
    for name in () if is_sqlite else names.values():
        _say(f'CREATE DATABASE "{name}"')
    try:
        for alias, name in names.items():
            _let_go(alias)
            before = connections.settings[alias]
            connections.settings[alias] = {**before, "NAME": name, "OPTIONS": dict(before["OPTIONS"])}
            del connections[alias]
        yield names
    finally:
        for alias, (connection, settings) in kept.items():
            _let_go(alias)
            connections.settings[alias] = settings
            # The very one: whoever made the test's database closes it in the end.
            connections[alias] = connection
        for name in () if is_sqlite else names.values():
            _say(f'DROP DATABASE "{name}" WITH (FORCE)')


def _let_go(alias: str) -> None:
    connection: Any = connections[alias]
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    keystore.cache.clear()


def _say(command: str) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(command)
