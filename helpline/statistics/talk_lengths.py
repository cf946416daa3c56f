"""How long talks take by how many their handlers have at once: sums of a month, of no contact and no handler.

See docs/adr/0059-staffing-from-sums.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Sum

from helpline.statistics.disclosure import masked
from helpline.statistics.made_up import is_made_up
from helpline.statistics.models import TalkTally

# Who has more at once than this has not got a place for them; a talk of days was forgotten.
MOST_AT_ONCE = 6
MOST_MINUTES = 24 * 60


@dataclass(frozen=True, order=True)
class TalkLength:
    """One talk: its month (first day), how many its handler had at once on average, and its whole minutes."""

    month: date
    at_once: int
    minutes: int


@transaction.atomic
def tally_talks(lengths: Iterable[TalkLength]) -> None:
    """Add talks to the sums of their months. Call it in the transaction that seals their facts."""
    if is_made_up():
        return
    sums: dict[tuple[date, int], list[int]] = {}
    for length in lengths:
        at_once = min(max(length.at_once, 1), MOST_AT_ONCE)
        sums.setdefault((length.month, at_once), []).append(min(max(length.minutes, 0), MOST_MINUTES))
    # In an order of their own, so that two batches never wait for each other.
    for (month, at_once), minutes in sorted(sums.items()):
        row, _ = TalkTally.objects.get_or_create(month=month, at_once=at_once)
        TalkTally.objects.filter(pk=row.pk).update(
            talks=F("talks") + len(minutes), minutes=F("minutes") + sum(minutes)
        )


def mean_minutes(*, since: date) -> Mapping[int, tuple[int, int]]:
    """Return {at once: (mean whole minutes, talks)} of the months from `since` on, under the policy internal.

    A number at once with fewer than five talks is left out.
    """
    rows = TalkTally.objects.filter(month__gte=since).values_list("at_once").order_by("at_once")
    sums = rows.annotate(Sum("talks"), Sum("minutes"))
    return {
        at_once: (round(minutes / talks), talks)
        for at_once, talks, minutes in sums
        if masked(talks) is not None
    }
