"""Backups of the main database: sealed for a key that is not here, in a folder apart from the keys' backups.

See docs/backups.md and docs/adr/0066-backups-of-the-main-database.md.
"""

import hashlib
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from helpline.keeping.backups import BackupRefused
from helpline.keeping.dumping import PENDING, dumped, engine, file_of_database
from helpline.keeping.manifests import (
    BACKUP,
    MANIFEST,
    Manifest,
    bound_to,
    forget_database_backups,
    written,
)
from helpline.keeping.sealed_stream import NoKey, id_of, sealed
from helpline.kernel.keyring import ring_with
from helpline.kernel.models import SiteSecret
from helpline.kernel.site_secrets import forget_secrets

# Not a secret of callers: with it lost, every member of staff would be enrolled anew.
KEPT_WITH_DATABASE = ("second-factors",)


def make_database_backup(folder: Path, *, public: str, now: datetime) -> tuple[Path, Manifest]:
    """Write a sealed backup and its manifest, then thin out the older ones.

    Raises BackupRefused or OSError.
    """
    sealed_for = _named(public)
    if PENDING in connections["default"].introspection.table_names():
        raise BackupRefused("A restore has not finished: run it again before a backup is made of it.")
    if settings.HELPLINE_BACKUP_DAYS < 1:
        raise BackupRefused(
            "HELPLINE_BACKUP_DAYS must be 1 or more: a backup would be deleted as it is made."
        )
    refuse_places(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made_at, kind = now.isoformat(), engine()
    path = folder / f"helpline-{now:%Y%m%dT%H%M%SZ}{BACKUP}"
    digest = hashlib.sha256()
    # What is in the schema before, since a migration may run meanwhile: the older one is migrated anew.
    schema = schema_now()
    size = _write(path, sealed(dumped(), public=public, bound_to=bound_to(made_at, kind)), digest.update)
    manifest = Manifest(
        made_at=made_at,
        engine=kind,
        schema=schema,
        file=path.name,
        bytes=size,
        sha256=digest.hexdigest(),
        sealed_for=sealed_for,
        secrets=kept_secrets(),
    )
    # The manifest comes last: a backup without one is none.
    _write(path.with_suffix(MANIFEST), [written(manifest)])
    forget_database_backups(folder, now=now)
    return path, manifest


def schema_now() -> dict[str, str]:
    """Return the last migration of each app that the main database has."""
    last: dict[str, str] = {}
    for app, name in MigrationRecorder(connections["default"]).applied_migrations():
        last[app] = max(name, last.get(app, ""))
    return dict(sorted(last.items()))


def kept_secrets() -> dict[str, tuple[str, str]]:
    """Return the secrets that go with the main database, as they lie in the key store: wrapped."""
    rows = SiteSecret.objects.filter(name__in=KEPT_WITH_DATABASE)
    return {row.name: (b64encode(bytes(row.wrapped)).decode(), row.kek) for row in rows}


def put_back_kept_secrets(secrets: Mapping[str, tuple[str, str]]) -> None:
    """Put back those that are missing and whose key-encryption key is known."""
    for name in KEPT_WITH_DATABASE:
        wrapped, kek = secrets.get(name, ("", ""))
        if kek and kek in ring_with(kek).keys:
            SiteSecret.objects.get_or_create(name=name, defaults={"wrapped": b64decode(wrapped), "kek": kek})
    forget_secrets()


def refuse_places(folder: Path) -> None:
    """Refuse a folder that holds a database or keys, or where keys' backups go. Raises BackupRefused."""
    place = folder.resolve()
    held = [settings.HELPLINE_KEYS_DIR]
    if engine() == "sqlite":
        held.append(file_of_database().parent)
    if any(place == Path(one).resolve() for one in held):
        raise BackupRefused(f"{folder} holds a database or keys: backups must lie elsewhere.")
    keys = settings.HELPLINE_KEY_BACKUP_DIR
    if keys and (place.is_relative_to(Path(keys).resolve()) or Path(keys).resolve().is_relative_to(place)):
        raise BackupRefused(
            f"{folder} and HELPLINE_KEY_BACKUP_DIR lie in each other: the two must never be copied together."
        )


def _named(public: str) -> str:
    try:
        return id_of(public)
    except NoKey:
        raise BackupRefused(
            "HELPLINE_BACKUP_KEY is not set to a public key: `manage.py make_backup_key --to FILE` makes one."
        ) from None


def _write(path: Path, parts: Iterable[bytes], told: Callable[[bytes], None] | None = None) -> int:
    """Write all or nothing, readable for its owner alone, and on the disk before it counts."""
    half, size = path.with_name(path.name + ".half"), 0
    half.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for part in parts:
                size += file.write(part)
                if told:
                    told(part)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return size
