from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from triage.services.exchange import export_directory


class Command(BaseCommand):
    help = "Write the public directory to a file, or to the standard output, for others to read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["oruk", "csv"], required=True)
        parser.add_argument("--output", type=Path, help="the file; without it the standard output")

    def handle(self, *args: Any, output: Path | None = None, **options: Any) -> None:
        pieces = export_directory(options["format"])
        if output is None:
            for piece in pieces:
                self.stdout.write(piece, ending="")
            return
        try:
            with output.open("w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}") from None
        self.stderr.write(f"The public directory stands in {output}.")
