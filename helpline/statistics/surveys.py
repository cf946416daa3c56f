"""A caller's answers after the end: kept for a day under the contact, then joined to nothing.

See docs/adr/0014-a-survey-nobody-can-trace.md.
"""

import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Sum

from helpline.statistics.answers import QUESTIONS, SurveyAnswers
from helpline.statistics.disclosure import masked, masked_mean
from helpline.statistics.made_up import is_made_up
from helpline.statistics.models import SurveyAnswer, SurveyDraft, SurveyFields

# By then every contact of a month is over, and what its caller answered is sealed.
SETTLED_AFTER_DAYS = 3


@dataclass(frozen=True)
class SurveyReport:
    """The answers of one month; `means` says of each question its mean, or None where it is not shown.

    `shown_from` is the day from which a month is shown at all, None once it is shown.
    """

    answered: int | None
    means: dict[str, str | None]
    shown_from: date | None = None


def settled_on(month: date) -> date:
    """Return the day from which the answers of a month can no longer change."""
    return (month + timedelta(days=31)).replace(day=1) + timedelta(days=SETTLED_AFTER_DAYS)


def has_answered(contact: UUID) -> bool:
    """Tell whether this contact's caller has answered; it is forgotten when the answers are sealed."""
    return SurveyDraft.objects.filter(contact=contact).exists()


@transaction.atomic
def record_answers(*, contact: UUID, month: date, answers: SurveyAnswers) -> None:
    """Put down a caller's answers; a second time nothing is changed.

    Whether they may still answer is for whoever holds the contact's row to check.
    """
    SurveyDraft.objects.get_or_create(contact=contact, defaults={"month": month, **asdict(answers)})


@transaction.atomic
def seal_surveys(contacts: Collection[UUID]) -> None:
    """Cut the answers of these contacts off from them.

    Call it in the transaction that seals their facts, after their rows are marked as counted:
    whoever answers at the same moment is then either here or refused.
    """
    drafts = list(SurveyDraft.objects.select_for_update().filter(contact__in=contacts))
    if not drafts:
        return
    if not is_made_up():
        _write_anew(drafts)
    SurveyDraft.objects.filter(contact__in=[draft.contact for draft in drafts]).delete()


def _write_anew(drafts: list[SurveyDraft]) -> None:
    months = {draft.month for draft in drafts}
    kept = list(SurveyAnswer.objects.select_for_update().filter(month__in=months))
    rows = [SurveyAnswer(**_values(row)) for row in [*kept, *drafts]]
    # Often one contact is sealed at a time. Its answers would lie at the end of their table as its
    # fact lies at the end of its own: the whole month is written anew, in an order of its own.
    secrets.SystemRandom().shuffle(rows)
    SurveyAnswer.objects.filter(month__in=months).delete()
    SurveyAnswer.objects.bulk_create(rows)


def _values(row: SurveyFields) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("month", *QUESTIONS)}


def survey_report(*, month: date, today: date) -> SurveyReport:
    """Return what callers answered in one calendar month, under the policy called internal.

    Nothing is shown before the month is settled: from two days' figures of a month that goes on
    one caller's answers could be worked out.
    """
    shown_from = settled_on(month)
    if today < shown_from or SurveyDraft.objects.filter(month=month).exists():
        return SurveyReport(answered=None, means=dict.fromkeys(QUESTIONS), shown_from=shown_from)
    sums = {f"{name}_sum": Sum(name) for name in QUESTIONS}
    numbers = {f"{name}_number": Count(name) for name in QUESTIONS}
    found = SurveyAnswer.objects.filter(month=month).aggregate(answered=Count("pk"), **sums, **numbers)
    return SurveyReport(
        answered=masked(found["answered"]),
        means={name: masked_mean(found[f"{name}_sum"] or 0, found[f"{name}_number"]) for name in QUESTIONS},
    )
