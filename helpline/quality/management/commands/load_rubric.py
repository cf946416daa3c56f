"""Put the rubric for quality reviews into use."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpline.kernel.content_errors import ContentErrors
from helpline.kernel.content_files import name_of, text_of
from helpline.quality.rubric_file import SHIPPED, parse_rubric
from helpline.quality.rubrics import load_rubric


class Command(BaseCommand):
    help = "Put a rubric into use. On a mistake: file:line: problem, exit 2, and nothing changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, default=SHIPPED, help="the YAML file")
        parser.add_argument("--check", action="store_true", help="only look for mistakes")

    def handle(self, *args: Any, file: Path, check: bool = False, **options: Any) -> None:
        try:
            if check:
                parse_rubric(text_of(file), source=name_of(file))
                self.stdout.write(f"No mistakes in {name_of(file)}.")
                return
            number, is_new = load_rubric(file=file)
        except ContentErrors as errors:
            for error in errors.errors:
                self.stderr.write(str(error))
            raise CommandError("Nothing was loaded; the version in use stays.", returncode=2) from None
        self.stdout.write(f"Rubric, version {number}: {'in use from now on' if is_new else 'unchanged'}.")
