"""What stands beside a backup of the main database: of when, of what, its sum, signed.

Whoever knows the public key could seal another database; a signature says that it was this service.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from helpline.keeping.backups import BackupRefused
from helpline.kernel.signing import is_signed, key_id, public_key, sign

MARK = "helpline database backup 1"
PURPOSE = "database backup"
BACKUP, MANIFEST = ".backup", ".manifest"
MOST_BYTES = 1024 * 1024
ALL_FOR = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """One backup. `schema` names the last migration of each app; `sealed_for` the key that opens it.

    `secrets` are rows of the key store without which nobody signs in: by name, wrapped and under which key.
    """

    made_at: str
    engine: str
    schema: Mapping[str, str]
    file: str
    bytes: int
    sha256: str
    sealed_for: str
    secrets: Mapping[str, tuple[str, str]]
    mark: str = MARK

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


def bound_to(made_at: str, engine: str) -> str:
    """What a sealed file is bound to."""
    return f"{MARK}|{made_at}|{engine}"


def written(manifest: Manifest) -> bytes:
    """Return the manifest as it is written: signed."""
    statement = asdict(manifest)
    signed = {**statement, "public_key": public_key(), "signature": sign(PURPOSE, statement)}
    return (json.dumps(signed, indent=1, sort_keys=True) + "\n").encode()


def read_manifest(path: Path, *, signed_by: str = "") -> Manifest:
    """Read and check the manifest beside a backup. `signed_by`: the short name of another signing key.

    Raises BackupRefused.
    """
    path = path.with_suffix(MANIFEST)
    try:
        held = json.loads(_start_of(path))
        signature, public = str(held.pop("signature")), str(held.pop("public_key"))
        manifest = Manifest(**held)
        if not _is_sound(manifest):
            raise ValueError
        named = key_id(public)
    except FileNotFoundError:
        raise BackupRefused(f"{path} is missing: a backup is of use with its manifest alone.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BackupRefused(f"{path} is no manifest of a backup of the database.") from None
    if named not in (signed_by, key_id()):
        raise BackupRefused(
            f"{path} is signed with the key {named}, and this service has {key_id()}: bring the secret key "
            f"back first, or, where {named} is what was written down, say --signed-by {named}."
        )
    if not is_signed(PURPOSE, held, signature, public=public):
        raise BackupRefused(f"{path} was changed since it was made.")
    return manifest


def check_sum(path: Path, manifest: Manifest) -> None:
    """Read the backup whole and hold it against its manifest. Raises BackupRefused."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BackupRefused(f"{path} cannot be read ({error.strerror}).") from None
    if found != manifest.sha256 or path.name != manifest.file:
        raise BackupRefused(f"{path} is not what its manifest says: it was changed, cut or renamed.")


def forget_database_backups(folder: Path, *, now: datetime) -> int:
    """Delete what is older than HELPLINE_BACKUP_DAYS, and beyond 24 hours all but the last of each day.

    What has no sound manifest goes by the file's date. Returns how many went.
    """
    kept_from = now - timedelta(days=settings.HELPLINE_BACKUP_DAYS)
    gone, days = 0, set()
    for at, path in sorted(((_made_at(path), path) for path in folder.glob(f"*{BACKUP}")), reverse=True):
        day = timezone.localdate(at)
        if at > kept_from and (now - at <= ALL_FOR or day not in days):
            days.add(day)
            continue
        path.with_suffix(MANIFEST).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        gone += 1
    for half in folder.glob("*.half"):
        if now.timestamp() - half.stat().st_mtime > ALL_FOR.total_seconds():
            half.unlink(missing_ok=True)
    return gone


def _made_at(path: Path) -> datetime:
    try:
        at = datetime.fromisoformat(json.loads(_start_of(path.with_suffix(MANIFEST)))["made_at"])
        return at if at.tzinfo else timezone.make_aware(at)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())


def _start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES)


def _is_sound(manifest: Manifest) -> bool:
    texts: list[Any] = [
        manifest.made_at,
        manifest.engine,
        manifest.file,
        manifest.sha256,
        manifest.sealed_for,
    ]
    schema = manifest.schema
    return (
        manifest.mark == MARK
        and all(isinstance(text, str) for text in [*texts, *schema.keys(), *schema.values()])
        and all(
            isinstance(text, str) for wrapped, kek in manifest.secrets.values() for text in (wrapped, kek)
        )
        and manifest.at.tzinfo is not None
    )
