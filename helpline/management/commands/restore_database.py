"""Bring the main database, and keys of the last 24 hours, back into an empty place."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from helpline.keeping.backups import BackupRefused
from helpline.keeping.database_restoring import Done, Order, restore
from helpline.keeping.management.private_key import read_private_key
from helpline.serving import alone


class Command(BaseCommand):
    help = (
        "Restore the main database from a backup, with every process stopped and nothing there: then bring "
        "back the keys that may still be used, and destroy what is due, before anything is served. When it "
        "broke off, run it again."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, metavar="FILE", required=True, help="of make_backup_key")
        parser.add_argument(
            "--keys", type=Path, metavar="FILE", help="a backup of the key store, 24 hours old at most"
        )
        parser.add_argument("--signed-by", default="", metavar="ID", help="the short name of an earlier key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            order = Order(
                backup=options["file"],
                private=read_private_key(options["key"]),
                keys=options["keys"],
                signed_by=options["signed_by"],
            )
            settings.HELPLINE_DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
            with alone():
                done = restore(order, now=timezone.now(), purge=self.purge)
        except (BackupRefused, ImproperlyConfigured) as refusal:
            raise CommandError(str(refusal), returncode=2) from None
        except OSError as error:
            raise CommandError(f"It could not be written ({error.strerror}).", returncode=2) from None
        self.tell(done)

    def purge(self) -> None:
        """Destroy what is due. Raises BackupRefused."""
        try:
            call_command("purge_expired", stdout=self.stdout, stderr=self.stderr)
        except SystemExit:
            raise BackupRefused(
                "What is due could not all be destroyed, and nothing is served: see the log, run this again."
            ) from None

    def tell(self, done: Done) -> None:
        """Say what came back, and what a person has to look at."""
        at = timezone.localtime(done.made_at)
        self.stdout.write(
            f"The main database stands as it did on {at:%d %B %Y at %H:%M}; what came later is lost."
        )
        if done.keys is None:
            self.stdout.write(
                "No backup of keys was given: words are readable where their keys are still here."
            )
        else:
            self.stdout.write(
                f"{done.keys.back} keys of words are back, {done.keys.left_out} stay destroyed "
                f"({done.orphans} of nobody were destroyed)."
            )
        self.stdout.write(
            "Everybody signs in anew. Look at the accounts: whoever was shut out since is back."
        )
        if done.audit:
            raise CommandError(
                f"The audit log does not hold: {done.audit} Everything else is done.", returncode=1
            )
        self.stdout.write("The audit log holds. The service may be started.")
