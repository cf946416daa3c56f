"""How the talks of a month are spread over handlers: how many had how many, of nobody by name.

While a month is open there is a count for each handler, which nobody is shown. Once it is closed it is told
in bands, and the counts go. A talk counts for whoever had it last; one that is sealed later is not counted.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from helpline.statistics.bands import LONDON
from helpline.statistics.load_bands import BANDS, band_of
from helpline.statistics.made_up import is_made_up
from helpline.statistics.models import DraftFact, HandlerMonth, LoadTally
from helpline.statistics.questions import Period


@transaction.atomic
def tally_loads(talks: Iterable[tuple[int, date]]) -> None:
    """Add talks, each as its handler's id and its month.

    Call it in the transaction that seals their facts.
    """
    sums = Counter(talks)
    if not sums or is_made_up():
        return
    folded = set(
        LoadTally.objects.filter(month__in={month for _, month in sums}).values_list("month", flat=True)
    )
    # In an order of their own, so that two batches never wait for each other.
    for (handler, month), number in sorted(sums.items()):
        if month not in folded:
            row, _ = HandlerMonth.objects.get_or_create(handler_id=handler, month=month)
            HandlerMonth.objects.filter(pk=row.pk).update(talks=F("talks") + number)


def fold_loads(*, now: datetime) -> int:
    """Turn the counts of each closed month into numbers of handlers by band; return how many counts went."""
    today = now.astimezone(LONDON).date()
    open_still = DraftFact.objects.values("month")
    months = HandlerMonth.objects.exclude(month__in=open_still).values_list("month", flat=True).distinct()
    closed = sorted(month for month in months if Period(month, "month").closes_on <= today)
    return sum(_fold(month) for month in closed)


@transaction.atomic
def _fold(month: date) -> int:
    rows = HandlerMonth.objects.select_for_update().filter(month=month)
    bands = Counter(band_of(row.talks) for row in rows if row.talks)
    LoadTally.objects.bulk_create(
        [LoadTally(month=month, band=band, handlers=bands[band]) for band in BANDS], ignore_conflicts=True
    )
    return HandlerMonth.objects.filter(month=month).delete()[0]
