"""The time that the processes of a service share: this machine's, unless its clock has left the database's.

Who is there is judged by signs of life that several machines write down. One whose clock jumped would take
everybody else for gone, or write its own callers down as gone: docs/adr/0068-the-clock-of-the-database.md.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

logger = logging.getLogger(__name__)
# Clocks of machines that are looked after differ by less.
PATIENCE = timedelta(seconds=5)
# An answer that was longer on its way says no more when it was: the time is not taken by it.
LONGEST_ASKING = 2.0


@dataclass(frozen=True)
class Anchor:
    """What the database's clock said, and the seconds since this machine was started that were gone then."""

    theirs: datetime
    running: float


class _Held:
    anchor: Anchor | None = None
    is_wrong = False


_held = _Held()


def running_seconds() -> float:
    """Return for how long this machine has been running, asleep or not: nobody sets that clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def now() -> datetime:
    """Return the time by which signs of life are written and judged."""
    ours, anchor = timezone.now(), _held.anchor
    if anchor is None:
        return ours
    theirs = anchor.theirs + timedelta(seconds=running_seconds() - anchor.running)
    return ours if abs(ours - theirs) <= PATIENCE else theirs


def hold_to_the_database() -> None:
    """Ask the database for its time, where it may run on another machine; say so when ours has left it.

    What it said last goes on to count where the answer was long on its way, as over a line that was silent.
    """
    if connection.vendor != "postgresql":
        return
    before = running_seconds()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    after = running_seconds()
    if after - before > LONGEST_ASKING:
        return
    _held.anchor = Anchor(theirs, (before + after) / 2)
    is_wrong = abs(timezone.now() - theirs) > PATIENCE
    if is_wrong and not _held.is_wrong:
        ahead = (timezone.now() - theirs).total_seconds()
        logger.error("the clock of this machine is %d seconds ahead of the database's", ahead)
    _held.is_wrong = is_wrong


def let_go() -> None:
    """Go by this machine's clock alone again."""
    _held.anchor, _held.is_wrong = None, False
