"""Write a sealed backup of the main database, and thin out the older ones."""

import errno
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from helpline.keeping.backup_state import note_done, note_failed
from helpline.keeping.backups import BackupRefused
from helpline.keeping.database_backups import make_database_backup
from helpline.keeping.models import BackupNote
from helpline.staff.audit import record


class Command(BaseCommand):
    help = (
        "Back up the main database while the service runs, sealed for HELPLINE_BACKUP_KEY, into a "
        "folder of its own. Never beside a backup of the key store (docs/backups.md)."
    )
    # A setting that keeps the service from starting must not keep it from being backed up.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", metavar="FOLDER", default="", help="instead of HELPLINE_BACKUP_DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["to"] or settings.HELPLINE_BACKUP_DIR
        if not folder:
            raise CommandError("Say where: --to FOLDER, or HELPLINE_BACKUP_DIR.", returncode=2)
        now = timezone.now()
        try:
            path, manifest = make_database_backup(Path(folder), public=settings.HELPLINE_BACKUP_KEY, now=now)
        except (BackupRefused, ImproperlyConfigured) as refusal:
            raise self.failed("refused", str(refusal)) from None
        except OSError as error:
            why = errno.errorcode.get(error.errno or 0, "unknown")
            raise self.failed(why, f"The backup could not be written ({error.strerror}).") from None
        except DatabaseError as error:
            line = str(error).strip().splitlines()[0]
            raise CommandError(f"The database cannot be read: {line}", returncode=2) from None
        note_done(BackupNote.Kind.DATABASE, now=now, size=manifest.bytes)
        record(event="database.backed_up", by=None, subject=path.name)
        self.stdout.write(f"{path}: {manifest.bytes:,} bytes, opens with the key {manifest.sealed_for}.")

    def failed(self, why: str, line: str) -> CommandError:
        """Note that it failed, where that can be noted."""
        try:
            note_failed(BackupNote.Kind.DATABASE, now=timezone.now(), why=why)
        except DatabaseError:
            line += " (That could not be noted either.)"
        return CommandError(line, returncode=2)
