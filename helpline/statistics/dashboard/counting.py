"""What the pages of figures ask of the database: a handful of sums, never a fact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Sum, Value

from helpline.statistics.cells import NOTHING, Tally, added
from helpline.statistics.dashboard.closed_months import Marks, kept_rows
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


def counted(periods: Sequence[Period], *, drafts: bool, marks: Marks | None = None) -> dict[Period, Counted]:
    """Return the sums of each period; `drafts` counts contacts that may still be corrected as well."""
    found = {period: Counted() for period in periods}
    months = {month: period for period in periods for month in period.months}
    ways = ("channel", "answered", "wait_band")
    for month, *key, tally in grouped(ways, months, drafts=drafts, marks=marks):
        _add(found[months[month]].ways, tuple(key), tally)
    for name, codes in JUDGED.items():
        for month, answered, value, tally in grouped(("answered", name), months, drafts=drafts, marks=marks):
            code = readiness_of(value) if codes == READINESS else value or NOT_RECORDED
            _add(found[months[month]].judged[name], (answered, code), tally)
    return found


def by_month(months: Sequence[date], *, drafts: bool, marks: Marks | None = None) -> dict[date, Tally]:
    """Return how many contacts began in each month."""
    sums: Sums = {month: (marks or {}).get(month, NOTHING) for month in months}
    others = [month for month in months if not marks or month not in marks]
    for month, tally in grouped((), others, drafts=drafts) if drafts or marks is None else []:
        _add(sums, month, tally)
    return sums


def in_lists(name: str, months: Iterable[date], *, drafts: bool, marks: Marks | None = None) -> Sums:
    """Return in how many contacts each code of a list (`signposts`, `cues`) stands; it may have several."""
    sums: Sums = {}
    for _, codes, tally in grouped((name,), months, drafts=drafts, marks=marks):
        for code in set(codes):
            _add(sums, code, tally)
    return sums


def unmet_by_area(months: Iterable[date], *, drafts: bool, marks: Marks | None = None) -> Sums:
    """Return in how many contacts a need was not met, by area (None: not recorded)."""
    sums: Sums = {}
    for _, area, need, tally in grouped(("area", "unmet_need"), months, drafts=drafts, marks=marks):
        if need not in (None, "none"):
            _add(sums, area or NOT_RECORDED, tally)
    return sums


def grouped(
    names: tuple[str, ...], months: Iterable[date], *, drafts: bool, marks: Marks | None = None
) -> list[tuple[Any, ...]]:
    """Return a row for each month and group of values: (month, values..., Tally).

    What is known of the months in `marks` (`marks_of`) is taken from memory.
    """

    def count(of: Sequence[date]) -> list[tuple[Any, ...]]:
        return _rows(_of(Fact.objects, names, of, Sum("record_key")))

    known = [month for month in months if marks and month in marks]
    others = [month for month in months if month not in known]
    rows = [] if marks is None else kept_rows(names, known, marks, count)
    if marks is None and not drafts:
        return count(others)
    # Without drafts there is nothing in a month that has no mark.
    if not others or not drafts:
        return rows
    # One statement sees a fact either sealed or in draft, never both or neither. Drafts have no keys yet.
    unsealed = _of(DraftFact.objects.filter(REAL), names, others, Value(0))
    return rows + _rows(_of(Fact.objects, names, others, Sum("record_key")).union(unsealed, all=True))


def with_drafts(months: Iterable[date]) -> set[date]:
    """Return the months of which a contact may still be corrected: their figures can change."""
    return set(DraftFact.objects.filter(month__in=set(months)).values_list("month", flat=True).distinct())


def marks_of(months: Iterable[date], *, drafts: bool) -> dict[date, Tally]:
    """Return what the facts of each month are together; no entry for a month without any.

    With `drafts` also none for a month that has drafts: its sums go on changing.
    """
    months = set(months)
    if drafts:
        months -= with_drafts(months)
    return dict(_rows(_of(Fact.objects, (), sorted(months), Sum("record_key"))))


def _of(facts: Any, names: tuple[str, ...], months: Sequence[date], keys: Any) -> Any:
    chosen = facts.filter(month__in=months).values_list("month", *names)
    return chosen.annotate(number=Count("pk"), keys=keys).order_by()


def _rows(found: Any) -> list[tuple[Any, ...]]:
    return [(*values, Tally(number, keys)) for *values, number, keys in found]


def _add(sums: Sums, key: Any, tally: Tally) -> None:
    sums[key] = added((sums.get(key, NOTHING), tally))
