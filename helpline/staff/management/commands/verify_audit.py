"""Check the audit log from its first line to its last."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpline.kernel.signing import key_id
from helpline.staff.audit_check import Paper, check_audit


class Command(BaseCommand):
    help = (
        "Check the audit log: every line, its end, and the sealed days; with --against also the sealed days "
        "that were sent elsewhere. Exit 1 where it does not hold, and say the first line that is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--against", metavar="FILE", type=Path, help="what audit_digest printed, one or more days"
        )

    def handle(self, *args: Any, against: Path | None = None, **options: Any) -> None:
        papers = _read(against) if against else []
        verdict = check_audit(papers=papers)
        for key in sorted({key_id(paper["public_key"]) for paper in papers if not verdict.fault}):
            self.stdout.write(f"Papers signed with the key {key}.")
        read = f"{verdict.lines:,} lines, {verdict.days:,} sealed days, {verdict.papers:,} from elsewhere"
        if verdict.fault is None:
            self.stdout.write(f"The audit holds: {read}.")
            return
        raise CommandError(
            f"The audit does not hold: {verdict.fault.sentence} ({verdict.fault.code}). Read: {read}."
        )


def _read(path: Path) -> list[Paper]:
    try:
        papers = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    except OSError as error:
        raise CommandError(f"Cannot read {path} ({error.strerror}).", returncode=2) from None
    except ValueError:
        papers = []
    if not papers or not all(isinstance(paper, dict) for paper in papers):
        raise CommandError(f"{path} does not hold what audit_digest prints.", returncode=2)
    return papers
