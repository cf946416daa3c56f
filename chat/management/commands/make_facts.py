"""`manage.py make_facts --count 1000 --seed 8`: made-up figures for training, benches and pictures."""

from argparse import SUPPRESS, ArgumentTypeError
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from chat.nation_codes import nation_code
from helpline.kernel.errors import HelplineError
from helpline.statistics.bands import month_of
from helpline.statistics.made_up import WORDS
from helpline.statistics.making.months import months_until
from helpline.statistics.making.profiles import Around
from helpline.statistics.making.writing import Wanted, clear, make
from helpline.statistics.management.numbers import whole
from scripts.errors import NoScript
from scripts.services import running_script
from triage.areas import AREAS
from triage.services import programme_slugs, service_names

MOST, MOST_SEED, MOST_MONTHS = 5_000_000, 2**31 - 1, 120


class Command(BaseCommand):
    help = "Make up figures for training. They are marked everywhere, and never stand beside real ones."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # A mistake is told in one line, without the usage before it.
        return super().create_parser(prog_name, subcommand, usage=SUPPRESS, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--count", type=whole(1, MOST), help="how many contacts")
        what.add_argument("--clear", action="store_true", help="take made-up figures out again")
        add("--seed", type=whole(0, MOST_SEED), default=1, help="the same seed makes the same figures")
        add("--months", type=whole(1, MOST_MONTHS), default=24, help="over how many months")
        add("--until", type=month, help="the last of them, such as 2026-10; without it the last that is over")
        add("--training", action="store_true", help="needed in a service: it is for training alone")

    def handle(
        self,
        *args: Any,
        count: int | None,
        seed: int,
        months: int,
        until: date | None,
        training: bool,
        **options: Any,
    ) -> None:
        try:
            told = _cleared() if count is None else _made(count, seed, months, until, training=training)
        except HelplineError as refusal:
            raise CommandError(refusal.message, returncode=2) from None
        self.stdout.write(told)


def _cleared() -> str:
    return "The made-up figures are gone." if clear() else "There were no made-up figures."


def _made(count: int, seed: int, months: int, until: date | None, *, training: bool) -> str:
    last = until or months_until(month_of(timezone.now()), 2)[0]
    make(
        Wanted(count=count, seed=seed, months=months_until(last, months), around=around()), training=training
    )
    return f"{count:,} contacts until {last:%B %Y}, seed {seed}. {WORDS}"


def around() -> Around:
    """Return what made-up contacts may name here: our areas, the directory's services, the running script."""
    programmes = programme_slugs()
    try:
        version, script = running_script()
        prompts = sorted(script.nodes)
    except NoScript:
        version, prompts = 0, []
    return Around(
        areas=[(area.name, nation_code(area.name) or "") for area in AREAS],
        services=[(slug, slug in programmes) for slug in sorted(service_names())],
        prompts=prompts,
        script=version,
    )


def month(text: str) -> date:
    """Read a month such as 2026-10."""
    try:
        read = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007
    except ValueError:
        read = date.min
    if not 2000 <= read.year <= 2100:
        raise ArgumentTypeError(f"must be a month such as 2026-10, not {text[:40]!r}")
    return read
