"""Wrap every key by the newest key-encryption key, while the service runs."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpline.keeping.rotating import rotate
from helpline.kernel.kek_marks import current_kek, left_by_kek
from helpline.kernel.rotation import BATCH


class Command(BaseCommand):
    help = (
        "Wrap every key by the first key-encryption key of the source. Put the new key before the old one "
        "first (docs/keys.md). May be stopped and run again; --status only says how it stands."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--status", action="store_true", help="say how many are under which key")
        parser.add_argument("--batch", type=int, default=BATCH, help="rows in one transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"] < 1:
            raise CommandError("--batch must be 1 or more.", returncode=2)
        try:
            if options["status"]:
                self.say_status()
                return
            for step in rotate(batch=options["batch"]):
                self.stdout.write(f"{step.rewrapped} wrapped by {step.to}; {step.left} left.")
        except ImproperlyConfigured as reason:
            raise CommandError(str(reason), returncode=2) from None
        if step.left:
            raise CommandError(
                f"{step.left} are not under {step.to}, {step.broken} of them open with no key. "
                "Run it again; keep the old key.",
                returncode=1,
            )
        self.stdout.write(
            "None is left under an older key. Keep the old key for 24 hours more: "
            "backups of the key store are under it."
        )

    def say_status(self) -> None:
        current = current_kek()
        for kek, count in sorted(left_by_kek().items()):
            mark = " (new keys are wrapped by it)" if kek == current else ""
            self.stdout.write(f"{kek or 'before ids'}: {count}{mark}")
        if not left_by_kek():
            self.stdout.write(f"{current}: 0 (new keys are wrapped by it)")
