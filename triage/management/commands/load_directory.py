from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from triage.content_file import DirectoryInvalid
from triage.services.directory import CONTENT, load_directory


class Command(BaseCommand):
    help = "Bring the directory of programmes and helplines up to its content files; staff edits are kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--directory", type=Path, default=CONTENT, help="folder with the JSON files")

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        try:
            outcome = load_directory(directory=directory, by=None)
        except DirectoryInvalid as invalid:
            raise CommandError(f"Nothing was loaded.\n{invalid}") from None
        self.stdout.write(", ".join(f"{count} {key}" for key, count in outcome.items()))
