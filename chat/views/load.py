"""Handlers' load today, for supervisors: who needs a break stands first."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chat.load import BREAK, LONG, Load, Why
from chat.services.load import day_began, loads_today
from helpline.staff.access import requires
from helpline.staff.roles import Permission

IN_WORDS = {
    Why.ABUSE: "ended a talk for abuse and had no break since",
    Why.LONG: "has talked for long without a break",
    Why.PRESSING: "had several immediate or urgent contacts without a break",
}


@requires(Permission.SEE_BOARD)
@require_safe
def load(request: HttpRequest) -> HttpResponse:
    """Show each handler's day so far; exact, and without anything of a caller."""
    now = timezone.now()
    context = {
        "rows": [_row(each) for each in loads_today(now=now)],
        "since": day_began(now),
        "now": now,
        "break_minutes": minutes(BREAK),
        "long_minutes": minutes(LONG),
    }
    return render(request, "supervision/load.html", context)


def _row(load: Load) -> dict[str, Any]:
    return {
        "handler": load.handler,
        "why": [IN_WORDS[why] for why in load.why],
        "rests": not load.current,
        "current": minutes(load.current),
        "contacts": load.contacts,
        "talking": minutes(load.talking),
        "longest": minutes(load.longest),
        "pressing": load.pressing,
        "abuse": load.abuse,
        "breaks": load.breaks,
    }


def minutes(span: timedelta) -> int:
    """Return whole minutes, rounded down: who has talked for 90 has talked for 90."""
    return int(span.total_seconds() // 60)
