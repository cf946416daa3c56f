"""Reviews of talks: what can be drawn or chosen, what is in work, and the page before one is opened."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from chat.assignment import LEVEL_RANKS
from chat.errors import ReviewGone
from chat.services.review_lists import MOST_LISTED, Listed, listed, reviewed_this_month
from chat.services.reviews import choose, draw, drawable, put_back
from helpline.kernel.errors import HelplineError
from helpline.staff.access import account_of, requires
from helpline.staff.models import Account
from helpline.staff.roles import Permission

LANGUAGES = {"en": "English", "cy": "Welsh"}


@requires(Permission.REVIEW_QUALITY)
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """Show what is in work, what is handed in, and what may be drawn or chosen; no words, no scores."""
    by = account_of(request)
    rows = listed(by=by)
    context = {
        "drafts": [row for row in rows if row.own and not row.own.handed_in_at],
        "done": [row for row in rows if row.own and row.own.handed_in_at],
        "others": [row for row in rows if not row.own],
        "drawable": drawable(by, {}).count(),
        "handlers": _handlers(rows, by),
        "levels": list(LEVEL_RANKS),
        "languages": LANGUAGES,
        "month": reviewed_this_month(by=by),
        "most": MOST_LISTED if len(rows) == MOST_LISTED else None,
    }
    return render(request, "supervision/quality.html", context)


def _handlers(rows: list[Listed], by: Account) -> list[Account]:
    names = {row.handler for row in rows}
    return list(Account.objects.filter(username__in=names).exclude(pk=by.pk).order_by("username"))


@requires(Permission.REVIEW_QUALITY)
@require_POST
def draw_one(request: HttpRequest) -> HttpResponse:
    """Draw a talk, and lead to the page before it is opened."""
    handler = request.POST.get("handler", "")
    only = {
        "handler": int(handler) if handler.isascii() and handler.isdecimal() and len(handler) < 10 else None,
        "level": request.POST.get("level", ""),
        "language": request.POST.get("language", ""),
    }
    try:
        drawn = draw(by=account_of(request), only=only)
    except HelplineError as refusal:
        messages.error(request, refusal.message)
        return redirect("quality")
    return redirect("quality-talk", reviewed=drawn.contact_id)


@requires(Permission.REVIEW_QUALITY)
@require_safe
def talk(request: HttpRequest, reviewed: UUID) -> HttpResponse:
    """Show what is known of one talk before its words are opened."""
    rows = listed(by=account_of(request), only=reviewed)
    if not rows:
        return to_list(request, ReviewGone())
    return render(request, "supervision/quality_talk.html", {"row": rows[0]})


@requires(Permission.REVIEW_QUALITY)
@require_POST
def choose_one(request: HttpRequest, reviewed: UUID) -> HttpResponse:
    """Begin to review a talk that was chosen, as the first or the second."""
    return done(request, reviewed, choose, "")


@requires(Permission.REVIEW_QUALITY)
@require_POST
def put_one_back(request: HttpRequest, reviewed: UUID) -> HttpResponse:
    """Give up one's own draft."""
    return done(request, reviewed, put_back, "It is put back. What you had written is gone.", to="quality")


def done(
    request: HttpRequest, reviewed: UUID, act: Any, said: str, *, to: str = "quality-talk", **more: Any
) -> HttpResponse:
    """Do one thing, say so, and lead on; a refusal says why, and a talk that is gone leads to the list."""
    try:
        act(contact=reviewed, by=account_of(request), **more)
    except ReviewGone as gone:
        return to_list(request, gone)
    except HelplineError as refusal:
        messages.error(request, refusal.message)
    else:
        if said:
            messages.success(request, said)
    return redirect(to) if to == "quality" else redirect(to, reviewed=reviewed)


def to_list(request: HttpRequest, gone: HelplineError) -> HttpResponse:
    messages.error(request, gone.message)
    return redirect("quality")
