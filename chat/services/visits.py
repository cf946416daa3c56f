"""Openings of the page while the service is closed: a number a day, and nothing of who it was."""

import logging
from datetime import datetime

from django.db import DatabaseError

from helpline.statistics.bands import LONDON
from helpline.statistics.facts import count

logger = logging.getLogger(__name__)


def note_visit(*, intake: str, now: datetime) -> None:
    """Count that the page was opened while it takes nobody because of the hours.

    The page comes also where it cannot be counted, say while the database is busy.
    """
    if intake != "closed":
        return
    try:
        count(kind="visited_closed", day=now.astimezone(LONDON).date())
    except DatabaseError:
        logger.warning("an opening of the closed page was not counted")
