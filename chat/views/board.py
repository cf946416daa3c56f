"""The first page of supervision: what goes on now, exactly, and where everything else is."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chat.selectors import handlers_at_work, queue_entries, talking_count, wrapping_up_count
from chat.services.intake import intake
from chat.views.console import account_of
from helpline.staff.access import may
from helpline.staff.roles import Permission

ABOUT_LABELS = {
    "own_behaviour": "Own behaviour",
    "someone_else": "Someone else",
    "being_hurt": "Being hurt",
    "work": "Through work",
    "unsure": "Not sure",
}


@login_required
def board(request: HttpRequest) -> HttpResponse:
    """Show the live board to those who may see it, and to everyone the places of their role."""
    if not may(account_of(request), Permission.SEE_BOARD):
        return render(request, "supervision/places.html")
    entries = queue_entries()
    context = {
        "intake": intake(),
        "waiting": [_row(entry) for entry in entries],
        "talking": talking_count(),
        "wrapping_up": wrapping_up_count(),
        "handlers": handlers_at_work(),
    }
    return render(request, "supervision/board.html", context)


def _row(entry: dict[str, Any]) -> dict[str, Any]:
    since = datetime.fromisoformat(entry["joined_at"])
    return {**entry, "about_label": ABOUT_LABELS[entry["about"]], "since": since}
