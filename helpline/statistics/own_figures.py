"""What this service's own recent figures say of arrivals, talks and patience, where there are enough of them.

Under the policy called internal: means of five contacts and more, in whole minutes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from helpline.statistics.bands import month_of
from helpline.statistics.disclosure import THRESHOLD
from helpline.statistics.forecast import Past
from helpline.statistics.models import WaitTally
from helpline.statistics.talk_lengths import mean_minutes

MONTHS = 3
# A mean of fewer contacts moves too much to plan by.
FEWEST = 30


@dataclass(frozen=True)
class OwnFigures:
    """What is known of the last three months and the running one; None, or no key, where too little is.

    `talk_minutes` is by how many a handler had at once.
    """

    arrivals_per_hour: float | None
    talk_minutes: Mapping[int, int]
    patience_minutes: int | None


def own_figures(*, past: Sequence[Past], now: datetime) -> OwnFigures:
    """Return this service's means; `past` as `past_hours` gives it. Two queries."""
    since = _months_before(month_of(now))
    talks = mean_minutes(since=since)
    return OwnFigures(
        arrivals_per_hour=_arrivals(past),
        talk_minutes={at_once: minutes for at_once, (minutes, number) in talks.items() if number >= FEWEST},
        patience_minutes=_patience(since),
    )


def _arrivals(past: Sequence[Past]) -> float | None:
    recent = [each for each in past if each.months_ago <= MONTHS]
    number = sum(each.number for each in recent)
    if number < FEWEST:
        return None
    return number / sum(each.open_hours for each in recent)


def _patience(since: date) -> int | None:
    """Return all waiting over those who gave up: who was answered had not given up yet."""
    sums = WaitTally.objects.filter(month__gte=since).values_list("minutes", "answered").order_by()
    waits = list(sums.annotate(Sum("number")))
    everybody = sum(number for _, _, number in waits)
    gave_up = sum(number for _, answered, number in waits if not answered)
    if everybody < FEWEST or gave_up < THRESHOLD:
        return None
    # Within a minute at its middle; who was answered within the first mostly found somebody free.
    waited = sum((minutes + 0.5) * number for minutes, answered, number in waits if minutes or not answered)
    return max(1, int(waited / gave_up + 0.5))


def _months_before(month: date) -> date:
    place = month.year * 12 + month.month - 1 - MONTHS
    return date(place // 12, place % 12 + 1, 1)
