"""Reports for funders: the list of what there is, one report as a page, and as a file."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast, get_args

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helpline.kernel.errors import HelplineError
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission
from helpline.statistics.bands import LONDON
from helpline.statistics.dashboard.refusals import why
from helpline.statistics.dashboard.texts import sentences, texts_for
from helpline.statistics.models import KeptReport, ReportTemplate
from helpline.statistics.query_log import check_pace, write_down_overview
from helpline.statistics.questions import Period, PeriodKind
from helpline.statistics.reports.choosing import USUAL
from helpline.statistics.reports.report import Report, report_of
from helpline.statistics.reports.telling import TRIED_FOR, is_set_up
from helpline.statistics.reports.writing import KINDS, as_bytes, as_html

# How many of each are offered, the newest first.
OFFERED: dict[PeriodKind, int] = {"month": 24, "quarter": 8, "year": 5}
ServiceNames = Callable[[], Mapping[str, str]]


@require_safe
@requires(Permission.MAKE_REPORTS)
def reports(request: HttpRequest) -> HttpResponse:
    """Show what a report can be made of, the saved templates, and the reports that are kept."""
    today, own = _today(), account_of(request).pk
    context = {
        "choices": [
            {"name": f"{kind.title()}s", "options": _closed(kind, today)} for kind in get_args(PeriodKind)
        ],
        "templates": [
            {
                "it": each,
                "newest": _closed(cast(PeriodKind, each.kind), today)[0],
                "own": each.owner_id == own,
                "told": each.named,
            }
            for each in ReportTemplate.objects.select_related("owner")
            .annotate(named=Count("recipients"))
            .order_by("name", "pk")
        ],
        "kept": KeptReport.objects.only("name", "period", "made_at")
        .annotate(named=Count("notices"), sent=Count("notices__sent_at"))
        .order_by("-made_at", "-pk"),
        "has_mail": is_set_up(),
        "tried_since": timezone.now() - TRIED_FOR,
    }
    return render(request, "statistics/reports.html", context)


@require_safe
@requires(Permission.MAKE_REPORTS)
def report(request: HttpRequest, service_names: ServiceNames) -> HttpResponse:
    """Show the report of `?period=`, of `?template=` where one is named; else of the newest closed month."""
    asked = _asked(request, service_names, "report")
    if isinstance(asked, HttpResponse):
        return asked
    context = {
        "title": asked.title,
        "body": as_html(asked),
        "words": sentences(asked.t.language),
        "t": asked.t,
        "query": request.GET.urlencode(),
        "template": _template(request),
        "near": _near(asked.period),
    }
    return render(request, "statistics/report.html", context)


@require_safe
@requires(Permission.MAKE_REPORTS)
def report_file(request: HttpRequest, service_names: ServiceNames, ending: str) -> HttpResponse:
    """Give the same as a file, "csv" or "ods"."""
    asked = _asked(request, service_names, f"report as {ending}")
    if isinstance(asked, HttpResponse):
        return asked
    return as_file(as_bytes(asked, ending), f"report-{asked.period.code}", ending)


@require_safe
@requires(Permission.MAKE_REPORTS)
def kept(request: HttpRequest, report: int) -> HttpResponse:
    """Show a report as it was published."""
    found = get_object_or_404(KeptReport.objects.defer("csv", "ods"), pk=report)
    t = texts_for(found.language)
    context = {
        "title": f"{found.name}, {t.period(Period.parse(found.period))}",
        "body": found.page,
        "words": sentences(t.language),
        "t": t,
        "kept": found,
    }
    return render(request, "statistics/report.html", context)


@require_safe
@requires(Permission.MAKE_REPORTS)
def kept_file(request: HttpRequest, report: int, form: str) -> HttpResponse:
    """Give the very file of a report that is kept."""
    if form not in KINDS:
        raise Http404
    found = get_object_or_404(KeptReport.objects.only("period", form), pk=report)
    return as_file(bytes(getattr(found, form)), f"report-{found.pk}-{found.period}", form)


def as_file(content: bytes, name: str, ending: str) -> HttpResponse:
    """Return a file to be saved under this name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(content, content_type=KINDS[ending], headers=headers)


def _asked(request: HttpRequest, service_names: ServiceNames, what: str) -> Report | HttpResponse:
    """Return the report asked for, and write down who asked; or the page that says why there is none."""
    template = _template(request)
    language = request.GET.get("language") or (template.language if template else "en")
    t, today = texts_for(language), _today()
    newest = _newest(template.kind if template else "month", today)  # type: ignore[arg-type]
    try:
        period = Period.parse(request.GET["period"]) if "period" in request.GET else newest
        check_pace(account_of(request))
        made = report_of(
            period, keys=template.blocks if template else USUAL, t=t, services=service_names(), today=today
        )
    except HelplineError as refused:
        context = {
            "t": t,
            "words": sentences(t.language),
            "newest": newest,
            "newest_words": t("refused_see", period=t.period(newest)),
            "refused": why(t, refused),
        }
        return render(request, "statistics/period_refused.html", context, status=refused.status)
    write_down_overview(period, what=what, policy="release", by=account_of(request))
    return made


def _template(request: HttpRequest) -> ReportTemplate | None:
    """Return the template named in the address; an unknown one is not there."""
    if not (named := request.GET.get("template")):
        return None
    if not (named.isascii() and named.isdigit() and len(named) < 10):
        raise Http404
    return get_object_or_404(ReportTemplate, pk=int(named))


def _today() -> date:
    return timezone.now().astimezone(LONDON).date()


def _newest(kind: PeriodKind, today: date) -> Period:
    """Return the newest period of a kind that is over and settled."""
    period = Period.containing(today, kind)
    while today < period.closes_on:
        period = period.before()
    return period


def _closed(kind: PeriodKind, today: date) -> list[Period]:
    newest = _newest(kind, today)
    return [newest.before(back) for back in range(OFFERED[kind])]


def _near(period: Period) -> list[dict[str, Any]]:
    """Return the period before and the one after, the last where it is closed."""
    after = Period.containing(period.end, period.kind)
    return [
        {"code": each.code, "when": when, "name": each.name}
        for when, each in (("before", period.before()), ("after", after))
        if _today() >= each.closes_on
    ]
