"""The first page of supervision: what goes on now, exactly, and where everything else is."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chat import board_view
from chat.estimates import Estimate, in_minutes
from chat.harm import ACT_NOW, HARM
from chat.models import Alert, BreakReason
from chat.views.hours_form import TodayForm
from helpline.hours.services import version_in_force
from helpline.hours.wording import closing_text
from helpline.kernel.policies import SCRIPTED
from helpline.public_texts.waiting import waiting_for
from helpline.staff.access import account_of, may
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.statistics.reports.keeping import new_reports
from scripts.cuebook import CUES
from scripts.naming import cue_label
from triage.services import how_many_wait

ABOUT_LABELS = {
    "own_behaviour": "Own behaviour",
    "someone_else": "Someone else",
    "being_hurt": "Being hurt",
    "work": "Through work",
    "unsure": "Not sure",
}
STATE_LABELS = {
    "available": "Available",
    "wrapping_up": "Wrapping up",
    "paused": "Paused after a talk",
    "break": "On a break",
    "away": "Away",
}
# What to do about an alert that does not say so by itself.
ADVICE: dict[str, str] = {
    Alert.Kind.DANGER: (
        "Answer now: every supervisor is called until one does. Follow the talk, and stay with the handler. "
        "Where a life is in danger, ring 999 at once: that needs no second person."
    ),
    Alert.Kind.CONFIDENCE: (
        "A second person decides. Look at it under Safety; until then the words are held."
    ),
    Alert.Kind.UNREVIEWED: "A second person has to look at it within 24 hours: see Safety.",
    Alert.Kind.UNTAKEN: (
        "Waiting longer brings them nobody. Take them yourself in the console, or ask a handler who is not "
        "available now to come, and give them this caller under “Who waits first”."
    ),
    Alert.Kind.UNATTENDED: "Set yourself available in the console, or ask a handler to come.",
    Alert.Kind.UNWRAPPED: (
        "Ask the handler now what was said, and whether somebody is in danger: the level was immediate or "
        "urgent, or safety words had no answer. Where a life is in danger, ring 999 at once."
    ),
    Alert.Kind.LEFT_OPEN: (
        "Ask the handler now what was said, and whether somebody is in danger: it was closed without an "
        "answer to it. Where a life is in danger, ring 999 at once."
    ),
    Alert.Kind.CORRECTED: (
        "Ask the handler now whether somebody is in danger: nobody was told while the talk went on. "
        "Where a life is in danger, ring 999 at once."
    ),
    Alert.Kind.UNREADABLE: (
        "The talk goes on with what can be read. Tell whoever runs the service: somebody may have written to "
        "the database, or a disk is failing. The audit log says which part."
    ),
    Alert.Kind.STRANDED: (
        "The caller may be writing to somebody who is not there. Follow the talk and take it over in the "
        "console."
    ),
}
TIMES = (
    "since", "joined_at", "raised_at", "again_at", "answered_at", "until", "longest_since", "closes_at",
    "opens_at",
)  # fmt: skip


@login_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the live board to those who may see it, and to everyone the places of their role."""
    account = account_of(request)
    if not may(account, Permission.SEE_BOARD):
        return render(request, "supervision/places.html")
    version = version_in_force()
    number = version.number if version else 0
    shown = board_view.board()
    readable = {part: _readable(rows) for part, rows in shown.items()}
    talks = {talk["contact"] for talk in shown["talks"]}
    # A talk that has ended can be followed no more.
    readable["alerts"] = [{**alert, "goes_on": alert["contact"] in talks} for alert in readable["alerts"]]
    closes_at = readable["line"]["closes_at"]
    context = {
        "board": readable,
        "closes": closing_text(closes_at, now=timezone.now()) if closes_at else "",
        "newcomers_wait": _band(shown["line"]["estimated_wait"]),
        "data": board_data(account),
        "hours_set": number > 0,
        "may_manage_hours": may(account, Permission.MANAGE_HOURS),
        "number": number,
        "to_approve": how_many_wait() if may(account, Permission.MANAGE_DIRECTORY) else 0,
        "texts_waiting": waiting_for(account),
        "may_approve_texts": may(account, Permission.APPROVE_TEXTS),
        "new_reports": new_reports(now=timezone.now()) if may(account, Permission.MAKE_REPORTS) else [],
        "close_form": TodayForm(prefix="close", initial={"replaces": number}),
        "extend_form": TodayForm(prefix="extend", initial={"replaces": number}),
    }
    response = render(request, "supervision/board.html", context)
    response.csp_update = SCRIPTED  # type: ignore[attr-defined]
    return response


def board_data(account: Account) -> dict[str, Any]:
    """Return what the board's modules need to begin."""
    return {
        "ws_path": "/ws/board/",
        "account": account.username,
        "about": ABOUT_LABELS,
        "states": STATE_LABELS,
        "breaks": dict(BreakReason.choices),
        "alerts": dict(Alert.Kind.choices),
        "because": dict(Alert.Because.choices),
        "advice": ADVICE,
        "harm": HARM,
        "act_now": sorted(ACT_NOW),
        "cue_labels": {cue: cue_label(cue) for cue in CUES},
        "may": {
            "follow": may(account, Permission.FOLLOW_CONTACTS),
            "assign": may(account, Permission.ASSIGN_CONTACTS),
        },
    }


def _readable(part: Any) -> Any:
    """Return rows with moments instead of text, and with labels, for the template."""
    if isinstance(part, list):
        return [_readable(row) for row in part]
    row: dict[str, Any] = {name: _moment(value) if name in TIMES else value for name, value in part.items()}
    labels: dict[str, Any] = {
        "about_label": ABOUT_LABELS.get(row.get("about") or ""),
        "state_label": STATE_LABELS.get(row.get("state") or ""),
        "reason_label": dict(BreakReason.choices).get(row.get("reason") or ""),
        "kind_label": dict(Alert.Kind.choices).get(row.get("kind") or ""),
        "because_label": dict(Alert.Because.choices).get(row.get("because") or ""),
        "badge_labels": [cue_label(badge) for badge in row.get("badges") or ()],
        "advice": ADVICE.get(row.get("kind") or ""),
    }
    return {**row, **{name: label for name, label in labels.items() if label}}


def _band(wait: Estimate | None) -> str:
    """Return e.g. "4 to 10 min", "–" where nobody can tell."""
    if wait is None:
        return "–"
    return f"{in_minutes(wait['low_seconds'])} to {in_minutes(wait['high_seconds'])} min"


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
