"""`manage.py import_configuration service.yaml --dry-run`: what would change; with --by NAME it is done."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpline.configuration.importing import Plan, import_configuration, plan_import
from helpline.configuration.mistakes import FileRefused
from helpline.configuration.reading import MOST_BYTES
from helpline.kernel.errors import Forbidden
from helpline.staff.models import Account


class Command(BaseCommand):
    help = (
        "Take a file of settings in, all of it or nothing. What needs two people waits for the second: the "
        "script, the risk guidance, the directory."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a file of export_configuration, or - for standard input")
        parser.add_argument("--dry-run", action="store_true", help="say what would change; change nothing")
        parser.add_argument("--by", help="the name of the admin who does it, for the audit")

    def handle(self, *args: Any, file: str, dry_run: bool, by: str | None, **options: Any) -> None:
        content = _content(file)
        try:
            if dry_run:
                self._tell(plan_import(content))
            else:
                self._tell(import_configuration(content=content, by=_account(by)))
        except FileRefused as refused:
            lines = "\n".join(f"  {mistake}" for mistake in refused.mistakes)
            raise CommandError(f"{refused.message}\n{lines}\n{refused.more}".rstrip()) from None
        except Forbidden as refused:
            raise CommandError(refused.message) from None

    def _tell(self, plan: Plan) -> None:
        for change in plan.changes:
            waits = ", waits for a second person" if change.waits else ""
            self.stdout.write(f"{change.section.title}{waits}")
            for each in change.differences:
                self.stdout.write(f"  {each.place}: {_short(each.now)} -> {_short(each.then)}")
        if not plan.changes:
            self.stdout.write("Nothing differs.")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"{line[:77]}..." if len(line) > 80 else line or "nothing"


def _content(file: str) -> bytes:
    # One byte more than there may be: what is larger is refused, and never read.
    if file == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with Path(file).open("rb") as held:
            return held.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None


def _account(name: str | None) -> Account:
    found = Account.objects.filter(username=name or "").first()
    if found is None:
        raise CommandError("--by must name an admin's account: the audit says who took the file in.")
    return found
