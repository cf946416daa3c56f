"""`manage.py opening --at 2026-12-24T18:00 --json`: the state and the next opening."""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from helpline.hours.rules import LONDON, MAIN_QUEUE
from helpline.hours.services import OpeningState, opening_state
from helpline.hours.wording import moment_text, state_text

# Clock changes and bank holidays are known for these years.
YEARS = range(2000, 2101)


class Command(BaseCommand):
    help = "Tell whether the line is open at a moment and when it opens next."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", help="ISO 8601; London time unless it carries an offset; default now")
        parser.add_argument("--queue", default=MAIN_QUEUE)
        parser.add_argument("--json", action="store_true", help="one JSON object instead of a sentence")

    def handle(self, *args: Any, at: str | None, queue: str, json: bool, **options: Any) -> None:
        moment = parse_moment(at) if at is not None else timezone.now()
        state = opening_state(queue=queue, at=moment)
        if json:
            self.stdout.write(as_json(queue, moment, state))
        else:
            self.stdout.write(f"{moment_text(moment)}: {state_text(state, configured=state.configured)}")


def parse_moment(text: str) -> datetime:
    """Read an ISO 8601 moment; without an offset it is wall time in London, the first of two in October.

    Raises CommandError with exit status 2.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as mistake:
        raise CommandError(
            f"--at must be a date and time like 2026-12-24T18:00, not {text!r}", returncode=2
        ) from mistake
    if moment.year not in YEARS:
        raise CommandError(f"--at must lie between {YEARS[0]} and {YEARS[-1]}, not {text!r}", returncode=2)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=LONDON).astimezone(UTC)


def as_json(queue: str, moment: datetime, state: OpeningState) -> str:
    """Return one line of JSON; times carry London's offset."""
    times = {
        "at": moment,
        "opens_at": state.opens_at,
        "closes_at": state.closes_at,
        "last_intake_at": state.last_intake_at,
    }
    return json.dumps(
        {
            "queue": queue,
            "intake": state.intake.value,
            "open": state.is_open,
            "configured": state.configured,
            **{name: time.astimezone(LONDON).isoformat() if time else None for name, time in times.items()},
        }
    )
