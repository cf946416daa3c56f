from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from triage.oruk.planning import Plan
from triage.oruk.problems import ImportRefused, Problem
from triage.services.exchange import Format, import_directory

EVERY = 500
MOST_LINES = 200


class Command(BaseCommand):
    help = (
        "Bring the directory up to a file of Open Referral UK or CSV: all of it, or nothing on a mistake "
        "(row, field, reason; exit 2). What changed must be checked again before anybody is shown it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=["oruk", "csv"], help="else by the file's ending")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument("--only-new", action="store_true", help="keep what is here as it is")

    def handle(self, *args: Any, file: Path, dry_run: bool, only_new: bool, **options: Any) -> None:
        form: Format = options["format"] or ("csv" if file.suffix.lower() == ".csv" else "oruk")
        try:
            plan = import_directory(
                path=file, format=form, by=None, dry_run=dry_run, only_new=only_new, progress=self._progress
            )
        except ImportRefused as refused:
            self._lines(refused.problems)
            raise CommandError(
                f"Nothing was changed: {len(refused.problems)} mistakes.", returncode=2
            ) from None
        self._tell(plan, dry_run)

    def _progress(self, step: str, row: int) -> None:
        if row % EVERY == 0:
            self.stderr.write(f"{step}: {row:,}")

    def _tell(self, plan: Plan, dry_run: bool) -> None:
        if dry_run:
            for row in plan.added:
                self.stdout.write(f"new: {row['name']} ({row['slug']})")
            for change in plan.changed:
                for field, (was, will_be) in change.fields.items():
                    self.stdout.write(f"{change.name}, {field}: {_short(was)} -> {_short(will_be)}")
        self._lines(plan.left_out, "left out, ")
        counts = ", ".join(f"{count} {key}" for key, count in plan.counts().items())
        self.stdout.write(f"{'Would be: ' if dry_run else ''}{counts}")
        if unchecked := len(plan.added) + sum(change.needs_check for change in plan.changed):
            self.stdout.write(f"To be checked before anybody is shown them: {unchecked}")

    def _lines(self, problems: list[Problem], before: str = "") -> None:
        for problem in problems[:MOST_LINES]:
            self.stderr.write(f"{before}{problem}")
        if len(problems) > MOST_LINES:
            self.stderr.write(f"and {len(problems) - MOST_LINES:,} more")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
