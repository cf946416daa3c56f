"""The one door to the figures.

Every question comes through here, is written down, and is answered with what may be shown.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Sum, Value
from django.db.models.query import QuerySet
from django.utils import timezone

from helpline.staff.models import Account
from helpline.statistics.answering import answered
from helpline.statistics.bands import LONDON
from helpline.statistics.cells import Codes, Tally, added
from helpline.statistics.dimensions import DIMENSIONS
from helpline.statistics.made_up import REAL
from helpline.statistics.models import DraftFact, Fact
from helpline.statistics.query_log import check_pace, write_down
from helpline.statistics.questions import Answer, Period, PeriodNotClosed, Policy, Question

__all__ = ["ask", "check_closed"]


def ask(question: Question, *, policy: Policy, by: Account | None) -> Answer:
    """Return a table that may be shown under this policy; `by` is None where the service itself asks.

    Sealed facts are counted, under the policy called internal drafts as well. Whether `by` may ask under this
    policy is for the caller to check. Raises TooManyQuestions, PeriodNotClosed or DrillDownRefused.
    """
    if by is not None:
        check_pace(by)
    if policy == "release":
        check_closed(question.period)
    write_down(question, policy=policy, by=by)
    return answered(question, _tallies(question, drafts=policy == "internal"), policy)


def check_closed(period: Period, *, today: date | None = None) -> None:
    """Raise PeriodNotClosed while a figure of this period could still change."""
    today = today or timezone.now().astimezone(LONDON).date()
    # A draft of a closed period is a contact that closed late: with it every figure appears at once.
    if today < period.closes_on or DraftFact.objects.filter(REAL, month__in=period.months).exists():
        raise PeriodNotClosed(closes_on=period.closes_on.isoformat())


def _tallies(question: Question, *, drafts: bool) -> dict[Codes, Tally]:
    """Count facts and add their keys in the database: one row for each cell comes back."""
    names = question.dimensions
    fields = [DIMENSIONS[name].field for name in names]
    months = {"month__range": (question.period.start, question.period.last_month)}
    rows = _grouped(Fact.objects.filter(**months), fields, Sum("record_key"))
    if drafts:
        # One statement sees a fact either sealed or in draft, never both or neither. Drafts have no keys yet.
        rows = rows.union(_grouped(DraftFact.objects.filter(REAL, **months), fields, Value(0)), all=True)
    return _by_codes(names, rows)


def _grouped(facts: QuerySet[Any], fields: list[str], keys: Any) -> Any:
    if not fields:
        # Without a column to group by there is one row, also of nothing.
        facts = facts.annotate(whole=Value(1))
    return facts.values_list(*(fields or ["whole"])).annotate(number=Count("pk"), keys=keys).order_by()


def _by_codes(names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> dict[Codes, Tally]:
    tallies: dict[Codes, Tally] = {}
    for *values, number, keys in rows:
        codes = tuple(DIMENSIONS[name].code(value) for name, value in zip(names, values, strict=False))
        tallies[codes] = added((tallies.get(codes, Tally(0, 0)), Tally(number, keys or 0)))
    return tallies
