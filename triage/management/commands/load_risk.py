"""Put the risk instrument into use."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpline.kernel.content_errors import ContentErrors
from helpline.kernel.content_files import name_of, text_of
from triage.instrument_file import parse_instrument
from triage.services.instruments import SHIPPED, load_instrument


class Command(BaseCommand):
    help = "Put a risk instrument into use. On a mistake: file:line: problem, exit 2, and nothing changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, default=SHIPPED, help="the YAML file")
        parser.add_argument("--check", action="store_true", help="only look for mistakes")

    def handle(self, *args: Any, file: Path, check: bool = False, **options: Any) -> None:
        try:
            if check:
                parse_instrument(text_of(file), source=name_of(file))
                self.stdout.write(f"No mistakes in {name_of(file)}.")
                return
            loaded = load_instrument(file=file, by=None)
        except ContentErrors as errors:
            for error in errors.errors:
                self.stderr.write(str(error))
            raise CommandError("Nothing was loaded; the version in use stays.", returncode=2) from None
        done = "in use from now on" if loaded.is_new else "unchanged"
        self.stdout.write(f"Risk instrument, version {loaded.number}: {done}.")
