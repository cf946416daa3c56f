"""Check a backup of the main database without restoring it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from helpline.keeping.backups import BackupRefused
from helpline.keeping.database_restoring import Order, checked
from helpline.keeping.management.private_key import read_private_key
from helpline.keeping.manifests import check_sum, read_manifest


class Command(BaseCommand):
    help = (
        "Check a backup of the main database: its manifest, signature and sum; with --key also that it opens "
        "from its first byte to its last, and that this program can take it. Changes nothing."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, metavar="FILE", help="the private key of make_backup_key")
        parser.add_argument("--signed-by", default="", metavar="ID", help="the short name of an earlier key")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            manifest = read_manifest(path, signed_by=options["signed_by"])
            check_sum(path, manifest)
            if options["key"]:
                private = read_private_key(options["key"])
                order = Order(backup=path, private=private, signed_by=options["signed_by"])
                checked(order, now=timezone.now())
        except BackupRefused as refusal:
            raise CommandError(str(refusal), returncode=2) from None
        opens = "opens, and fits this program" if options["key"] else f"wants the key {manifest.sealed_for}"
        self.stdout.write(
            f"{path} is whole: {manifest.engine}, {timezone.localtime(manifest.at):%d %B %Y, %H:%M}; "
            f"it {opens}."
        )
