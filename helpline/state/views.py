"""The page of the state: every matter in words, since when, and how it is mended."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from helpline.kernel.errors import HelplineError
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission
from helpline.state.forms import MailForm, RestoreForm
from helpline.state.looking import look_at
from helpline.state.mail_notes import is_set_up
from helpline.state.matters import MATTERS, STATE_WORDS, Found, Matter, State
from helpline.state.models import MatterState
from helpline.state.services import choose_mail, is_told, note_restore, send_test_mail


@require_safe
@requires(Permission.MANAGE_SERVICE)
def state(request: HttpRequest) -> HttpResponse:
    """Show how everything stands, what needs a person first."""
    return _page(request)


@require_POST
@requires(Permission.MANAGE_SERVICE)
def test_mail(request: HttpRequest) -> HttpResponse:
    """Send a mail to oneself."""
    try:
        send_test_mail(by=account_of(request), now=timezone.now())
    except HelplineError as refused:
        return _page(request, refused=refused.message, status=refused.status)
    messages.success(
        request, "A mail is on its way to you. If none comes within ten minutes, look in the spam."
    )
    return redirect("state:state")


@require_POST
@requires(Permission.MANAGE_SERVICE)
def mail(request: HttpRequest) -> HttpResponse:
    """Keep one's own address, and whether one is told."""
    form = MailForm(request.POST)
    if not form.is_valid():
        return _page(request, mail_form=form, status=422)
    try:
        choose_mail(
            address=form.cleaned_data["address"], wanted=form.cleaned_data["wanted"], by=account_of(request)
        )
    except HelplineError as refused:
        return _page(request, mail_form=form, refused=refused.message, status=refused.status)
    messages.success(request, "Kept.")
    return redirect("state:state")


@require_POST
@requires(Permission.MANAGE_SERVICE)
def restore(request: HttpRequest) -> HttpResponse:
    """Write down when a backup was tried."""
    form = RestoreForm(request.POST)
    if not form.is_valid():
        return _page(request, restore_form=form, status=422)
    try:
        note_restore(on=form.cleaned_data["on"], by=account_of(request), now=timezone.now())
    except HelplineError as refused:
        return _page(request, restore_form=form, refused=refused.message, status=refused.status)
    messages.success(request, "Written down.")
    return redirect("state:state")


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    account, now = account_of(request), timezone.now()
    shown = _shown(now)
    needing = [each for each in shown if each["state"] is State.NEEDS_A_PERSON]
    context = {
        "needing": needing,
        "others": [each for each in shown if each not in needing],
        "mail_form": MailForm(initial={"address": account.email, "wanted": is_told(account)}),
        "restore_form": RestoreForm(),
        "has_mail": is_set_up(),
        "now": now,
    }
    return render(request, "state/state.html", context | more, status=status)


def _shown(now: datetime) -> list[dict[str, Any]]:
    held = {row.code: row for row in MatterState.objects.all()}
    return [_one(matter, held.get(matter.code), now) for matter in MATTERS]


def _one(matter: Matter, row: MatterState | None, now: datetime) -> dict[str, Any]:
    """Return one matter for the page: as it stands now, or as the timers found it where only they look."""
    if not matter.rarely:
        found = look_at(matter.code, now=now)
    elif row is None:
        found = Found(State.UNKNOWN, "It is looked at within the next hour.")
    else:
        found = Found(State(row.state), row.says)
    since = row.since if row and row.state == found.state.value else None
    return {
        "matter": matter,
        "state": found.state,
        "word": STATE_WORDS[found.state],
        "says": found.says,
        "mend": found.others or matter.mend,
        "opens": "" if found.others else _opens(matter),
        "since": since,
        "looked_at": row.looked_at if row and matter.rarely else None,
    }


def _opens(matter: Matter) -> str:
    return matter.opens if matter.opens[:1] in ("", "#") else reverse(matter.opens)
