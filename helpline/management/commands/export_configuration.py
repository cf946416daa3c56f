"""`manage.py export_configuration > service.yaml`: everything but people and words, for a folder in git."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpline.configuration.exporting import export_configuration
from helpline.configuration.mistakes import NotForAFile


class Command(BaseCommand):
    help = (
        "Write all settings as one YAML file, the same each time. No people, no words, no keys: where one "
        "stands in a text, no file is made, and the place is named."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = export_configuration(by=None)
        except NotForAFile as refused:
            places = "\n".join(f"  {place}" for place in refused.extra["places"])
            raise CommandError(f"{refused.message}\n{places}") from None
        self.stdout.write(text, ending="")
