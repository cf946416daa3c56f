"""Backups of the key store: sealed files that live 24 hours at most, by what is written in them.

A backup of keys is what could bring destroyed words back, so it is short-lived, apart from every backup of
the main database, and sealed under the key-encryption key.
See docs/adr/0047-purge-reports-and-backups-of-keys.md.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from helpline.kernel.crypto import SealBroken, seal, unseal
from helpline.kernel.kek_marks import current_kek
from helpline.kernel.keyring import is_in_memory, ring_with
from helpline.kernel.models import ContactKey, SiteSecret

KEPT = timedelta(hours=24)
# A clock may be a little ahead on the machine that wrote it.
AHEAD = timedelta(minutes=5)
SUFFIX = ".keybackup"
MARK = "helpline key backup 1"
MOST_BYTES = 256 * 1024 * 1024


class BackupRefused(Exception):
    """A backup cannot be made or read; says so in one line."""


@dataclass(frozen=True)
class Backup:
    """One backup that was opened: when it was made, and the wrapped keys as they stood."""

    made_at: datetime
    keys: list[ContactKey]
    secrets: list[SiteSecret]


def make_backup(folder: Path, *, now: datetime) -> Path:
    """Write a backup, then delete those that are older than 24 hours. Raises BackupRefused or OSError."""
    if is_in_memory():
        raise BackupRefused("HELPLINE_KEK=memory: a backup would be of keys that nothing opens after a stop.")
    for database in settings.DATABASES.values():
        place = Path(str(database["NAME"]))
        if "sqlite" in database["ENGINE"] and folder.resolve() == place.resolve().parent:
            raise BackupRefused(
                f"{folder} holds a database: backups of keys must lie where no backup of the words goes."
            )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kek = current_kek()
    held = ring_with(kek)
    if kek not in held.keys:
        raise BackupRefused(f"The key {kek}, which the key store is used with, is not known here.")
    head = {"mark": MARK, "made_at": now.isoformat(), "kek": kek}
    sealed = seal(held.keys[kek], json.dumps(_rows()).encode(), bound_to=_bound_to(head))
    path = folder / f"keys-{now:%Y%m%dT%H%M%SZ}{SUFFIX}"
    _write(path, json.dumps({**head, "sealed": b64encode(sealed).decode()}).encode())
    forget_backups(now=now, folder=folder)
    return path


def forget_backups(*, now: datetime, folder: Path | None = None) -> int:
    """Delete the backups that are older than 24 hours; return how many.

    Their age is what they say themselves; a file that says nothing or lies in the future goes by the file's
    date, and in any case once that is old. Without a folder: the one in HELPLINE_KEY_BACKUP_DIR, if any.
    """
    if folder is None:
        if not settings.HELPLINE_KEY_BACKUP_DIR:
            return 0
        folder = Path(settings.HELPLINE_KEY_BACKUP_DIR)
    gone = 0
    for path in sorted(folder.glob(f"*{SUFFIX}*")):
        if _is_over(path, now):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def read_backup(path: Path, *, now: datetime) -> Backup:
    """Open a backup. Raises BackupRefused: too old, changed, or under a key that is not known."""
    try:
        held = json.loads(_read(path))
        head = {name: held[name] for name in ("mark", "made_at", "kek")}
        if not all(isinstance(value, str) for value in head.values()):
            raise ValueError
        made_at = datetime.fromisoformat(head["made_at"])
        sealed = b64decode(held["sealed"], validate=True)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise BackupRefused(f"{path} is no backup of the key store.") from None
    if head["mark"] != MARK or made_at.tzinfo is None:
        raise BackupRefused(f"{path} is no backup of the key store.")
    if now - made_at > KEPT or made_at - now > AHEAD:
        raise BackupRefused(
            f"{path} was made at {made_at.isoformat()}: a backup of keys is of use for 24 hours, since "
            "callers were promised that nothing brings their words back after that."
        )
    keys = ring_with(str(head["kek"])).keys
    if head["kek"] not in keys:
        raise BackupRefused(f"{path} is sealed under the key {head['kek']}, which is not known here.")
    try:
        rows = json.loads(unseal(keys[head["kek"]], sealed, bound_to=_bound_to(head)))
    except SealBroken:
        raise BackupRefused(f"{path} was changed since it was made.") from None
    return Backup(
        made_at,
        [ContactKey(**_row(row, "contact")) for row in rows["keys"]],
        [SiteSecret(**_row(row, "name")) for row in rows["secrets"]],
    )


def _rows() -> dict[str, Any]:
    return {
        "keys": [[str(row.contact), *_wrapped(row)] for row in ContactKey.objects.all().iterator()],
        "secrets": [[row.name, *_wrapped(row)] for row in SiteSecret.objects.all()],
    }


def _wrapped(row: ContactKey | SiteSecret) -> Iterator[str]:
    yield b64encode(bytes(row.wrapped)).decode()
    yield row.kek


def _row(row: list[str], name: str) -> dict[str, Any]:
    return {name: row[0], "wrapped": b64decode(row[1]), "kek": row[2]}


def _bound_to(head: dict[str, str]) -> str:
    return f"v1|backup|{head['mark']}|{head['made_at']}|{head['kek']}"


def _write(path: Path, content: bytes) -> None:
    """Write all or nothing, readable for its owner alone, and on the disk before it counts."""
    half = path.with_name(path.name + ".half")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError
    return content


def _is_over(path: Path, now: datetime) -> bool:
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime, tz=now.tzinfo)
    except FileNotFoundError:
        return False
    if now - written > KEPT:
        return True
    try:
        made_at = datetime.fromisoformat(json.loads(_read(path))["made_at"])
        return now - made_at > KEPT
    except (OSError, ValueError, KeyError, TypeError):
        # Half written, or no backup at all: its date decides.
        return False


def usable_folder(named: str) -> Path:
    """Return the folder that is named, else that of the setting. Raises ImproperlyConfigured."""
    if not (named or settings.HELPLINE_KEY_BACKUP_DIR):
        raise ImproperlyConfigured("Say where: --to FOLDER, or HELPLINE_KEY_BACKUP_DIR.")
    return Path(named or settings.HELPLINE_KEY_BACKUP_DIR)
