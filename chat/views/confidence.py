"""A break of confidence as pages that work without script: proposed, decided, passed on, ended, printed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.access import contact_to_break
from chat.errors import BreakGone, ContactNotFound
from chat.models import ConfidenceBreak, Passing
from chat.safeguarding import Act
from chat.services.confidence import (
    acts_open_to,
    decide_break,
    end_hold,
    one_break,
    pass_on,
    propose_break,
)
from chat.services.held_words import read_held_words
from chat.views.acting import acted
from chat.views.replies import coded, json_body
from chat.views.safeguarding_forms import (
    YES,
    CodedForm,
    DecideForm,
    EndHoldForm,
    PassOnForm,
    ProposeForm,
)
from helpline.kernel.errors import HelplineError, RequestInvalid
from helpline.staff.access import account_of, requires
from helpline.staff.confirming import confirms, confirms_unless
from helpline.staff.json_body import sent_texts
from helpline.staff.models import Account
from helpline.staff.roles import Permission


def is_about_a_life(request: HttpRequest) -> bool:
    """Tell whether what is proposed cannot wait."""
    sent = sent_texts(request, "reason") if request.content_type == "application/json" else request.POST
    return sent.get("reason") == ConfidenceBreak.Reason.LIFE


@requires(Permission.READ_OWN_CONTACTS)
@confirms_unless(is_about_a_life)
@require_POST
@acted
@coded
def propose_from_console(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Propose it from the console; `record` is its page."""
    named = json_body(request).get("reason")
    if not isinstance(named, str) or named not in ConfidenceBreak.Reason:
        allowed = ", ".join(ConfidenceBreak.Reason.values)
        raise RequestInvalid(fields={"reason": f"must be one of {allowed}"})
    reason = ConfidenceBreak.Reason(named)
    made = propose_break(contact=contact, reason=reason, by=account_of(request))
    return JsonResponse({"record": str(made.pk)})


@requires(Permission.READ_OWN_CONTACTS)
@confirms_unless(is_about_a_life)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Propose it for a contact of one's own, or, as a supervisor, for any."""
    by = account_of(request)
    try:
        contact_to_break(by, contact)
    except ContactNotFound:
        raise Http404 from None
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            reason = ConfidenceBreak.Reason(form.cleaned_data["reason"])
            made = propose_break(contact=contact, reason=reason, by=by)
        except HelplineError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "It is proposed. The words are held until a supervisor ends that.")
            return redirect("break", id=made.pk)
    context = {"form": form, "summary": form.summary(), "short": str(contact)[:8]}
    return render(request, "supervision/propose.html", context, status=400 if form.is_bound else 200)


@requires(Permission.READ_OWN_CONTACTS)
@require_safe
def record_of_break(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show one record, to be printed, with the steps that come now for whoever looks."""
    return _page(request, _found(request, id), {})


def _act(request: HttpRequest, id: UUID, name: str, form: CodedForm, act: Any, done: str) -> HttpResponse:
    """Do one step with a form, and say what was done; else show the page again with what is wrong."""
    found = _found(request, id)
    if form.is_valid():
        try:
            act(form)
        except RequestInvalid as refusal:
            for field, text in refusal.extra.get("fields", {}).items():
                form.add_error(field if field in form.fields else None, text)
        except HelplineError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, done)
            return redirect("break", id=id)
    return _page(request, found, {name: form}, status=400)


@requires(Permission.SAFEGUARD)
@confirms
@require_POST
def decide(request: HttpRequest, id: UUID) -> HttpResponse:
    """Approve or refuse it, as the second person."""
    by = account_of(request)

    def act(form: CodedForm) -> None:
        decide_break(id=id, approve=form.cleaned_data["decision"] == YES, by=by)

    return _act(request, id, "decide", DecideForm(request.POST), act, "Your decision is recorded.")


@requires(Permission.READ_OWN_CONTACTS)
@require_POST
def passed(request: HttpRequest, id: UUID) -> HttpResponse:
    """Record what was passed on, to whom, and whether the caller was told."""
    by = account_of(request)

    def act(form: CodedForm) -> None:
        assert isinstance(form, PassOnForm)
        pass_on(id=id, passed=form.passed(), by=by)

    return _act(request, id, "pass_on", PassOnForm(request.POST), act, "What was passed on is recorded.")


@requires(Permission.SAFEGUARD)
@confirms
@require_POST
def hold_ended(request: HttpRequest, id: UUID) -> HttpResponse:
    """End the hold on the words."""
    by = account_of(request)

    def act(form: CodedForm) -> None:
        end_hold(id=id, by=by)

    return _act(request, id, "end_hold", EndHoldForm(request.POST), act, "The hold has ended.")


@requires(Permission.SAFEGUARD)
@confirms
@require_POST
def words(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show what was said, while it is held; each reading is in the audit log."""
    found = _found(request, id)
    try:
        said = read_held_words(id=id, by=account_of(request))
    except HelplineError as refusal:
        messages.error(request, refusal.message)
        return redirect("break", id=id)
    lines = [event for event in said if event["type"] == "message"]
    return render(request, "supervision/held_words.html", {"found": found, "lines": lines})


def _found(request: HttpRequest, id: UUID) -> ConfidenceBreak:
    try:
        return one_break(id=id, by=account_of(request))
    except BreakGone:
        raise Http404 from None


def _page(
    request: HttpRequest, found: ConfidenceBreak, bound: dict[str, CodedForm], *, status: int = 200
) -> HttpResponse:
    by = account_of(request)
    acts = acts_open_to(found, by)
    only_999 = found.approved is None
    forms: dict[str, CodedForm] = {
        "decide": DecideForm(at_once=found.at_once),
        "pass_on": PassOnForm(only_999=only_999),
        "end_hold": EndHoldForm(),
        **bound,
    }
    context = {
        **row_of_break(found, by),
        "forms": forms,
        "summary": [each for form in bound.values() for each in form.summary()],
        "may": {act.value: act in acts for act in Act},
        "only_999": only_999,
        "passings": [_passing(each) for each in found.passings.select_related("by").order_by("at", "pk")],
    }
    return render(request, "supervision/break.html", context, status=status)


def _passing(passing: Passing) -> dict[str, Any]:
    labels = dict(Passing.What.choices)
    return {"passing": passing, "what": [labels[code] for code in passing.what]}


def row_of_break(found: ConfidenceBreak, by: Account) -> dict[str, Any]:
    """Return what pages show of a record: how far it is, in words, and whether it waits for this account."""
    acts = acts_open_to(found, by)
    return {
        "found": found,
        "short": str(found.contact)[:8] if found.contact else "",
        "held": found.hold_ended_at is None,
        "state": _state(found),
        "waits_for_you": bool(acts & {Act.DECIDE}),
    }


def _state(found: ConfidenceBreak) -> str:
    if found.approved is None:
        return (
            "999 was rung at once: a second person looks at it"
            if found.at_once
            else "Waits for a second person"
        )
    if not found.approved:
        return "Refused"
    return "Approved"
