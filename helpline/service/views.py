"""The room "Service", its checklist, and what is recorded before the service opens."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.kernel.errors import HelplineError
from helpline.kernel.policies import SCRIPTED
from helpline.public_texts.waiting import waiting_for
from helpline.service import trying
from helpline.service.before_opening import ASK_OF, ASKS, Kind, is_old
from helpline.service.checklist import Planned, Shown, planned, steps
from helpline.service.confirming import confirm
from helpline.service.forms import SignOffForm
from helpline.service.rows import PARTS, ROWS, Row
from helpline.service.sign_offs import missing, sign_off, standing, take_back
from helpline.staff.access import account_of, may, requires
from helpline.staff.models import Account
from helpline.staff.roles import Permission

# In the session: the step that somebody has gone to, so that its page leads back.
UNDER_WAY = "service.step"


@requires(Permission.MANAGE_SERVICE)
@require_safe
def room(request: HttpRequest) -> HttpResponse:
    """List the pages this account may open, part by part."""
    listed = steps()
    account = account_of(request)
    context = {"parts": _parts(account), "texts_waiting": waiting_for(account), **_progress(listed)}
    return render(request, "service/room.html", context)


@requires(Permission.MANAGE_SERVICE)
@require_safe
def checklist(request: HttpRequest) -> HttpResponse:
    """Show every step, how it stands, and what callers will see of it."""
    request.session.pop(UNDER_WAY, None)
    listed = steps()
    account = account_of(request)
    elsewhere = [step.planned.key for step in listed if not _may_open(account, step.planned)]
    context = {"steps": listed, "elsewhere": elsewhere, **_progress(listed)}
    return render(request, "service/checklist.html", context)


@requires(Permission.MANAGE_SERVICE)
@require_POST
def go(request: HttpRequest, step: str) -> HttpResponse:
    """Go to the page of a step, or to the handbook's where the page is another's; both lead back here."""
    found = planned(step)
    if found is None:
        raise Http404
    request.session[UNDER_WAY] = found.title
    if found.begins is not None:
        found.begins(account_of(request))
    if not _may_open(account_of(request), found):
        return redirect("help-page", *found.handbook)
    return redirect(found.route)


@requires(Permission.MANAGE_SERVICE)
@require_POST
def fits(request: HttpRequest, step: str) -> HttpResponse:
    """Say that a step fits as it stands."""
    found = planned(step)
    if found is None or not found.fits:
        raise Http404
    state = found.state()
    if state.lacks:
        messages.error(request, f"{found.title}: not done yet. {state.sentence}")
        return redirect("service:checklist")
    confirm(step=found.key, by=account_of(request))
    messages.success(request, f"{found.title}: done. {found.kept}")
    return redirect("service:checklist")


@requires(Permission.MANAGE_SERVICE)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Leave the checklist; everything that was saved stays."""
    request.session.pop(UNDER_WAY, None)
    messages.success(request, "Everything you saved is kept. Take the checklist up again from here.")
    return redirect("service:room")


@requires(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "HEAD", "POST"])
def before_opening(request: HttpRequest) -> HttpResponse:
    """Show what stands; a POST records what was written of the five, all of it or nothing."""
    if request.method != "POST":
        return _before_opening(request, {})
    forms = {ask.kind: SignOffForm(ask, request.POST) for ask in ASKS}
    begun = {kind: form for kind, form in forms.items() if form.is_begun}
    if not begun:
        messages.error(request, "Nothing is saved: write at least one name.")
        return redirect("service:before-opening")
    # Each is looked at, so that every mistake is told at once.
    fit = [form.is_valid() for form in begun.values()]
    if not all(fit):
        return _before_opening(request, begun)
    with transaction.atomic():
        for kind, form in begun.items():
            sign_off(kind=kind, by=account_of(request), **form.cleaned_data)
    wanting, names = len(missing()), ", ".join(ASK_OF[kind].title for kind in begun)
    left = f"{wanting} to go." if wanting else "All five are recorded."
    messages.success(request, f"Recorded: {names}. {left}")
    follows = "checklist" if not wanting and UNDER_WAY in request.session else "before-opening"
    return redirect(f"service:{follows}")


@requires(Permission.MANAGE_SERVICE)
@require_POST
def sign_off_back(request: HttpRequest, sign_off: UUID) -> HttpResponse:
    """Take a record back."""
    try:
        row = take_back(id=sign_off, by=account_of(request))
    except HelplineError as refusal:
        messages.error(request, refusal.message)
    else:
        title = ASK_OF[Kind(row.kind)].title
        messages.warning(request, f"{title} is taken back. Nobody new is let in until it is recorded again.")
    return redirect("service:before-opening")


@requires(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "HEAD", "POST"])
def test_contact(request: HttpRequest) -> HttpResponse:
    """Show how the newest test contact goes; a POST makes one, or lets it go."""
    if request.method == "POST":
        if request.POST.get("act") == "stop":
            trying.stop(by=account_of(request))
        else:
            trying.begin(by=account_of(request))
        return redirect("service:test-contact")
    went = trying.newest()
    response = render(request, "service/test_contact.html", {"went": went})
    if went and not went.over:
        response.csp_update = SCRIPTED  # type: ignore[attr-defined]
    return response


@requires(Permission.MANAGE_SERVICE)
@require_safe
def test_contact_state(request: HttpRequest) -> HttpResponse:
    """Say the same for the page's script."""
    went = trying.newest()
    return JsonResponse(went.as_wire() if went else {"over": True, "sentence": "There is no test contact."})


def _before_opening(request: HttpRequest, refused: Mapping[Kind, SignOffForm]) -> HttpResponse:
    held, today = standing(), timezone.localdate()
    asks = [
        {
            "ask": ask,
            "stands": held.get(ask.kind),
            "old": ask.kind in held and is_old(held[ask.kind].on, today=today),
            "form": refused.get(ask.kind) or SignOffForm(ask, initial={"on": today}),
        }
        for ask in ASKS
    ]
    wrong = [line for form in refused.values() for line in _said(form)]
    context = {
        "asks": [each for each in asks if not each["stands"]],
        "recorded": [each for each in asks if each["stands"]],
        "summary": wrong,
        "wanting": len(ASKS) - len(held),
    }
    return render(request, "service/before_opening.html", context, status=400 if refused else 200)


def _said(form: SignOffForm) -> list[tuple[str, str]]:
    return [
        (form[name].id_for_label if name in form.fields else "", str(text))
        for name, texts in form.errors.items()
        for text in texts
    ]


def _may_open(account: Account, step: Planned) -> bool:
    return step.permission is None or may(account, step.permission)


def _progress(listed: list[Shown]) -> dict[str, Any]:
    done = sum(step.done for step in listed)
    following = next((step for step in listed if not step.done), None)
    return {"done": done, "of": len(listed), "next": following}


def _parts(account: Account) -> list[dict[str, Any]]:
    open_to = [row for row in ROWS if may(account, row.permission)]
    parts = [{"name": part, "rows": [_shown(row) for row in open_to if row.part == part]} for part in PARTS]
    return [part for part in parts if part["rows"]]


def _shown(row: Row) -> dict[str, str]:
    return {
        "url": reverse(row.route),
        "title": row.title,
        "sentence": row.sentence,
        "now": row.now() if row.now else "",
    }
