"""The line's hours of today as the board changes them: what was done is told to everyone who looks."""

from datetime import time

from django.db import transaction

from chat import events
from chat.services.board import announce_board
from helpline.hours import on_the_day
from helpline.kernel.live import announce_on_commit
from helpline.staff.models import Account


@transaction.atomic
def close_line_early(
    *, until: time | None, reason: str, by: Account, replaces: int, queue: str = "main"
) -> None:
    """Close today at `until`, at once for None; refusals as in helpline/hours/on_the_day.py."""
    on_the_day.close_early(until=until, reason=reason, by=by, replaces=replaces, queue=queue)
    _tell(queue)


@transaction.atomic
def extend_line(*, until: time, reason: str, by: Account, replaces: int, queue: str = "main") -> None:
    """Keep the line open today until `until`; refusals as in helpline/hours/on_the_day.py."""
    on_the_day.extend_today(until=until, reason=reason, by=by, replaces=replaces, queue=queue)
    _tell(queue)


@transaction.atomic
def undo_line_today(*, by: Account, replaces: int, queue: str = "main") -> None:
    """Give today its hours back; refusals as in helpline/hours/on_the_day.py."""
    on_the_day.undo_today(by=by, replaces=replaces, queue=queue)
    _tell(queue)


def _tell(queue: str) -> None:
    announce_on_commit(events.queue_group(queue), events.queue_hint())
    announce_board(queue)
