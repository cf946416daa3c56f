"""Check content files without publishing them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scripts.errors import ContentError, ContentErrors
from scripts.library import parse_cues, parse_script
from scripts.services import CONTENT, name_of, text_of


class Command(BaseCommand):
    help = "Check script and cue files; prints file:line: problem. Exit 1 on mistakes; warnings pass."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", nargs="?", type=Path, default=CONTENT, help="a YAML file, or a folder of them"
        )

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
        if not files:
            raise CommandError(f"{path}: no .yaml files here")
        mistakes = 0
        for file in files:
            warnings, errors = problems_of(file)
            mistakes += len(errors)
            for error in errors:
                self.stderr.write(str(error))
            for warning in warnings:
                self.stdout.write(f"{warning.source}:{warning.line}: warning: {warning.problem}")
        if mistakes:
            raise CommandError(f"{mistakes} {'mistake' if mistakes == 1 else 'mistakes'} in the content.")
        self.stdout.write(f"No mistakes in {', '.join(map(name_of, files))}.")


def problems_of(file: Path) -> tuple[tuple[ContentError, ...], tuple[ContentError, ...]]:
    """Return the warnings and the mistakes of one file; the name tells whether it holds cues."""
    try:
        text = text_of(file)
        if file.name.startswith("cues"):
            parse_cues(text, source=name_of(file))
            return (), ()
        return parse_script(text, source=name_of(file)).warnings, ()
    except ContentErrors as errors:
        return (), errors.errors
