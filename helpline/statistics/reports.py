"""What supervisors see of a month, under the policy called internal.

The running month is shown so far. Someone who keeps yesterday's page can subtract it: the
internal policy accepts that of supervisors, who may read the open contacts themselves.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from helpline.statistics.categories import REFUSALS
from helpline.statistics.disclosure import POLICY, THRESHOLD, masked
from helpline.statistics.made_up import REAL
from helpline.statistics.models import DailyCounter, DraftFact, Fact
from helpline.statistics.tables import Breakdown, Group, breakdowns, rows

MONTHS = 12


@dataclass(frozen=True)
class Report:
    """One month; `total` is None and `breakdowns` is empty where fewer than `threshold` came."""

    month: date
    total: int | None
    series: Breakdown
    breakdowns: tuple[Breakdown, ...]
    refusals: Breakdown
    policy: str = POLICY
    threshold: int = THRESHOLD


def monthly_report(*, month: date) -> Report:
    """Return the figures of the calendar month that begins on `month`, and of the eleven before.

    Sealed facts and drafts count alike. Takes three queries, however many facts there are.
    """
    groups = [Group(**group) for group in _grouped(*Group._fields[:-1], month=month)]
    total = masked(sum(group.number for group in groups))
    return Report(
        month=month,
        total=total,
        series=_series(month),
        breakdowns=() if total is None else breakdowns(groups),
        refusals=_refusals(month),
    )


def months_to(month: date, number: int = MONTHS) -> list[date]:
    """Return the first days of that many months, the last of them `month`."""
    last = month.year * 12 + month.month - 1
    return [date(place // 12, place % 12 + 1, 1) for place in range(last - number + 1, last + 1)]


def named(month: date) -> str:
    """Return a month as people write it: "November 2026"."""
    return f"{month:%B %Y}"


def _grouped(*names: str, **conditions: Any) -> list[dict[str, Any]]:
    """Return {names..., "number"} for sealed facts and for drafts, in one query."""
    # One statement sees a fact either sealed or in draft, never both or neither.
    sealed = Fact.objects.filter(**conditions).values(*names).annotate(number=Count("pk"))
    drafts = DraftFact.objects.filter(REAL, **conditions).values(*names).annotate(number=Count("pk"))
    return list(sealed.union(drafts, all=True))


def _series(month: date) -> Breakdown:
    months = months_to(month)
    counts: Counter[date] = Counter()
    for group in _grouped("month", month__range=(months[0], month)):
        counts[group["month"]] += group["number"]
    # No total of the year stands here, so each month is a figure that stands alone.
    return Breakdown(
        key="series",
        title="Contacts by month",
        sentence=f"How many contacts there were in each of the twelve months to {named(month)}.",
        rows=rows({named(each): masked(counts[each]) for each in months}),
    )


def _refusals(month: date) -> Breakdown:
    of_month = DailyCounter.objects.filter(day__year=month.year, day__month=month.month)
    counts = dict(of_month.values_list("kind").annotate(Sum("number")))
    return Breakdown(
        key="refusals",
        title="Turned away",
        sentence="How often a chat could not be started, by reason. One person may have tried several times.",
        rows=rows({name: masked(counts.get(kind, 0)) for kind, name in REFUSALS.items()}),
    )
