"""The supervisors' pages about staffing: what if, and the handlers that a week needs."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helpline.kernel.policies import SCRIPTED
from helpline.staff.access import requires
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.statistics import knobs
from helpline.statistics.bands import LONDON
from helpline.statistics.forms_staffing import NumbersForm
from helpline.statistics.made_up import WORDS, is_made_up
from helpline.statistics.own_figures import own_figures
from helpline.statistics.past_hours import past_hours
from helpline.statistics.query_log import write_down_page
from helpline.statistics.rota_file import notes_of, rota_csv
from helpline.statistics.start_values import starts_of
from helpline.statistics.trend import Change, change
from helpline.statistics.week_ahead import HourAhead, WeekAhead, week_ahead
from helpline.statistics.what_if import WhatIf, what_if

OFFERED_WEEKS = 8
NOT_ON_THE_GRID = "Choose one of the weeks in the list: each begins on a Monday."


@require_safe
@requires(Permission.SEE_INTERNAL_FIGURES)
def staffing(request: HttpRequest) -> HttpResponse:
    """Show what one hour with these numbers would be like; without any, with where this service stands."""
    now = timezone.now()
    own = own_figures(past=past_hours(now=now), now=now)
    form = NumbersForm(request.GET or None, knobs=knobs.WHAT_IF, starts=starts_of(own))
    found, mistakes = _what_if(form)
    context = {
        "form": form,
        "found": found,
        "summary": mistakes,
        "own": own,
        "any_own": any(start.is_own for start in form.starts.values()),
        "query": request.GET.urlencode(),
        "words": {"in_numbers": "In numbers"},
        "made_up": WORDS if is_made_up() else "",
    }
    response = render(request, "statistics/staffing.html", context, status=400 if mistakes else 200)
    response.csp_update = SCRIPTED  # type: ignore[attr-defined]
    return response


def _what_if(form: NumbersForm) -> tuple[WhatIf | None, list[tuple[str, str]]]:
    if form.is_bound and not form.is_valid():
        return None, form.summary()
    return what_if(form.numbers()), []


@require_safe
@requires(Permission.SEE_INTERNAL_FIGURES)
def week(request: HttpRequest) -> HttpResponse:
    """Show how many handlers each hour of a week needs, `?week=2026-11-30&handle=25 ...`."""
    context = _week(request)
    _write_down(context, request)
    status = 400 if context["summary"] else 200
    return render(request, "statistics/staffing_week.html", context, status=status)


@require_safe
@requires(Permission.SEE_INTERNAL_FIGURES)
def week_file(request: HttpRequest) -> HttpResponse:
    """Return the same week as CSV; as a page where a number cannot be, or nothing was counted yet."""
    context = _week(request)
    found: WeekAhead | None = context["week"]
    if found is None:
        return render(request, "statistics/staffing_week.html", context, status=400)
    _write_down(context, request)
    text = rota_csv(found, notes_of(found, context["numbers"], made_up=context["made_up"]))
    name = f"handlers-needed-{found.monday:%Y-%m-%d}.csv"
    return HttpResponse(
        # A spreadsheet takes it for UTF-8 by its first character alone.
        f"\ufeff{text}",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _week(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    past = past_hours(now=now)
    own = own_figures(past=past, now=now)
    mondays = _mondays(now)
    typed = {name: value for name, value in request.GET.items() if name != "week"}
    form = NumbersForm(typed or None, knobs=knobs.WEEK, starts=starts_of(own))
    monday = _monday(request.GET.get("week"), mondays)
    summary = form.summary() if form.is_bound and not form.is_valid() else []
    if monday is None:
        summary.append(("week", NOT_ON_THE_GRID))
    found, numbers = None, None
    if monday is not None and not summary:
        numbers = form.numbers()
        found = week_ahead(
            monday=monday, past=past, talks=knobs.talks_of(numbers), aim=knobs.aim_of(numbers), now=now
        )
    changed = change(past)
    return {
        "form": form,
        "week": found,
        "numbers": numbers,
        "talk_minutes": knobs.talks_of(numbers).handle_minutes if numbers else None,
        "change": changed,
        "change_words": _change_words(changed) if changed else "",
        "rows": _rows(found) if found else [],
        "counted": f"{found.counted:,}" if found else "",
        "summary": summary,
        "mondays": [{"day": day, "chosen": day == (monday or mondays[1])} for day in mondays],
        "query": request.GET.urlencode(),
        "made_up": WORDS if is_made_up() else "",
    }


def _write_down(context: Mapping[str, Any], request: HttpRequest) -> None:
    found: WeekAhead | None = context["week"]
    if found is not None:
        write_down_page(
            "handlers needed by hour", period=f"{found.monday:%GW%V}", by=cast(Account, request.user)
        )


def _rows(found: WeekAhead) -> list[tuple[str, list[HourAhead | None]]]:
    """Return each hour of the table with its seven days; None where the line is closed."""
    return [(f"{hour:02}:00", [day.at(hour) for day in found.days]) for hour in found.hours]


def _change_words(changed: Change) -> str:
    low, high = sorted(abs(ratio - 1) for ratio in (changed.low, changed.high))
    return f"by {low:.0%} to {high:.0%}"


def _mondays(now: datetime) -> list[date]:
    """Return the Mondays that may be asked for: of this week and of those that follow."""
    today = now.astimezone(LONDON).date()
    this = today - timedelta(days=today.weekday())
    return [this + timedelta(weeks=number) for number in range(OFFERED_WEEKS)]


def _monday(text: str | None, mondays: list[date]) -> date | None:
    """Return the Monday asked for, next week's without one, None for what is not among them."""
    if text is None:
        return mondays[1]
    return next((day for day in mondays if f"{day:%Y-%m-%d}" == text), None)
