"""Scores over all talks of a month, how far reviewers agree, and the rubric itself."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helpline.quality.overview import (
    KAPPA_FROM,
    Overview,
    agreement_by_criterion,
    agreement_by_month,
    months_tallied,
    overview,
)
from helpline.quality.rubric import SCORES
from helpline.quality.rubrics import running_rubric, version_for_reviews
from helpline.staff.access import requires
from helpline.staff.roles import Permission
from helpline.statistics.disclosure import THRESHOLD
from helpline.statistics.facts import month_of


@requires(Permission.REVIEW_QUALITY)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show the scores of one month by criterion, and how far reviewers agree."""
    before = month_of(timezone.now())
    months = months_tallied(before=before)
    month = _chosen(request.GET.get("month", ""), months)
    context = {
        "months": months,
        "month": month,
        "overviews": [_shown(each) for each in overview(month)] if month else [],
        "scores": SCORES,
        "by_month": agreement_by_month(before=before),
        "by_criterion": agreement_by_criterion(version_for_reviews(), before=before),
        "threshold": THRESHOLD,
        "kappa_from": KAPPA_FROM,
    }
    return render(request, "supervision/quality_figures.html", context)


def _shown(found: Overview) -> dict[str, Any]:
    """Return one version's month, a figure for each score: "" where it cannot be given, None not shown."""
    rows = [
        {"criterion": row.criterion, "shown": [row.table.cells.get(score, "") for score in SCORES]}
        for row in found.rows
    ]
    return {"version": found.version, "talks": found.talks, "rows": rows}


def _chosen(asked: str, months: list[date]) -> date | None:
    """Return the month that was asked for, where it is one of them; else the latest."""
    return next((month for month in months if f"{month:%Y-%m}" == asked), months[0] if months else None)


@requires(Permission.READ_OWN_CONTACTS)
@require_safe
def rubric(request: HttpRequest) -> HttpResponse:
    """Show the rubric in use, to whoever scores and whoever is scored."""
    return render(request, "supervision/rubric.html", {"rubric": running_rubric()})
