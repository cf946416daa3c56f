"""Check a purge report that was downloaded, wherever it lay meanwhile."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpline.keeping.models import PurgeReport
from helpline.keeping.reports import as_paper, is_sound
from helpline.kernel.signing import key_id

MOST_BYTES = 1024 * 1024


class Command(BaseCommand):
    help = (
        "Check the signature of a purge report, and whether it is the one that stands here. Exit 1 where not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("rb") as file:
                paper = json.loads(file.read(MOST_BYTES))
        except (OSError, ValueError):
            raise CommandError(f"{options['file']} is no purge report.", returncode=2) from None
        if not isinstance(paper, dict) or not is_sound(paper):
            raise CommandError("The report does not hold: it was changed after it was signed.", returncode=1)
        day, key = paper["statement"].get("day"), key_id(paper["public_key"])
        self.stdout.write(f"The signature holds: {day}, signed with the key {key}.")
        stored = PurgeReport.objects.filter(day=day).first()
        if stored is None:
            self.stdout.write("This service has no report of that day.")
        elif as_paper(stored) != paper:
            raise CommandError("It is another one than the report of that day here.", returncode=1)
        else:
            self.stdout.write("It is the report of that day here. Compare the key with what you wrote down.")
