"""`manage.py estimate_wait --ahead 3 --handlers 3 --handle-minutes 25 --patience-minutes 8 --json`."""

import json
from argparse import SUPPRESS
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from helpline.statistics.management.numbers import minutes, whole
from helpline.statistics.staffing import MOST_AHEAD, MOST_HANDLERS, PositionWait, position_wait


class Command(BaseCommand):
    help = "Predict the wait of one caller in a queue whose handlers are all busy."
    # It reckons with its own numbers alone: no service need be set up.
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # A mistake is told in one line, without the usage before it.
        return super().create_parser(prog_name, subcommand, usage=SUPPRESS, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("--ahead", type=whole(0, MOST_AHEAD), required=True, help="callers before this one")
        add("--handlers", type=whole(1, MOST_HANDLERS), required=True, help="conversations at once, all busy")
        add("--handle-minutes", type=minutes, required=True, help="mean length of a conversation")
        add("--patience-minutes", type=minutes, help="mean time until a caller gives up; nobody does without")
        add("--json", action="store_true", help="one JSON object instead of a sentence")

    def handle(
        self,
        *args: Any,
        ahead: int,
        handlers: int,
        handle_minutes: float,
        patience_minutes: float | None,
        json: bool,
        **options: Any,
    ) -> None:
        wait = position_wait(
            ahead=ahead, handlers=handlers, handle_minutes=handle_minutes, patience_minutes=patience_minutes
        )
        self.stdout.write(as_json(wait) if json else as_sentence(wait, ahead))


def as_json(wait: PositionWait) -> str:
    """Return one line: {"mean_minutes", "p50_minutes", "p80_minutes"}."""
    return json.dumps(asdict(wait))


def as_sentence(wait: PositionWait, ahead: int) -> str:
    return (
        f"With {ahead} ahead, half of such callers are taken within {wait.p50_minutes:.1f} minutes and four "
        f"in five within {wait.p80_minutes:.1f}; the mean is {wait.mean_minutes:.1f} minutes."
    )
