"""Write a sealed backup of the key store, and delete those that are older than 24 hours."""

import errno
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from helpline.keeping.backup_state import note_done, note_failed
from helpline.keeping.backups import KEPT, BackupRefused, make_backup, usable_folder
from helpline.keeping.models import BackupNote
from helpline.staff.audit import record


class Command(BaseCommand):
    help = (
        "Back up the key store into a folder of its own, and delete its backups that are older than 24 "
        "hours. Never beside a backup of the main database (docs/keys.md)."
    )
    # A setting that keeps the service from starting must not keep it from being backed up.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", metavar="FOLDER", default="", help="instead of HELPLINE_KEY_BACKUP_DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            path = make_backup(usable_folder(options["to"]), now=now)
        except (BackupRefused, ImproperlyConfigured) as refusal:
            note_failed(BackupNote.Kind.KEYS, now=now, why="refused")
            raise CommandError(str(refusal), returncode=2) from None
        except OSError as error:
            note_failed(BackupNote.Kind.KEYS, now=now, why=errno.errorcode.get(error.errno or 0, "unknown"))
            raise CommandError(f"The backup could not be written ({error.strerror}).", returncode=2) from None
        note_done(BackupNote.Kind.KEYS, now=now, size=path.stat().st_size)
        record(event="keys.backed_up", by=None, subject=path.name)
        self.stdout.write(
            f"{path}: of use until {timezone.localtime(now + KEPT):%d %B, %H:%M}, then deleted."
        )
