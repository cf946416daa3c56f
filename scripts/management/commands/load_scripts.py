"""Publish the content files as the running version."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scripts.errors import ContentErrors
from scripts.services import CONTENT, load_content


class Command(BaseCommand):
    help = "Publish the guidance of a folder. On a mistake: file:line: problem, exit 2, and nothing changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--directory", type=Path, default=CONTENT, help="holds script_motivational.yaml and cues.yaml"
        )

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        try:
            result = load_content(directory=directory, by=None)
        except ContentErrors as errors:
            for error in errors.errors:
                self.stderr.write(str(error))
            raise CommandError(
                "Nothing was published; the running version stays in use.", returncode=2
            ) from None
        done = "published" if result.is_new else "unchanged"
        self.stdout.write(f"Script {result.slug}, version {result.number}: {done}.")
