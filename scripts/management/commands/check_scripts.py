"""Check content files without publishing them."""

from argparse import ArgumentParser
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpline.kernel.content_errors import ContentError, ContentErrors
from helpline.kernel.content_files import name_of, text_of
from scripts.collusion import misfits
from scripts.collusion_file import parse_collusion
from scripts.cues import Lexicon
from scripts.learned.model import shipped
from scripts.library import parse_cues, parse_jargon, parse_script
from scripts.practice_file import parse_caller
from scripts.services import CONTENT, jargon_beside

PRACTICE = "practice"


class Command(BaseCommand):
    help = (
        "Check script, cue and collusion files, and the scripted callers in the folder practice beside them; "
        "prints file:line: problem. Exit 1 on mistakes; warnings pass, but for --strict."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", nargs="?", type=Path, default=CONTENT, help="a YAML file, or a folder of them"
        )
        parser.add_argument("--strict", action="store_true", help="exit 1 on warnings, too")
        parser.add_argument(
            "--near", action="store_true", help="list scripted callers' lines whose marks hang on a hair"
        )

    def handle(self, *args: Any, path: Path, strict: bool, near: bool, **options: Any) -> None:
        files = [*sorted(path.glob("*.yaml")), *sorted(path.glob(f"{PRACTICE}/*.yaml"))]
        files = files if path.is_dir() else [path]
        if not files:
            raise CommandError(f"{path}: no .yaml files here")
        mistakes = doubts = 0
        for file in files:
            warnings, errors = problems_of(file)
            mistakes, doubts = mistakes + len(errors), doubts + len(warnings)
            for error in errors:
                self.stderr.write(str(error))
            for warning in warnings:
                self.stdout.write(f"{warning.source}:{warning.line}: warning: {warning.problem}")
            for hair in hanging_in(file) if near and not errors else ():
                self.stdout.write(f"{hair.source}:{hair.line}: near: {hair.problem}")
        if mistakes:
            raise CommandError(f"{mistakes} {'mistake' if mistakes == 1 else 'mistakes'} in the content.")
        if strict and doubts:
            raise CommandError(f"{doubts} {'warning' if doubts == 1 else 'warnings'} in the content.")
        self.stdout.write(f"No mistakes in {', '.join(map(name_of, files))}.")


def problems_of(file: Path) -> tuple[tuple[ContentError, ...], tuple[ContentError, ...]]:
    """Return the warnings and the mistakes of one file; its name or folder tells what it holds."""
    try:
        text = text_of(file)
        if file.resolve().parent.name == PRACTICE:
            parse_caller(text, source=name_of(file), lexicon=_lexicon_beside(file))
            return (), ()
        if file.name.startswith("collusion"):
            return (), tuple(misfits(parse_collusion(text, source=name_of(file))))
        if file.name.startswith("cues"):
            parse_cues(text, source=name_of(file))
            return (), ()
        if file.name.startswith("jargon"):
            parse_jargon(text, source=name_of(file))
            return (), ()
        jargon = jargon_beside(file.resolve().parent)
        return parse_script(text, source=name_of(file), jargon=jargon).warnings, ()
    except ContentErrors as errors:
        return (), errors.errors


def hanging_in(file: Path) -> tuple[ContentError, ...]:
    """Return where the marks of a scripted caller hang on a hair; nothing for other files."""
    if file.resolve().parent.name != PRACTICE:
        return ()
    return parse_caller(text_of(file), source=name_of(file), lexicon=_lexicon_beside(file)).hanging


@lru_cache(maxsize=1)
def _lexicon_of(cues: Path, changed: int) -> Lexicon:
    return Lexicon.from_book(parse_cues(text_of(cues), source=name_of(cues)), model=shipped())


def _lexicon_beside(file: Path) -> Lexicon | None:
    """Return the lexicon of the cue file above the callers; None when that one has mistakes of its own."""
    cues = file.resolve().parent.parent / "cues.yaml"
    try:
        return _lexicon_of(cues, cues.stat().st_mtime_ns if cues.exists() else 0)
    except ContentErrors:
        return None
