"""The register of complaints: for admins, who read no talk and so cannot lay one beside the other."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from helpline.complaints.forms import NoteForm, StepForm
from helpline.complaints.rules import ComplaintGone, State
from helpline.complaints.services import add_note, move, open_complaint, register, state_of
from helpline.kernel.errors import HelplineError
from helpline.staff.access import account_of, requires
from helpline.staff.confirming import confirms_export
from helpline.staff.roles import Permission


@requires(Permission.MANAGE_COMPLAINTS)
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """Show the register: kind, days, state and what is due, without a word of any complaint."""
    lines = register()
    still_open = [each for each in lines if each.complaint.state != State.CLOSED]
    closed = [each for each in lines if each.complaint.state == State.CLOSED]
    overdue = sum(each.overdue for each in lines)
    return render(
        request, "complaints/register.html", {"open": still_open, "closed": closed, "overdue": overdue}
    )


# Words on a screen are taken out of the service as much as a file is.
@requires(Permission.MANAGE_COMPLAINTS)
@confirms_export
@require_safe
def complaint(request: HttpRequest, complaint: UUID) -> HttpResponse:
    """Show one with its words, asking first whether it is still them; the audit says who opened it."""
    return _page(request, complaint)


@requires(Permission.MANAGE_COMPLAINTS)
@require_POST
def note(request: HttpRequest, complaint: UUID) -> HttpResponse:
    """Keep a note, or show the page again with what is wrong."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, complaint, note=form)
    return _done(request, "The note is kept.", add_note, complaint=complaint, text=form.cleaned_data["text"])


@requires(Permission.MANAGE_COMPLAINTS)
@require_POST
def step(request: HttpRequest, complaint: UUID) -> HttpResponse:
    """Take it one step on, or show the page again with what is wrong."""
    try:
        form = StepForm(state_of(complaint), request.POST)
    except ComplaintGone:
        raise Http404 from None
    if not form.is_valid():
        return _page(request, complaint, step=form)
    said = form.cleaned_data
    to = State(said["to"])
    return _done(
        request, "The step is kept.", move, complaint=complaint, to=to, outcome=said.get("outcome", "")
    )


def _done(request: HttpRequest, done: str, act: Any, *, complaint: UUID, **said: Any) -> HttpResponse:
    try:
        act(complaint=complaint, by=account_of(request), **said)
    except ComplaintGone:
        raise Http404 from None
    except HelplineError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("complaint", complaint=complaint)


def _page(
    request: HttpRequest, complaint: UUID, *, note: NoteForm | None = None, step: StepForm | None = None
) -> HttpResponse:
    try:
        opened = open_complaint(complaint=complaint, by=account_of(request))
    except ComplaintGone:
        raise Http404 from None
    except HelplineError as refusal:
        # Its key is gone, or the row was changed: the others go on.
        messages.error(request, refusal.message)
        return redirect("complaints")
    state = State(opened.listed.complaint.state)
    forms = {"note": note or NoteForm(), "step": step or StepForm(state)}
    wrong = [(field.auto_id, error) for form in forms.values() for field in form for error in field.errors]
    context = {"opened": opened, "found": opened.listed.complaint, **forms, "summary": wrong}
    context["days"] = settings.HELPLINE_COMPLAINT_DAYS
    return render(request, "complaints/complaint.html", context, status=400 if wrong else 200)
