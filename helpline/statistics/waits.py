"""Waits to the whole minute, as sums of a month that no fact is part of."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from helpline.statistics.bands import month_of, wait_minutes
from helpline.statistics.made_up import is_made_up
from helpline.statistics.models import WaitTally


@transaction.atomic
def tally_wait(*, joined_at: datetime, seconds: float, answered: bool) -> None:
    """Count the wait of one who joined the queue then: it ends with the first answer, or as they leave.

    Whoever calls it leaves practice out, and calls and e-mails, which never wait.
    """
    if is_made_up():
        return
    of: dict[str, Any] = {
        "month": month_of(joined_at),
        "minutes": wait_minutes(seconds),
        "answered": answered,
    }
    WaitTally.objects.get_or_create(**of)
    WaitTally.objects.filter(**of).update(number=F("number") + 1)
