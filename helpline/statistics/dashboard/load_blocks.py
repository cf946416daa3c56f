"""How handlers' load is spread, of nobody by name: talks at once, and talks of a month."""

from datetime import date

from django.db.models import Sum

from helpline.statistics.cells import Codes, Tally
from helpline.statistics.charts.block import Block
from helpline.statistics.dashboard.making import Maker
from helpline.statistics.dashboard.sums import drawn_key, noisy_sum
from helpline.statistics.disclosure import masked_counts
from helpline.statistics.load_bands import BANDS
from helpline.statistics.models import HandlerMonth, LoadTally, TalkTally
from helpline.statistics.release import released

MOST_AT_ONCE = 5


def spread(make: Maker) -> Block:
    """Return how many talks had how many beside them: the spread of the load, of nobody by name."""
    sums = {str(n): 0 for n in range(1, MOST_AT_ONCE)} | {f"{MOST_AT_ONCE}+": 0}
    rows = TalkTally.objects.filter(month__in=make.period.months)
    for at_once, talks in rows.values_list("at_once").annotate(Sum("talks")):
        sums[str(at_once) if at_once < MOST_AT_ONCE else f"{MOST_AT_ONCE}+"] += talks
    if make.has_noise:
        of = f"at once|{make.period.code}"
        shown = {code: noisy_sum(n, of=f"{of}|{code}", kind=make.period.kind) for code, n in sums.items()}
    else:
        shown = dict(masked_counts(sums, sum(sums.values())).cells)
    if all(each is None for each in shown.values()):
        return make.missing("spread")
    return make.block("spread", "columns", list(shown), [(make.t("spread_talks"), list(shown.values()))])


def loads(make: Maker, today: date) -> Block:
    """Return how many handlers had how many talks in a month; of a closed period alone.

    Over several months a handler counts once for each of them.
    """
    period, closes = make.period, make.period.closes_on
    if today < closes:
        return make.missing("loads", make.t("loads_until", day=make.t.day(closes)))
    if HandlerMonth.objects.filter(month__in=period.months).exists():
        return make.missing("loads", make.t("loads_soon"))
    rows = LoadTally.objects.filter(month__in=period.months).values_list("band")
    sums = dict.fromkeys(BANDS, 0) | dict(rows.annotate(Sum("handlers")))
    shown = _noisy(make, sums) if make.has_noise else masked_counts(sums, sum(sums.values())).cells
    if all(each is None for each in shown.values()):
        return make.missing("loads", make.t("loads_few"))
    labels = list(make.t.names("loads", BANDS).values())
    return make.block("loads", "columns", labels, [(make.t("loads_handlers"), list(shown.values()))])


def _noisy(make: Maker, sums: dict[str, int]) -> dict[str, int | None]:
    """Return them as released: also none that is all but a few of everybody."""
    kind, of = make.period.kind, f"loads|{make.period.code}"
    tallies: dict[Codes, Tally] = {
        (band,): Tally(number, drawn_key(number, of=f"{of}|{band}", kind=kind))
        for band, number in sums.items()
    }
    found = released(tallies, kind, ("talks of a handler",))
    return {band: found.cells[(band,)] for band in sums}
