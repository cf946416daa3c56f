"""What closed contacts are counted with, and a form that corrects it: for a day, and without a word."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from chat.channels import RECORDED
from chat.errors import ContactNotFound, LevelReasonNeeded
from chat.services.correcting import (
    MOST_LISTED,
    Correctable,
    correct,
    correctable,
    one_correctable,
    outcome_is_fixed,
)
from chat.views.acting import acted
from chat.views.corrections_form import LABELS, NOTES, SAID, WITH_REASON, CorrectionForm
from helpline.kernel.errors import HelplineError
from helpline.staff.access import account_of, may, requires
from helpline.staff.roles import Permission
from helpline.statistics.categories import CALLER_TYPES, CHANNELS, OUTCOMES
from helpline.statistics.facts import DraftSealed
from helpline.statistics.noted import MARKER_FIELDS
from triage.services import instrument_of, service_names, triage_of

# A conversation that was written here needs no word for it.
RECORDED_AS = {channel: CHANNELS[channel] for channel in RECORDED}


@requires(Permission.READ_OWN_CONTACTS)
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """List one's own closed contacts that can still be corrected; a supervisor sees everybody's."""
    by = account_of(request)
    found = correctable(by=by)
    context = {
        "rows": [_row(each) for each in found],
        "of_all": may(by, Permission.CORRECT_ANY),
        "most": MOST_LISTED if len(found) == MOST_LISTED else None,
    }
    return render(request, "supervision/corrections.html", context)


@requires(Permission.READ_OWN_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
@acted
def correction(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Show what one contact is counted with; a POST corrects it."""
    by = account_of(request)
    try:
        found = one_correctable(contact=contact, by=by)
    except ContactNotFound:
        if request.method != "POST":
            raise Http404 from None
        messages.error(request, DraftSealed.message)
        return redirect("corrections")
    fixed = ["outcome"] if outcome_is_fixed(found, by=by) else []
    data = request.POST if request.method == "POST" else None
    reasons = instrument_of(triage_of(contact)["instrument"]).lowering
    form = CorrectionForm(data, found=found, services=service_names(), reasons=reasons, fixed=fixed)
    if data is not None and form.is_valid() and _corrected(request, form, contact):
        return redirect("corrections")
    return _page(request, form, found, status=200 if data is None else 400)


def _corrected(request: HttpRequest, form: CorrectionForm, contact: UUID) -> bool:
    changes, given, not_given = form.changes(), form.given(), form.not_given()
    try:
        correct(
            contact=contact,
            changes=changes,
            given=given,
            not_given=not_given,
            because=form.because(),
            by=account_of(request),
        )
    except DraftSealed as refusal:
        messages.error(request, refusal.message)
        return True
    except LevelReasonNeeded as refusal:
        form.add_error("because", refusal.message)
        return False
    except HelplineError as refusal:
        form.add_error(None, refusal.message)
        return False
    named = [*changes, *(["signposts"] if given or not_given else [])]
    if named:
        what = ", ".join(LABELS[name].lower() for name in named)
        messages.success(request, f"Contact {str(contact)[:8]} is corrected: {what}.")
    else:
        messages.info(request, f"Contact {str(contact)[:8]} stays as it was.")
    return True


def _row(found: Correctable) -> dict[str, Any]:
    kind = found.values["caller_type"]
    return {
        "found": found,
        "outcome": OUTCOMES[found.values["outcome"]],
        "caller_type": CALLER_TYPES[kind] if kind else "",
        "level": found.values["level"],
        "channel": RECORDED_AS.get(found.channel, ""),
    }


def _page(request: HttpRequest, form: CorrectionForm, found: Correctable, *, status: int) -> HttpResponse:
    summary = [
        (form[name].id_for_label if name in form.fields else "", str(text))
        for name, texts in form.errors.items()
        for text in texts
    ]
    context = {
        "form": form,
        "found": found,
        "channel": RECORDED_AS.get(found.channel, ""),
        "judged": [form[name] for name in WITH_REASON],
        "said": [form[name] for name in SAID],
        "notes": [form[name] for name in NOTES],
        "markers": [form[name] for name in MARKER_FIELDS],
        "summary": summary,
        "of_all": may(account_of(request), Permission.CORRECT_ANY),
    }
    return render(request, "supervision/correction.html", context, status=status)
