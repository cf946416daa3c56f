"""The supervisors' page of figures."""

import re
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helpline.kernel.errors import RequestInvalid
from helpline.staff.access import requires
from helpline.staff.roles import Permission
from helpline.statistics.answers import QUESTIONS
from helpline.statistics.bands import LONDON, month_of
from helpline.statistics.reports import monthly_report, months_to, named
from helpline.statistics.returns import rang_report
from helpline.statistics.surveys import survey_report

# Figures are asked for by calendar month alone: no ranges that could be subtracted.
MONTH = re.compile(r"(2\d{3})-(0[1-9]|1[0-2])", re.ASCII)
OFFERED_MONTHS = 24


@require_safe
@requires(Permission.SEE_INTERNAL_FIGURES)
def figures(request: HttpRequest) -> HttpResponse:
    """Show one calendar month, `?month=2026-11`; without it, the running one."""
    now = timezone.now()
    running = month_of(now)
    try:
        month = _month_asked_for(request.GET.get("month"), running)
    except RequestInvalid:
        return render(request, "statistics/month_refused.html", {"running": named(running)}, status=400)
    survey = survey_report(month=month, today=now.astimezone(LONDON).date())
    context = {
        "report": monthly_report(month=month),
        "survey": survey,
        "rang": rang_report(month=month, today=now.astimezone(LONDON).date()),
        "questions": [(name, survey.means[question]) for question, name in QUESTIONS.items()],
        "period": named(month),
        "running": month == running,
        "months": _choices(month, running),
    }
    return render(request, "statistics/figures.html", context)


def _month_asked_for(text: str | None, running: date) -> date:
    if text is None:
        return running
    if not (found := MONTH.fullmatch(text)):
        raise RequestInvalid(fields={"month": "is a month such as 2026-11"})
    month = date(int(found[1]), int(found[2]), 1)
    if month > running:
        raise RequestInvalid(fields={"month": "has not begun"})
    return month


def _choices(month: date, running: date) -> list[dict[str, object]]:
    """Return the months offered, the newest first; one chosen by hand is among them."""
    offered = sorted({*months_to(running, OFFERED_MONTHS), month}, reverse=True)
    return [{"value": f"{each:%Y-%m}", "name": named(each), "chosen": each == month} for each in offered]
