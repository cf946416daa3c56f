"""Counting what is destroyed, by class and day, in the transaction that destroys it."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from helpline.keeping.models import PurgeCount, PurgeReport


def count_gone(kind: str, number: int, *, now: datetime) -> None:
    """Add to a day's count of one class; a day whose report is made counts no more: then to the next."""
    if not number:
        return
    day = timezone.localdate(now)
    last = PurgeReport.objects.values_list("day", flat=True).first()
    if last is not None and day <= last:
        day = last + timedelta(days=1)
    PurgeCount.objects.get_or_create(day=day, kind=kind)
    PurgeCount.objects.filter(day=day, kind=kind).update(number=F("number") + number)
