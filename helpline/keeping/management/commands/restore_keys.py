"""Bring keys back from a backup of the last 24 hours; then destroy what is due meanwhile."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from helpline.keeping.backups import BackupRefused
from helpline.keeping.restoring import restore_keys


class Command(BaseCommand):
    help = (
        "Put back the keys that are missing, with the service stopped. A key comes back only for words that "
        "may still be read; none that is there is overwritten. Then everything that is due is destroyed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restore_keys(options["file"], now=timezone.now())
        except (BackupRefused, ImproperlyConfigured) as refusal:
            raise CommandError(str(refusal), returncode=2) from None
        self.stdout.write(
            f"{done.back} keys are back, and {done.secrets} secrets of the service. "
            f"{done.left_out} stay destroyed: nobody may read those words any more."
        )
        call_command("purge_expired", stdout=self.stdout, stderr=self.stderr)
