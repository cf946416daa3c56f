"""The pages of figures: a supervisor's own, and what analysts may see of them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helpline.kernel.errors import HelplineError
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission
from helpline.statistics.asking import check_closed
from helpline.statistics.bands import LONDON
from helpline.statistics.dashboard.about import about, lead
from helpline.statistics.dashboard.files import MIMETYPE, File, as_csv, as_ods
from helpline.statistics.dashboard.page import Page, page_of
from helpline.statistics.dashboard.prompt_block import PromptsOf
from helpline.statistics.dashboard.refusals import why
from helpline.statistics.dashboard.texts import LANGUAGES, Texts, sentences, texts_for
from helpline.statistics.made_up import is_made_up
from helpline.statistics.query_log import check_pace, write_down_overview
from helpline.statistics.questions import Period, PeriodKind, PeriodOffGrid, Policy

# How many of each are offered, the newest first.
OFFERED: dict[PeriodKind, int] = {"month": 24, "quarter": 8, "year": 5}
ServiceNames = Callable[[], Mapping[str, str]]
TalkedOn = Callable[[], PromptsOf | None]


@require_safe
@requires(Permission.SEE_INTERNAL_FIGURES)
def figures(
    request: HttpRequest, service_names: ServiceNames, talked_on: TalkedOn = lambda: None
) -> HttpResponse:
    """Show one period, `?period=2026-11`, `2026-Q3` or `2025`; without it, the running month."""
    return _shown(request, "internal", service_names, talked_on)


@require_safe
@requires(Permission.SEE_RELEASED_FIGURES)
def released(request: HttpRequest, service_names: ServiceNames) -> HttpResponse:
    """Show one closed period as it may be passed on; without `?period`, the newest closed month."""
    return _shown(request, "release", service_names)


@require_safe
@requires(Permission.SEE_RELEASED_FIGURES)
def released_file(request: HttpRequest, service_names: ServiceNames, ending: str) -> HttpResponse:
    """Give the same as a file, "csv" or "ods"."""
    asked = _asked(request, "release", service_names, f"overview as {ending}")
    if isinstance(asked, HttpResponse):
        return asked
    t, page = asked
    notes = [(t("page_made_up"), ""), *about(t, page)] if is_made_up() else about(t, page)
    blocks = [block for section in page.sections for block in section.blocks]
    file = File(_title(t, page), [(lead(t, page), ""), *notes], blocks, t("all"))
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    content = as_ods(file) if ending == "ods" else f"\ufeff{as_csv(file)}".encode()
    kind = MIMETYPE if ending == "ods" else "text/csv; charset=utf-8"
    name = f"figures-{page.period.code}-{page.policy}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def _shown(
    request: HttpRequest, policy: Policy, service_names: ServiceNames, talked_on: TalkedOn = lambda: None
) -> HttpResponse:
    asked = _asked(request, policy, service_names, "overview", talked_on)
    if isinstance(asked, HttpResponse):
        return asked
    t, page = asked
    today = _today()
    context = {
        "t": t,
        "words": sentences(t.language),
        "policy": policy,
        "page": page,
        "title": _title(t, page),
        "lead": lead(t, page),
        "running": today < page.period.end,
        "so_far": t("page_so_far", period=t.period(page.period)),
        "about": about(t, page),
        "made_up": is_made_up(),
        "choices": _choices(t, policy, page.period, today),
        "near": _near(t, policy, page.period, today),
        "languages": [language for language in LANGUAGES if language != t.language],
    }
    return render(request, "statistics/dashboard.html", context)


def _asked(
    request: HttpRequest,
    policy: Policy,
    service_names: ServiceNames,
    what: str,
    talked_on: TalkedOn = lambda: None,
) -> tuple[Texts, Page] | HttpResponse:
    """Return the words and the page asked for, and write down who asked; or why there is none."""
    t, today = texts_for(request.GET.get("language")), _today()
    newest = _newest(policy, today)
    try:
        period = Period.parse(request.GET["period"]) if "period" in request.GET else newest
        _check(period, policy, today)
        if policy == "release":
            check_pace(account_of(request))
    except HelplineError as refused:
        context = {
            "t": t,
            "words": sentences(t.language),
            "newest": newest,
            "newest_words": t("refused_see", period=t.period(newest)),
            "refused": why(t, refused),
        }
        return render(request, "statistics/period_refused.html", context, status=refused.status)
    write_down_overview(period, what=what, policy=policy, by=account_of(request))
    page = page_of(period, policy=policy, t=t, services=service_names(), today=today, talked_on=talked_on())
    return t, page


def _today() -> date:
    return timezone.now().astimezone(LONDON).date()


def _newest(policy: Policy, today: date) -> Period:
    """Return the running month, or the newest that is closed."""
    month = Period.containing(today, "month")
    if policy == "internal":
        return month
    while today < month.closes_on:
        month = month.before()
    return month


def _check(period: Period, policy: Policy, today: date) -> None:
    """Raise PeriodOffGrid for one that has not begun, PeriodNotClosed where what has noise could change."""
    if period.start > today:
        raise PeriodOffGrid
    if policy == "release" or period.kind != "month":
        check_closed(period)


def _is_offered(period: Period, policy: Policy, today: date) -> bool:
    return period.start <= today and (
        today >= period.closes_on or (policy == "internal" and period.kind == "month")
    )


def _near(t: Texts, policy: Policy, period: Period, today: date) -> list[dict[str, str]]:
    """Return the period before and the one after, where there are any to be looked at."""
    after = Period.containing(period.end, period.kind)
    return [
        {"code": each.code, "words": t(f"choose_{when}", period=t.period(each))}
        for when, each in (("before", period.before()), ("after", after))
        if _is_offered(each, policy, today)
    ]


def _choices(t: Texts, policy: Policy, chosen: Period, today: date) -> list[dict[str, Any]]:
    """Return the periods offered by kind, each with whether it is the one shown; that one is among them."""
    kinds = []
    for kind, number in OFFERED.items():
        running = Period.containing(today, kind)
        found = [running.before(back) for back in range(number)]
        offered = {each for each in found if _is_offered(each, policy, today)}
        if chosen.kind == kind:
            offered.add(chosen)
        options = [
            {"code": each.code, "name": t.period(each), "chosen": each == chosen}
            for each in sorted(offered, reverse=True)
        ]
        kinds.append({"name": t(f"choose_{kind}s"), "options": options})
    return kinds


def _title(t: Texts, page: Page) -> str:
    released = "released_" if page.policy == "release" else ""
    return t(f"page_{released}title", period=t.period(page.period))
