"""What the pages of figures ask of the database: a handful of sums, never a fact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Sum, Value

from helpline.statistics.cells import NOTHING, Tally, added
from helpline.statistics.dashboard.parts import JUDGED, NOT_RECORDED, READINESS, readiness_of
from helpline.statistics.made_up import REAL
from helpline.statistics.models import DraftFact, Fact
from helpline.statistics.questions import Period

Sums = dict[Any, Tally]


@dataclass
class Counted:
    """The sums of one period: see `parts.Ways` and `parts.Judged`."""

    ways: Sums = field(default_factory=dict)
    judged: dict[str, Sums] = field(default_factory=lambda: {name: {} for name in JUDGED})

    @property
    def whole(self) -> Tally:
        return added(self.ways.values())


def counted(periods: Sequence[Period], *, drafts: bool) -> dict[Period, Counted]:
    """Return the sums of each period; `drafts` counts contacts that may still be corrected as well."""
    found = {period: Counted() for period in periods}
    months = {month: period for period in periods for month in period.months}
    for month, *key, tally in grouped(("channel", "answered", "wait_band"), months, drafts=drafts):
        _add(found[months[month]].ways, tuple(key), tally)
    for name, codes in JUDGED.items():
        for month, answered, value, tally in grouped(("answered", name), months, drafts=drafts):
            code = readiness_of(value) if codes == READINESS else value or NOT_RECORDED
            _add(found[months[month]].judged[name], (answered, code), tally)
    return found


def by_month(months: Sequence[date], *, drafts: bool) -> dict[date, Tally]:
    """Return how many contacts began in each month."""
    sums: dict[date, Tally] = {}
    for month, tally in grouped((), months, drafts=drafts):
        _add(sums, month, tally)
    return {month: sums.get(month, NOTHING) for month in months}


def in_lists(name: str, months: Iterable[date], *, drafts: bool) -> Sums:
    """Return in how many contacts each code of a list (`signposts`, `cues`) stands; it may have several."""
    sums: Sums = {}
    for _, codes, tally in grouped((name,), months, drafts=drafts):
        for code in set(codes):
            _add(sums, code, tally)
    return sums


def unmet_by_area(months: Iterable[date], *, drafts: bool) -> Sums:
    """Return in how many contacts a need was not met, by area (None: not recorded)."""
    sums: Sums = {}
    for _, area, need, tally in grouped(("area", "unmet_need"), months, drafts=drafts):
        if need not in (None, "none"):
            _add(sums, area or NOT_RECORDED, tally)
    return sums


def grouped(names: tuple[str, ...], months: Iterable[date], *, drafts: bool) -> list[tuple[Any, ...]]:
    """Return a row for each month and group of values: (month, values..., Tally)."""
    months = list(months)

    def of(facts: Any, keys: Any) -> Any:
        chosen = facts.filter(month__in=months).values_list("month", *names)
        return chosen.annotate(number=Count("pk"), keys=keys).order_by()

    rows = of(Fact.objects, Sum("record_key"))
    if drafts:
        # One statement sees a fact either sealed or in draft, never both or neither. Drafts have no keys yet.
        rows = rows.union(of(DraftFact.objects.filter(REAL), Value(0)), all=True)
    return [(*values, Tally(number, keys)) for *values, number, keys in rows]


def _add(sums: Sums, key: Any, tally: Tally) -> None:
    sums[key] = added((sums.get(key, NOTHING), tally))
