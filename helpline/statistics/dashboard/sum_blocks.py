"""The blocks that are made from sums no fact is part of: waits, arrivals, refusals."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import Sum

from helpline.statistics.arrivals import HOURS, WEEKDAYS, weekday_hour_table
from helpline.statistics.bands import LONGEST_WAIT
from helpline.statistics.categories import COUNTERS
from helpline.statistics.charts.block import Block
from helpline.statistics.charts.figures import Number
from helpline.statistics.dashboard.fact_blocks import TARGET, TARGET_MINUTES
from helpline.statistics.dashboard.making import Maker
from helpline.statistics.dashboard.sums import in_fives, middle_minute, noisy_sum
from helpline.statistics.disclosure import THRESHOLD, masked
from helpline.statistics.models import ArrivalTally, DailyCounter, WaitTally
from helpline.statistics.questions import Period

LEAST_FOR_A_TENTH = 20  # of fewer, nine in ten would be a single person's wait


def wait_marks(make: Maker, periods: Sequence[Period]) -> Block:
    """Return median, nine in ten and the share within the target of those who were answered."""
    held: dict[Period, Counter[int]] = {period: Counter() for period in periods}
    months = {month: period for period in periods for month in period.months}
    rows = WaitTally.objects.filter(month__in=list(months), answered=True)
    for month, minutes, number in rows.values_list("month", "minutes", "number"):
        held[months[month]][minutes] += number
    found = [(period, _marks(waits)) for period, waits in held.items()]
    if found[0][1][0] is None:
        return make.missing("wait_marks", fill=TARGET)
    shown = [(make.t.period(period), marks) for period, marks in found if marks[0] is not None]
    labels = [
        make.t("wait_median"),
        make.t("wait_ninetieth"),
        make.t("wait_within", **TARGET),
    ]
    longest = any(LONGEST_WAIT in marks[:2] for _, marks in shown)
    note = make.t("wait_longest", n=LONGEST_WAIT) if longest else ""
    return make.block("wait_marks", "table", labels, shown, note=note, fill=TARGET)


def _marks(waits: Counter[int]) -> list[Number | None]:
    within = sum(number for minutes, number in waits.items() if minutes < TARGET_MINUTES)
    return [
        middle_minute(waits, 0.5, least=THRESHOLD),
        middle_minute(waits, 0.9, least=LEAST_FOR_A_TENTH),
        in_fives(within, waits.total()),
    ]


def heat(make: Maker) -> Block:
    """Return when contacts began, by hour and weekday."""
    months = make.period.months
    if make.has_noise:
        rows = ArrivalTally.objects.filter(month__in=months, weekday__in=WEEKDAYS)
        sums = {
            (day, hour): n for day, hour, n in rows.values_list("weekday", "hour").annotate(Sum("number"))
        }
        cells = {
            (day, hour): noisy_sum(
                sums.get((day, hour), 0),
                of=f"arrivals|{make.period.code}|{day}|{hour}",
                kind=make.period.kind,
            )
            for day in WEEKDAYS
            for hour in HOURS
        }
    else:
        cells = dict(weekday_hour_table(months).cells)
    if all(figure is None for figure in cells.values()):
        return make.missing("heat")
    days = [(make.t(f"day_{day + 1}"), [cells[day, hour] for hour in HOURS]) for day in WEEKDAYS]
    return make.block("heat", "heat", [f"{hour:02}" for hour in HOURS], days, few=True)


def refusals(make: Maker, periods: Sequence[Period]) -> Block:
    """Return how often somebody was turned away, and how often the closed page was opened."""
    series: list[tuple[str, list[int | None]]] = []
    for period in periods:
        of_period = DailyCounter.objects.filter(day__gte=period.start, day__lt=period.end)
        counts = dict(of_period.values_list("kind").annotate(Sum("number")))
        shown = [_refused(make, period, kind, counts.get(kind, 0)) for kind in COUNTERS]
        if not series or any(each is not None for each in shown):
            series.append((make.t.period(period), shown))
    labels = list(make.t.names("refusals", COUNTERS).values())
    if all(each is None for each in series[0][1]):
        return make.missing("refusals")
    return make.block("refusals", "bars", labels, series, few=True)


def _refused(make: Maker, period: Period, kind: str, number: int) -> int | None:
    if make.has_noise:
        return noisy_sum(number, of=f"refused|{period.code}|{kind}", kind=period.kind)
    return masked(number)
