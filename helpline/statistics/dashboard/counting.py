"""What the pages of figures ask of the database: a handful of sums, never a fact."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import Count, Sum, Value

from helpline.statistics.cells import NOTHING, Tally, added
from helpline.statistics.dashboard.parts import JUDGED, NOT_RECORDED, READINESS, readiness_of
from helpline.statistics.made_up import REAL
from helpline.statistics.models import DraftFact, Fact
from helpline.statistics.questions import Period

Sums = dict[Any, Tally]
Rows = list[tuple[Any, ...]]
# Sums of months that are known: for each key of TABLES lists of values, number and sum of keys.
Kept = Mapping[date, Mapping[str, list[list[Any]]]]
NONE_KEPT: Kept = MappingProxyType({})
WHOLE, WAYS, UNMET = "whole", "ways", "unmet"
LISTS = ("signposts", "cues")
# What is counted of each month, and by which columns.
TABLES: dict[str, tuple[str, ...]] = {
    WHOLE: (),
    WAYS: ("channel", "answered", "wait_band"),
    **{name: ("answered", name) for name in JUDGED},
    **{name: (name,) for name in LISTS},
    UNMET: ("area", "unmet_need"),
}


@dataclass
class Counted:
    """The sums of one period: see `parts.Ways` and `parts.Judged`."""

    ways: Sums = field(default_factory=dict)
    judged: dict[str, Sums] = field(default_factory=lambda: {name: {} for name in JUDGED})

    @property
    def whole(self) -> Tally:
        return added(self.ways.values())


def counted(periods: Sequence[Period], *, drafts: bool, kept: Kept = NONE_KEPT) -> dict[Period, Counted]:
    """Return the sums of each period; `drafts` counts contacts that may still be corrected as well."""
    found = {period: Counted() for period in periods}
    months = {month: period for period in periods for month in period.months}
    for month, *key, tally in _rows(WAYS, months, drafts=drafts, kept=kept):
        _add(found[months[month]].ways, tuple(key), tally)
    for name, codes in JUDGED.items():
        for month, answered, value, tally in _rows(name, months, drafts=drafts, kept=kept):
            code = readiness_of(value) if codes == READINESS else value or NOT_RECORDED
            _add(found[months[month]].judged[name], (answered, code), tally)
    return found


def by_month(months: Sequence[date], *, drafts: bool, kept: Kept = NONE_KEPT) -> dict[date, Tally]:
    """Return how many contacts began in each month."""
    sums: Sums = dict.fromkeys(months, NOTHING)
    for month, tally in _rows(WHOLE, months, drafts=drafts, kept=kept):
        _add(sums, month, tally)
    return sums


def in_lists(name: str, months: Iterable[date], *, drafts: bool, kept: Kept = NONE_KEPT) -> Sums:
    """Return in how many contacts each code of a list (`signposts`, `cues`) stands; it may have several."""
    return _sums(name, months, drafts=drafts, kept=kept)


def unmet_by_area(months: Iterable[date], *, drafts: bool, kept: Kept = NONE_KEPT) -> Sums:
    """Return in how many contacts a need was not met, by area."""
    return _sums(UNMET, months, drafts=drafts, kept=kept)


def live_rows(table: str, months: Sequence[date], *, drafts: bool) -> Rows:
    """Return a row for each month and group of values of a key of TABLES: (month, values..., Tally).

    Of a list there is a row for each code, of unmet needs one for each area.
    """
    if not months:
        return []
    rows = _of(Fact.objects, TABLES[table], months, Sum("record_key"))
    if drafts:
        # One statement sees a fact either sealed or in draft, never both or neither. Drafts have no keys yet.
        unsealed = _of(DraftFact.objects.filter(REAL), TABLES[table], months, Value(0))
        rows = rows.union(unsealed, all=True)
    found = ((*values, Tally(number, keys)) for *values, number, keys in rows)
    if table not in {*LISTS, UNMET}:
        return list(found)
    # There may be thousands of lists, and of pairs, but few codes.
    sums: Sums = {}
    for month, value, tally in _by_code(table, found):
        _add(sums, (month, value), tally)
    return [(*key, tally) for key, tally in sums.items()]


def with_drafts(months: Iterable[date]) -> set[date]:
    """Return the months of which a contact may still be corrected: their figures can change."""
    return set(DraftFact.objects.filter(month__in=set(months)).values_list("month", flat=True).distinct())


def _by_code(table: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[date, str, Tally]]:
    if table == UNMET:
        for month, area, need, tally in rows:
            if need not in (None, "none"):
                yield month, area or NOT_RECORDED, tally
        return
    for month, codes, tally in rows:
        for code in set(codes):
            yield month, code, tally


def _rows(table: str, months: Iterable[date], *, drafts: bool, kept: Kept) -> Rows:
    months = list(months)
    known = [
        (month, *values, Tally(number, keys))
        for month in months
        if month in kept
        for *values, number, keys in kept[month][table]
    ]
    return known + live_rows(table, [month for month in months if month not in kept], drafts=drafts)


def _sums(table: str, months: Iterable[date], *, drafts: bool, kept: Kept) -> Sums:
    sums: Sums = {}
    for _, code, tally in _rows(table, months, drafts=drafts, kept=kept):
        _add(sums, code, tally)
    return sums


def _of(facts: Any, names: tuple[str, ...], months: Sequence[date], keys: Any) -> Any:
    chosen = facts.filter(month__in=months).values_list("month", *names)
    return chosen.annotate(number=Count("pk"), keys=keys).order_by()


def _add(sums: Sums, key: Any, tally: Tally) -> None:
    sums[key] = added((sums.get(key, NOTHING), tally))
