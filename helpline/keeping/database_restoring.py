"""Bringing the main database back into an empty place, and destroying what is due before anybody is served.

Nothing is ever written over a service that is there: a person moves it aside first.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q, QuerySet
from django.utils import timezone

from chat.models import Contact
from helpline.keeping.backup_state import note_done
from helpline.keeping.backups import BackupRefused, read_backup
from helpline.keeping.database_backups import put_back_kept_secrets
from helpline.keeping.dumping import engine, file_of_database
from helpline.keeping.loading import finish, is_pending, load
from helpline.keeping.manifests import Manifest, bound_to, check_sum, read_manifest
from helpline.keeping.models import BackupNote
from helpline.keeping.restoring import Restored, destroy_keys_of_nobody, restore_keys
from helpline.keeping.sealed_stream import NoKey, NotOpened, id_of, opened, public_of
from helpline.kernel.models import Lease
from helpline.staff.audit import record
from helpline.staff.audit_check import check_audit
from helpline.staff.models import Account, AuditEvent, Link


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to restore: the backup of the database, that of the keys if there is one, the private key."""

    backup: Path
    private: str
    keys: Path | None = None
    signed_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a restore did. `audit` is what is wrong with the audit log, "" for nothing."""

    made_at: datetime
    keys: Restored | None
    orphans: int
    audit: str


def checked(order: Order, *, now: datetime) -> Manifest:
    """Read the backups whole without changing anything, and return the manifest. Raises BackupRefused."""
    manifest = read_manifest(order.backup, signed_by=order.signed_by)
    check_sum(order.backup, manifest)
    try:
        ours = id_of(public_of(order.private))
    except NoKey:
        raise BackupRefused("What --key names holds no private key of `manage.py make_backup_key`.") from None
    if ours != manifest.sealed_for:
        raise BackupRefused(f"{order.backup} is sealed for the key {manifest.sealed_for}, not for {ours}.")
    for _ in _opened(order, manifest):
        pass
    if manifest.engine != engine():
        raise BackupRefused(
            f"{order.backup} is of {manifest.engine}, and HELPLINE_DATABASE_URL says {engine()}: "
            "set it to the same kind."
        )
    if newer := _unknown(manifest.schema.items()):
        raise BackupRefused(
            f"{order.backup} was made by a newer version of this program ({newer}): install that one first."
        )
    if order.keys:
        read_backup(order.keys, now=now)
    return manifest


def restore(order: Order, *, now: datetime, purge: Callable[[], None]) -> Done:
    """Restore and purge; the caller has made sure that no process serves. Raises BackupRefused."""
    manifest = checked(order, now=now)
    _without_pools()
    refuse_place(manifest, now=now)
    _make_folders()
    load(_opened(order, manifest))
    migrate()
    orphans = destroy_keys_of_nobody()
    keys = restore_keys(order.keys, now=now) if order.keys else None
    put_back_kept_secrets(manifest.secrets)
    # Whoever was signed out, or used a link, since the backup stays so.
    for model in (Session, Link, Lease):
        model.objects.all().delete()
    record(event="database.restored", by=None, subject=manifest.made_at)
    purge()
    fault = check_audit().fault
    note_done(BackupNote.Kind.RESTORE, now=timezone.now(), size=manifest.bytes)
    finish()
    return Done(made_at=manifest.at, keys=keys, orphans=orphans, audit=fault.sentence if fault else "")


def refuse_place(manifest: Manifest, *, now: datetime) -> None:
    """Refuse where a service runs, or stands, or a newer one was. Raises BackupRefused."""
    if engine() == "sqlite" and not file_of_database().exists():
        return
    try:
        tables = set(connections["default"].introspection.table_names())
        _refuse_running(tables, now)
        if not tables or is_pending():
            return
        if newer := _unknown(MigrationRecorder(connections["default"]).applied_migrations()):
            raise BackupRefused(
                f"The database there is of a newer version of this program ({newer}): move it aside first."
            )
        if any(rows.model._meta.db_table in tables and rows.exists() for rows in _of_a_service()):
            raise BackupRefused(_holds_a_service(manifest))
    except DatabaseError as error:
        first = str(error).strip().splitlines()[0]
        raise BackupRefused(f"The place for the main database cannot be used: {first}") from None


def _of_a_service() -> tuple[QuerySet[Any], ...]:
    """Return what a service that somebody uses has.

    The first start of a new machine invites an admin; while nobody has come in, nothing is lost with it.
    """
    nobody = Q(last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return Account.objects.exclude(nobody), Contact.objects.all()


def migrate() -> None:
    """Bring both databases to where this program is: a backup may be older, and the key store new."""
    for database in ("default", "keys"):
        call_command("migrate", database=database, interactive=False, verbosity=0)


def _without_pools() -> None:
    """Connect once to each database: a pool's spare connections would look like a service that runs."""
    for alias in connections:
        connection: Any = connections[alias]
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            connection.close()
            connection.close_pool()
            connection.settings_dict["OPTIONS"].pop("pool", None)


def _make_folders() -> None:
    for database in connections.settings.values():
        if "sqlite" in database["ENGINE"]:
            Path(str(database["NAME"])).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def _refuse_running(tables: set[str], now: datetime) -> None:
    if Lease._meta.db_table in tables and Lease.objects.filter(expires_at__gt=now).exists():
        raise BackupRefused("The service's timers run there: stop every process, and wait half a minute.")
    if engine() == "postgresql":
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            (others,) = cursor.fetchone()
        if others:
            raise BackupRefused(f"{others} others are connected to the database: stop every process first.")


def _holds_a_service(manifest: Manifest) -> str:
    last = AuditEvent.objects.order_by("-at").values_list("at", flat=True).first()
    newer = (
        f", whose last entry is newer than this backup ({last:%d %B, %H:%M})"
        if last and last > manifest.at
        else ""
    )
    return f"There is a service in the database{newer}: move it aside first (docs/backups.md)."


def _opened(order: Order, manifest: Manifest) -> Iterator[bytes]:
    try:
        with order.backup.open("rb") as file:
            yield from opened(
                file, private=order.private, bound_to=bound_to(manifest.made_at, manifest.engine)
            )
    except NotOpened:
        raise BackupRefused(
            f"{order.backup} does not open: it was changed, or is sealed for another key."
        ) from None


def _unknown(migrations: Iterable[tuple[str, str]]) -> str:
    """Return the first migration that this program does not know, "" where it knows all."""
    known = MigrationLoader(None).disk_migrations
    return next((f"{app}.{name}" for app, name in sorted(migrations) if (app, name) not in known), "")
