"""Says what a queue with so many handlers does: `manage.py forecast_staffing`.

`--arrivals-per-hour 6 --handle-minutes 25 --patience-minutes 8 --handlers 3 --target-minutes 5 --json`.
"""

import json
from argparse import SUPPRESS
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpline.statistics.management.numbers import minutes, per_hour, whole
from helpline.statistics.staffing import MOST_HANDLERS, QueueForecast, erlang_a


class Command(BaseCommand):
    help = "Predict waits and how many give up, for one hour of a queue whose callers do not wait for ever."
    # It reckons with its own numbers alone: no service need be set up.
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # A mistake is told in one line, without the usage before it.
        return super().create_parser(prog_name, subcommand, usage=SUPPRESS, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("--arrivals-per-hour", type=per_hour, required=True, help="contacts that begin in an hour")
        add("--handle-minutes", type=minutes, required=True, help="mean length of a conversation")
        add("--patience-minutes", type=minutes, required=True, help="mean time until a caller gives up")
        add("--handlers", type=whole(1, MOST_HANDLERS), required=True, help="conversations at once")
        add(
            "--target-minutes",
            type=minutes,
            required=True,
            help="the wait within which callers should be taken",
        )
        add("--json", action="store_true", help="one JSON object instead of sentences")

    def handle(
        self,
        *args: Any,
        arrivals_per_hour: float,
        handle_minutes: float,
        patience_minutes: float,
        handlers: int,
        target_minutes: float,
        json: bool,
        **options: Any,
    ) -> None:
        try:
            forecast = erlang_a(
                arrivals_per_hour=arrivals_per_hour,
                handle_seconds=handle_minutes * 60,
                patience_seconds=patience_minutes * 60,
                handlers=handlers,
                target_seconds=target_minutes * 60,
            )
        except ValueError as impossible:
            # Each number is one that can be, and all together are not.
            raise CommandError(str(impossible), returncode=2) from None
        self.stdout.write(as_json(forecast) if json else as_sentences(forecast, target_minutes))


def as_json(forecast: QueueForecast) -> str:
    """Return one line: {"p_wait", "p_abandon", "mean_wait_minutes", "served_within_target", "occupancy"}.

    All but occupancy are of all contacts, those who give up included.
    """
    return json.dumps(
        {
            "p_wait": forecast.p_wait,
            "p_abandon": forecast.p_abandon,
            "mean_wait_minutes": forecast.mean_wait_seconds / 60,
            "served_within_target": forecast.served_within,
            "occupancy": forecast.occupancy,
        }
    )


def as_sentences(forecast: QueueForecast, target_minutes: float) -> str:
    return (
        f"{forecast.p_wait:.1%} have to wait and {forecast.p_abandon:.1%} give up. The mean wait is "
        f"{forecast.mean_wait_seconds / 60:.1f} minutes, of all who come.\n"
        f"{forecast.served_within:.1%} are taken within {target_minutes:g} minutes. "
        f"Handlers talk {forecast.occupancy:.1%} of the time."
    )
