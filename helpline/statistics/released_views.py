"""The analysts' tables of released figures, the same as a file, and who asked for what."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helpline.kernel.errors import HelplineError
from helpline.staff.access import requires
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.statistics.asking import ask
from helpline.statistics.bands import LONDON
from helpline.statistics.dimensions import DIMENSIONS
from helpline.statistics.made_up import WORDS, is_made_up
from helpline.statistics.printed import as_csv, printed
from helpline.statistics.query_log import KEPT_DAYS, asked_lately, most_curious
from helpline.statistics.questions import MONTHS_OF, Answer, Period, PeriodKind, Question

OFFERED: dict[PeriodKind, int] = {"month": 24, "quarter": 12, "year": 6}
NAMES: dict[PeriodKind, str] = {"month": "Months", "quarter": "Quarters", "year": "Years"}
CHOICES = [(name, dimension.title) for name, dimension in DIMENSIONS.items()]


@dataclass(frozen=True)
class Asked:
    """What stands in the address: a question, its answer, or why there is none."""

    question: Question | None = None
    answer: Answer | None = None
    refused: HelplineError | None = None


@require_safe
@requires(Permission.SEE_RELEASED_FIGURES)
def released(request: HttpRequest) -> HttpResponse:
    """Show a table of one closed period, `?period=2026-10&by=outcome&by=level`; without it, the form."""
    asked = _asked(request)
    context = {
        **_form(request.GET, timezone.now().astimezone(LONDON).date()),
        "asked": asked,
        "made_up": WORDS if is_made_up() else "",
    }
    if asked.answer is not None:
        context |= {
            "table": printed(asked.answer),
            "query": request.GET.urlencode(),
            "into": _into(asked.answer.question),
        }
    status = 200 if asked.refused is None else asked.refused.status
    return render(request, "statistics/released.html", context, status=status)


@require_safe
@requires(Permission.SEE_RELEASED_FIGURES)
def released_file(request: HttpRequest) -> HttpResponse:
    """Return the table of the same address as a CSV file; where there is none, the page that says why."""
    asked = _asked(request)
    if asked.answer is None:
        context = {**_form(request.GET, timezone.now().astimezone(LONDON).date()), "asked": asked}
        status = 400 if asked.refused is None else asked.refused.status
        return render(request, "statistics/released.html", context, status=status)
    question = asked.answer.question
    name = "-".join(("released", question.period.code, *question.dimensions)) + ".csv"
    text = as_csv(asked.answer, first=(WORDS,) if is_made_up() else ())
    # The mark by which a spreadsheet knows the encoding.
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
@requires(Permission.READ_AUDIT)
def queries(request: HttpRequest) -> HttpResponse:
    """Show who asked the figures what, newest first, and who asked most; no figure."""
    who = request.GET.get("who", "")[:150]
    lines = asked_lately(who=who)
    context = {"lines": lines, "most": most_curious(now=timezone.now()), "who": who, "days": KEPT_DAYS}
    return render(request, "statistics/queries.html", context)


def _asked(request: HttpRequest) -> Asked:
    if not request.GET.get("period"):
        return Asked()
    question = None
    try:
        question = _question(request.GET)
        assert isinstance(request.user, Account)
        return Asked(question, ask(question, policy="release", by=request.user))
    except HelplineError as refused:
        return Asked(question, None, refused)


def _question(given: QueryDict) -> Question:
    by = tuple(name for name in given.getlist("by") if name)
    where = (given.get("where", ""), given.get("code", "")) if given.get("where") else None
    return Question(Period.parse(given.get("period", "")), by, where)


def _form(given: QueryDict, today: date) -> dict[str, Any]:
    chosen = [name for name in given.getlist("by") if name]
    where, code = given.get("where", ""), given.get("code", "")
    return {
        "periods": _offered(given.get("period", ""), today),
        "first": _marked(chosen[:1]),
        "second": _marked(chosen[1:2]),
        "where": where if where in DIMENSIONS else "",
        "code": code,
        "looked_into": f"{DIMENSIONS[where].title}: {_label(where, code)}" if where in DIMENSIONS else "",
    }


def _label(where: str, code: str) -> str:
    dimension = DIMENSIONS[where]
    return dimension.label(code) if dimension.has(code) else code


def _marked(chosen: list[str]) -> list[dict[str, Any]]:
    return [{"name": name, "title": title, "chosen": name in chosen} for name, title in CHOICES]


def _offered(chosen: str, today: date) -> list[dict[str, Any]]:
    """Return the closed periods by kind, the newest first."""
    groups = []
    for kind in MONTHS_OF:
        newest = Period.containing(today, kind)
        periods = [newest.before(number) for number in range(OFFERED[kind] + 1)]
        closed = [period for period in periods if period.closes_on <= today][: OFFERED[kind]]
        options = [{"code": p.code, "name": p.name, "chosen": p.code == chosen} for p in closed]
        groups.append({"name": NAMES[kind], "periods": options})
    return groups


def _into(question: Question) -> str:
    """Return the address by which a line is looked into, without its code; "" where that is one too many."""
    if len(question.dimensions) != 1 or question.where is not None:
        return ""
    return urlencode({"period": question.period.code, "where": question.by[0]})
