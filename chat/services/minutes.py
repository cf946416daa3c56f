"""Once a minute: how the queue stands, kept for a day, so that every process draws the same lines."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Min

from chat import events
from chat.models import Presence, QueueMinute
from chat.selectors import talking_count, waiting
from chat.services.board import announce_board

KEPT = timedelta(hours=24)
SHOWN = timedelta(hours=2)


@transaction.atomic
def note_minute(*, now: datetime, queue: str = "main") -> bool:
    """Keep how the queue stands in this minute, once; False when that was done already."""
    at = now.replace(second=0, microsecond=0)
    if QueueMinute.objects.filter(queue=queue, at=at).exists():
        return False
    waits = waiting(queue).order_by().aggregate(count=Count("pk"), since=Min("joined_at"))
    _, made = QueueMinute.objects.get_or_create(
        queue=queue,
        at=at,
        defaults={
            "waiting": waits["count"],
            "talking": talking_count(queue),
            "available": Presence.objects.filter(
                available=True, leased_until__gt=now, handler__is_active=True
            ).count(),
            "longest_wait_seconds": max(0, int((now - waits["since"]).total_seconds()))
            if waits["since"]
            else 0,
        },
    )
    if made:
        announce_board(queue)
    return made


def forget_minutes(*, now: datetime) -> int:
    """Delete what is older than a day; return how many went."""
    gone, _ = QueueMinute.objects.filter(at__lte=now - KEPT).delete()
    return gone


def last_minute(queue: str = "main") -> datetime | None:
    """Return the newest minute that was kept."""
    return QueueMinute.objects.filter(queue=queue).order_by("-at").values_list("at", flat=True).first()


def minutes_after(after: datetime | None, *, now: datetime, queue: str = "main") -> list[dict[str, Any]]:
    """Return the minutes of the last two hours that follow `after`, oldest first."""
    since = now - SHOWN if after is None else max(after, now - SHOWN)
    rows = QueueMinute.objects.filter(queue=queue, at__gt=since).order_by("at")
    return [
        {
            "at": events.moment(row.at),
            "waiting": row.waiting,
            "talking": row.talking,
            "available": row.available,
            "longest_wait_seconds": row.longest_wait_seconds,
        }
        for row in rows
    ]
