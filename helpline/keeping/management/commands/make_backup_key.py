"""Make the key that opens backups of the main database: it belongs on paper and on no server."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpline.keeping.sealed_stream import id_of, new_keys


class Command(BaseCommand):
    help = (
        "Write a private key to FILE and print the public one for HELPLINE_BACKUP_KEY. Print FILE or put it "
        "on a stick, and take it off this machine (docs/backups.md)."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", metavar="FILE", type=Path, required=True, help="one that is not there yet"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        private, public = new_keys()
        path: Path = options["to"]
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(f"{private}\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CommandError(f"{path} cannot be made ({error.strerror}).", returncode=2) from None
        self.stdout.write(f"HELPLINE_BACKUP_KEY={public}")
        self.stderr.write(
            f"The private key {id_of(public)} is in {path}. Without it no backup opens: keep two copies, and "
            "none on this machine."
        )
