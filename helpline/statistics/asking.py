"""The one door to the figures.

Every question comes through here, is written down, and is answered with what may be shown.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Sum, Value
from django.db.models.query import QuerySet
from django.utils import timezone

from helpline.staff.models import Account
from helpline.statistics.answering import answered
from helpline.statistics.bands import LONDON
from helpline.statistics.batches import batches
from helpline.statistics.cells import Codes, Tallies, Tally, added, summed_up
from helpline.statistics.dimensions import DIMENSIONS
from helpline.statistics.made_up import REAL
from helpline.statistics.models import DraftFact, Fact
from helpline.statistics.query_log import check_pace, write_down
from helpline.statistics.questions import Answer, Period, PeriodNotClosed, Policy, Question

__all__ = ["ask", "ask_together", "check_closed"]


def ask(question: Question, *, policy: Policy, by: Account | None) -> Answer:
    """Return a table that may be shown under this policy; `by` is None where the service itself asks.

    Sealed facts are counted, under the policy called internal drafts as well. Whether `by` may ask under this
    policy is for the caller to check. Raises TooManyQuestions, PeriodNotClosed or DrillDownRefused.
    """
    return ask_together([question], policy=policy, by=by)[0]


def ask_together(questions: Sequence[Question], *, policy: Policy, by: Account | None) -> tuple[Answer, ...]:
    """Return the answers to the questions of one page, in their order, reading the facts as seldom as can be.

    As `ask`; each question is written down and counts for the pace of `by`.
    """
    if by is not None:
        check_pace(by, len(questions))
    if policy == "release":
        for period in {question.period for question in questions}:
            check_closed(period)
    write_down(questions, policy=policy, by=by)
    tallies: dict[Question, Tallies] = {}
    for asked in batches(questions):
        tallies |= _counted(asked, drafts=policy == "internal")
    return tuple(answered(question, tallies[question], policy) for question in questions)


def check_closed(period: Period, *, today: date | None = None) -> None:
    """Raise PeriodNotClosed while a figure of this period could still change."""
    today = today or timezone.now().astimezone(LONDON).date()
    # A draft of a closed period is a contact that closed late: with it every figure appears at once.
    if today < period.closes_on or DraftFact.objects.filter(REAL, month__in=period.months).exists():
        raise PeriodNotClosed(closes_on=period.closes_on.isoformat())


def _counted(questions: Sequence[Question], *, drafts: bool) -> dict[Question, Tallies]:
    """Count facts and add their keys in one statement: one row for each cell comes back.

    The questions are of one period. Several are counted by all their dimensions at once, and each is summed
    up from that.
    """
    period = questions[0].period
    names = tuple(dict.fromkeys(name for question in questions for name in question.dimensions))
    fields = [DIMENSIONS[name].field for name in names]
    months = {"month__range": (period.start, period.last_month)}
    rows = _grouped(Fact.objects.filter(**months), fields, Sum("record_key"))
    if drafts:
        # One statement sees a fact either sealed or in draft, never both or neither. Drafts have no keys yet.
        rows = rows.union(_grouped(DraftFact.objects.filter(REAL, **months), fields, Value(0)), all=True)
    known = {names: _by_codes(names, rows)}
    for wanted in sorted({question.dimensions for question in questions}, key=len, reverse=True):
        # From the smallest table that has what is wanted.
        source = min((of for of in known if set(wanted) <= set(of)), key=lambda of: len(known[of]))
        known[wanted] = summed_up(known[source], [source.index(name) for name in wanted])
    return {question: known[question.dimensions] for question in questions}


def _grouped(facts: QuerySet[Any], fields: list[str], keys: Any) -> Any:
    if not fields:
        # Without a column to group by there is one row, also of nothing.
        facts = facts.annotate(whole=Value(1))
    return facts.values_list(*(fields or ["whole"])).annotate(number=Count("pk"), keys=keys).order_by()


def _by_codes(names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> dict[Codes, Tally]:
    # A page of tables has thousands of cells and few values.
    known: list[dict[Any, str]] = [{} for _ in names]
    tallies: dict[Codes, Tally] = {}
    for row in rows:
        values = (tuple(value) if isinstance(value, list) else value for value in row)
        codes = tuple([
            held[value] if value in held else held.setdefault(value, DIMENSIONS[name].code(value))
            for name, held, value in zip(names, known, values, strict=False)
        ])  # fmt: skip
        number, keys = row[-2], row[-1] or 0
        # A cell comes twice: of sealed facts and of drafts, and of a list noted in another order.
        before = tallies.get(codes)
        tallies[codes] = Tally(number, keys) if before is None else added((before, Tally(number, keys)))
    return tallies
