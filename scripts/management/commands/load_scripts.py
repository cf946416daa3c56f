"""Publish the content files as the running version."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpline.kernel.content_errors import ContentErrors
from scripts.errors import PromptsUnsigned
from scripts.services import CONTENT, load_content

UNSIGNED = (
    "Nothing was published. A service publishes no prompt without a practitioner's and a survivor reviewer's "
    "sign-off: import the script on Supervision, Script, and have it signed off there."
)
LOUD = (
    "WARNING: {} prompts are in use that nobody has signed off. Have a practitioner and a survivor reviewer "
    "sign them on Supervision, Script, before this line takes callers."
)


class Command(BaseCommand):
    help = "Publish the guidance of a folder. On a mistake: file:line: problem, exit 2, and nothing changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--directory", type=Path, default=CONTENT, help="holds script_motivational.yaml and cues.yaml"
        )

        parser.add_argument(
            "--unsigned-first",
            action="store_true",
            help="in a service without a version: publish although reviewers have not signed off the prompts",
        )

    def handle(self, *args: Any, directory: Path, unsigned_first: bool = False, **options: Any) -> None:
        try:
            result = load_content(directory=directory, by=None, unsigned_first=unsigned_first)
        except PromptsUnsigned as refusal:
            self.stderr.write("\n".join(f"not signed off: {node}" for node in refusal.nodes))
            raise CommandError(f"{refusal.message} {UNSIGNED}", returncode=3) from None
        except ContentErrors as errors:
            for error in errors.errors:
                self.stderr.write(str(error))
            raise CommandError(
                "Nothing was published; the running version stays in use.", returncode=2
            ) from None
        if result.unsigned:
            self.stderr.write(LOUD.format(result.unsigned))
        done = "published" if result.is_new else "unchanged"
        self.stdout.write(f"Script {result.slug}, version {result.number}: {done}.")
