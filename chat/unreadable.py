"""Stored words that cannot be read: changed, moved, cut, removed, or under a key that was.

Told once to the supervisors and in the audit log, by ids and numbers alone; reading goes on. This stands
below the services because every reader of words may find such a thing.
"""

import logging
from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat import events
from chat.models import Alert, Contact
from helpline.kernel.live import announce_on_commit
from helpline.staff.audit import record
from helpline.staff.models import AuditEvent, AuditHead

logger = logging.getLogger(__name__)

EVENT = "words.unreadable"
# Longer than any words live, held ones aside.
LOOK_BACK = timedelta(days=30)
MOST_NUMBERS = 50
_told: set[tuple[UUID, str, int]] = set()


class What(StrEnum):
    """Which part of the store it is; `MISSING`: a number of the talk has no row."""

    MESSAGE = "message"
    ASIDE = "aside"
    KEY = "key"
    MISSING = "missing"
    REVIEW = "review"


def tell_unreadable(contact: UUID, what: What, numbers: Collection[int] = (0,)) -> None:
    """Tell of it after the transaction, if nobody was told of these numbers before. Never raises."""
    news = [number for number in numbers if (contact, str(what), number) not in _told][:MOST_NUMBERS]
    if news:
        # After commit: whoever reads may hold locks, or roll back.
        transaction.on_commit(partial(_tell, contact, what, news), robust=True)


def _tell(contact: UUID, what: What, numbers: list[int]) -> None:
    try:
        _record(contact, what, numbers)
    except Exception:
        # Whoever reads must not fail because telling of it did; the next reading tells again.
        logger.exception("that words of contact %s could not be read was not told", contact)
        return
    _told.update((contact, str(what), number) for number in numbers)


@transaction.atomic
def _record(contact: UUID, what: What, numbers: list[int]) -> None:
    of = Contact.objects.filter(pk=contact, practice=False, words_destroyed_at__isnull=True).first()
    if of is None:
        # Purged or put away since: nobody's words are missing.
        return
    # The head of the log is locked before the look: of two readers at once one tells.
    AuditHead.objects.select_for_update().filter(pk=1).first()
    lines = AuditEvent.objects.filter(
        at__gte=timezone.now() - LOOK_BACK, event=EVENT, subject=str(contact), detail__what=str(what)
    )
    known = {number for detail in lines.values_list("detail", flat=True) for number in detail["numbers"]}
    news = sorted(set(numbers) - known)
    if not news or len(known) >= MOST_NUMBERS:
        return
    record(event=EVENT, by=None, subject=contact, detail={"what": str(what), "numbers": news})
    logger.error("words of contact %s could not be read: %s %s", contact, what, news)
    open_one = Alert.objects.filter(kind=Alert.Kind.UNREADABLE, contact=contact, answered_at__isnull=True)
    if open_one.exists():
        return
    Alert.objects.create(
        kind=Alert.Kind.UNREADABLE, contact=contact, queue=of.queue, raised_at=timezone.now()
    )
    announce_on_commit(events.board_group(of.queue), events.board_hint())
