"""Sums of closed months, kept in the database: there may be a million facts, and they change no more.

The timers count them once a month is closed. Where a contact closes late the month's version goes up with its
fact, and its sums are not used until they are counted anew (helpline/statistics/month_versions.py).
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q

from helpline.statistics.bands import LONDON
from helpline.statistics.dashboard.counting import TABLES, Kept, live_rows, with_drafts
from helpline.statistics.models import MonthSums
from helpline.statistics.questions import Period


def kept_months(months: Iterable[date], *, drafts: bool) -> Kept:
    """Return the sums of those months of which good ones are kept, by month and by key of TABLES.

    With `drafts` of none in which a contact may still be corrected: its sums are without it.
    """
    wanted = set(months)
    if drafts:
        wanted -= with_drafts(wanted)
    good = MonthSums.objects.filter(month__in=wanted, counted=F("version"))
    return dict(good.values_list("month", "sums"))


def keep_sums(*, now: datetime) -> int:
    """Count each closed month whose facts have changed since it was counted; return how many were."""
    today = now.astimezone(LONDON).date()
    changed = MonthSums.objects.exclude(Q(counted__isnull=False) & Q(counted=F("version")))
    # The version first: what is sealed after it is counted again.
    versions = {
        month: version
        for month, version in changed.values_list("month", "version")
        if Period(month, "month").closes_on <= today
    }
    for month in with_drafts(versions):
        del versions[month]
    if not versions:
        return 0
    sums = _counted(versions)
    return sum(
        MonthSums.objects.filter(month=month, version=version).update(counted=version, sums=sums[month])
        for month, version in versions.items()
    )


def _counted(months: Mapping[date, int]) -> dict[date, dict[str, list[list[Any]]]]:
    sums: dict[date, dict[str, list[list[Any]]]] = {month: {key: [] for key in TABLES} for month in months}
    for key in TABLES:
        for month, *values, (number, keys) in live_rows(key, sorted(months), drafts=False):
            sums[month][key].append([*values, number, keys])
    return sums
