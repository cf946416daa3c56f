"""Destroying words by destroying their key, and letting go of what has been counted."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connections, transaction

from chat.models import Aside, Contact, CueJudgement, DoneCommand, Message
from chat.services import confidence, danger, review_ends
from chat.services.guidance_use import tally_uses
from chat.services.talk_lengths import tally_lengths
from chat.states import State
from helpline.keeping.counting import count_gone
from helpline.kernel.keystore import destroy_keys
from helpline.staff.audit import record
from helpline.statistics.equality import forget_tickets
from helpline.statistics.facts import month_of, seal_due
from helpline.statistics.returns import tally_rang
from helpline.statistics.surveys import seal_surveys
from triage.services import forget

if TYPE_CHECKING:
    from django.db.models.query import QuerySet

logger = logging.getLogger(__name__)
AT_ONCE = 500


def purge_expired(*, now: datetime) -> int:
    """Destroy the words of closed contacts whose time has come; return of how many.

    None that is held for a break of confidence. The keys go first: without one no copy of a row can be read.
    The rows are locked before, so that no hold begins between the look and the end. The rows follow.
    `cut_logs` then empties what SQLite still holds of both in its write-ahead logs.
    """
    purged = 0
    while due := list(_due(now)[:AT_ONCE]):
        with transaction.atomic():
            _lock(due)
            if not (due := list(_due(now).filter(pk__in=due))):
                continue
            keys = destroy_keys(due)
            words = Message.objects.filter(contact__in=due).delete()
            notes = Aside.objects.filter(contact__in=due).delete()
            CueJudgement.objects.filter(contact__in=due).delete()
            reviews = review_ends.let_go_of(due)
            Contact.objects.filter(pk__in=due).update(words_destroyed_at=now, badges=[])
            count_gone("keys", keys, now=now)
            count_gone("words", words[0], now=now)
            count_gone("notes", notes[0], now=now)
            count_gone("reviews", reviews, now=now)
            record(event="words.destroyed", by=None, detail={"contacts": len(due)})
        purged += len(due)
    return purged


def overdue_seconds(*, now: datetime) -> float:
    """Return how long ago the oldest words that are still there were due, 0.0 where none are."""
    oldest = _due(now).values_list("purge_at", flat=True).first()
    return (now - oldest).total_seconds() if oldest else 0.0


def _lock(contacts: "list[UUID]") -> None:
    """Lock the rows in the order in which posts lock them, so that neither waits for ever."""
    list(Contact.objects.select_for_update(of=("self",)).filter(pk__in=contacts).order_by("pk"))


def _due(now: datetime) -> "QuerySet[Contact, UUID]":
    closed = Contact.objects.filter(state=State.CLOSED, purge_at__lte=now, words_destroyed_at__isnull=True)
    closed = closed.exclude(pk__in=confidence.held_contacts())
    return closed.order_by("purge_at").values_list("pk", flat=True)


@transaction.atomic
def let_go(*, now: datetime) -> int:
    """Seal facts, answers and counts that are due, and delete rows of contacts counted and without words."""
    counted = seal_due(now=now)
    Contact.objects.filter(pk__in=counted).update(counted_at=now)
    seal_surveys(counted)
    forget_tickets(counted)
    tally_uses(counted)
    _tally_rang(counted)
    tally_lengths(counted)
    done = Contact.objects.filter(counted_at__isnull=False, words_destroyed_at__isnull=False)
    contacts = list(done.values_list("pk", flat=True))
    _lock(contacts)
    forget(contacts)
    danger.let_go_of(contacts)
    confidence.let_go_of(contacts)
    DoneCommand.objects.filter(contact__in=contacts).delete()
    done.filter(pk__in=contacts).delete()
    count_gone("drafts", len(counted), now=now)
    count_gone("contacts", len(contacts), now=now)
    return len(contacts)


def _tally_rang(contacts: "list[UUID]") -> None:
    """Add what these callers said of having rung to the sums of their months, which know no contact."""
    said = Contact.objects.filter(pk__in=contacts, practice=False).exclude(rang_programme="")
    rows = said.values_list("consented_at", "rang_programme")
    tally_rang((month_of(consented_at), answer) for consented_at, answer in rows)


def cut_logs() -> None:
    """Write SQLite's logs back and cut them to nothing, in every round: one may have been in use before.

    PostgreSQL's log of the key store holds wrapped keys until it is recycled: what that means
    stands in docs/confidentiality.md, point 4.
    """
    for alias in ("keys", "default"):
        # Inside somebody's transaction the log cannot be written back: it is cut next time.
        if connections[alias].vendor == "sqlite" and not connections[alias].in_atomic_block:
            with connections[alias].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                busy, *_ = cursor.fetchone()
                if busy:
                    logger.warning("the write-ahead log of %s is in use; it is cut next time", alias)
