"""The pages on which a supervisor or an admin makes the rota."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.kernel.errors import HelplineError
from helpline.rota import services
from helpline.rota.cover import DAYS, cell, hours_open, week_of
from helpline.rota.covering import Week, cover_of, newest_cover, set_cover, week_from
from helpline.rota.errors import CoverChanged
from helpline.rota.forms import CoverForm, ShiftForm, first_shift
from helpline.rota.suggesting import Suggested, suggested
from helpline.rota.wording import day_text, gap_text, held_text
from helpline.staff.access import account_of, may, requires
from helpline.staff.roles import Permission

ONE_WEEK = timedelta(days=DAYS)


@require_safe
@requires(Permission.MANAGE_ROTA)
def week(request: HttpRequest) -> HttpResponse:
    """Show one week: who is on, where too few are; `?suggest=1` with what the forecast suggests."""
    return _page(request, _monday(request))


@require_POST
@requires(Permission.MANAGE_ROTA)
def add(request: HttpRequest) -> HttpResponse:
    """Put somebody on."""
    form = ShiftForm(request.POST, people=services.who_can_be_on())
    if form.is_valid():
        sent = form.cleaned_data
        try:
            made = services.add_shifts(
                account=sent["who"],
                day=sent["day"],
                start=sent["start"],
                end=sent["end"],
                repeats=sent["repeats"] or 0,
                by=account_of(request),
            )
        except HelplineError as refusal:
            for name, text in refusal.extra.get("fields", {None: refusal.message}).items():
                form.add_error(name, text)
        else:
            more = f", and on {len(made) - 1} weeks more" if len(made) > 1 else ""
            messages.success(request, f"{sent['who'].username} is on, {day_text(sent['day'])}{more}.")
            return _to(week_of(sent["day"]))
    return _page(request, _monday(request), form=form)


@require_POST
@requires(Permission.MANAGE_ROTA)
def remove(request: HttpRequest, shift: int) -> HttpResponse:
    """Take somebody off."""
    try:
        gone = services.remove_shift(shift=shift, by=account_of(request))
    except HelplineError as refusal:
        messages.error(request, refusal.message)
        return _to(_monday(request))
    messages.success(request, f"{gone.account.username} is off the rota, {day_text(gone.day)}.")
    return _to(week_of(gone.day))


@require_POST
@requires(Permission.MANAGE_ROTA)
def copy(request: HttpRequest) -> HttpResponse:
    """Copy the week before."""
    monday = _monday(request)
    copied = services.copy_week(monday=monday, by=account_of(request))
    said = (
        "Nothing was to copy."
        if not copied.made
        else f"{copied.made} shifts are copied from the week before."
    )
    messages.success(request, said.replace("1 shifts are", "1 shift is"))
    for text in copied.left_out:
        messages.warning(request, f"Left out: {text}")
    return _to(monday)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ROTA)
def cover(request: HttpRequest) -> HttpResponse:
    """Say how many are needed while the line is open."""
    newest = newest_cover()
    number, refused = newest.number if newest else 0, ""
    form = CoverForm(request.POST if request.method == "POST" else None, shown=cover_of(newest))
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("replaces") != str(number):
                raise CoverChanged
            set_cover(cover=form.cover(), by=account_of(request), replaces=number)
        except HelplineError as refusal:
            fields = refusal.extra.get("fields", {})
            refused = " ".join(fields.values()) or refusal.message
        else:
            messages.success(request, "Saved. The rota is held against it from now on.")
            return redirect("rota:cover")
    errors = [*_errors(form), *(text for row in form.rows for text in _errors(row))]
    wrong = bool(refused or errors)
    context = {
        "form": form,
        "version": newest,
        "number": number,
        "refused": refused,
        "errors": errors,
        "wrong": wrong,
    }
    return render(request, "rota/cover.html", context, status=400 if wrong else 200)


def _errors(form: Any) -> list[tuple[str, str]]:
    if not form.is_bound:
        return []
    return [
        (form[name].id_for_label if name in form.fields else next(iter(form)).id_for_label, text)
        for name, texts in form.errors.items()
        for text in texts
    ]


def _page(request: HttpRequest, monday: date, *, form: ShiftForm | None = None) -> HttpResponse:
    found, account = week_from(monday), account_of(request)
    today = timezone.localdate()
    figures = may(account, Permission.SEE_INTERNAL_FIGURES)
    wanted = figures and bool(request.GET.get("suggest"))
    hints = suggested(monday, now=timezone.now(), by=account) if wanted else None
    context = {
        "monday": monday,
        "sunday": monday + timedelta(days=DAYS - 1),
        "before": monday - ONE_WEEK,
        "after": monday + ONE_WEEK,
        "this": week_of(today),
        "days": [_day(found, monday + timedelta(days=offset), today) for offset in range(DAYS)],
        "gaps": [gap_text(part) for part in found.gaps],
        "held": [held_text(shift, first) for shift, first in found.held],
        "has_hours": found.has_hours,
        "open": bool(found.parts),
        "rows": _rows(found, hints),
        "figures": figures,
        "wanted": wanted,
        "hints": hints,
        "cover": newest_cover(),
        "people": services.who_can_be_on().exists(),
        "takes": may(account, Permission.TAKE_CONTACTS),
        "form": form or ShiftForm(people=services.who_can_be_on(), initial=first_shift(max(monday, today))),
        "wrong": form,
    }
    return render(request, "rota/week.html", context, status=400 if form else 200)


def _day(found: Week, day: date, today: date) -> dict[str, Any]:
    return {
        "day": day,
        "today": day == today,
        "shifts": [shift for shift in found.shifts if shift.day == day],
        "off": {shift.who for shift, _ in found.held if shift.day == day},
    }


def _rows(found: Week, hints: Suggested | None) -> list[dict[str, Any]]:
    """Return the hours of the clock, each with its seven cells: None where the line is closed."""
    days = [found.monday + timedelta(days=offset) for offset in range(DAYS)]
    return [
        {
            "hour": f"{hour:02}:00",
            "cells": [
                {"cell": cell(found.parts, day, hour), "hint": (hints or {}).get((day, hour))} for day in days
            ],
        }
        for hour in hours_open(found.parts)
    ]


def _monday(request: HttpRequest) -> date:
    """Return the Monday asked for, this week's where there is none, or it is no day within reason."""
    today = timezone.localdate()
    try:
        asked = date.fromisoformat(request.POST.get("week") or request.GET.get("week") or "")
    except ValueError:
        return week_of(today)
    far = timedelta(days=services.FURTHEST_DAYS)
    return week_of(asked) if today - far <= asked <= today + far else week_of(today)


def _to(monday: date) -> HttpResponse:
    return redirect(f"{reverse('rota:week')}?{urlencode({'week': monday.isoformat()})}")
