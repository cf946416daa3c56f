"""Which facts of which month have changed: whoever writes or deletes facts says so here."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F

from helpline.statistics.models import MonthSums


def note_changed(months: Iterable[date]) -> None:
    """Note that facts of these months (first days) are written or deleted, in the same transaction.

    Sums that were counted before are good no more from its commit on, and never sooner.
    """
    # In an order of their own, so that two batches never wait for each other.
    for month in sorted(set(months)):
        row, _ = MonthSums.objects.get_or_create(month=month)
        MonthSums.objects.filter(pk=row.pk).update(version=F("version") + 1)
