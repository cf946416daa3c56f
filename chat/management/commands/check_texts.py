"""Check the texts of the callers' pages."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from chat import texts
from chat.catalogue import problems, read_asked, read_catalogue


class Command(BaseCommand):
    help = "Check that every text of the callers' pages is there in every language. Exit 1 on mistakes."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        scripts = sorted((settings.BASE_DIR / "static" / "chat").glob("*.js"))
        templates = sorted((settings.BASE_DIR / "templates" / "chat").glob("*.html"))
        catalogue = read_catalogue(texts.LOCALE)
        mistakes = sorted(problems(catalogue, read_asked([*scripts, *templates])))
        for mistake in mistakes:
            self.stderr.write(mistake)
        if mistakes:
            raise CommandError(f"{len(mistakes)} mistakes in the texts.")
        count = sum(len(room) for room in catalogue["en"].values())
        self.stdout.write(f"{count} texts in {len(catalogue)} languages, none missing.")
