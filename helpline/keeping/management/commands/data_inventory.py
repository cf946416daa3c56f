"""Write the data inventory from what the models say of their fields."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpline.keeping.inventory import page, undecided

PAGE = Path(settings.BASE_DIR) / "docs" / "data-inventory.md"


class Command(BaseCommand):
    help = "Print the data inventory; --write puts it into docs/data-inventory.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if missing := list(undecided()):
            raise CommandError("\n".join(missing), returncode=1)
        if options["write"]:
            PAGE.write_text(page(), encoding="utf-8")
            self.stdout.write(f"{PAGE.relative_to(settings.BASE_DIR)} is written.")
            return
        self.stdout.write(page(), ending="")
