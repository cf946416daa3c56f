"""What waits for a second person, and what was broken of a confidence: the list, and each danger's page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from chat.errors import DangerGone
from chat.models import Danger
from chat.services.confidence import breaks_of
from chat.services.danger import (
    acted_in,
    dangers_reviewed,
    dangers_to_review,
    due_at,
    one_danger,
    review_danger,
)
from chat.services.emergency import end_any_danger
from chat.views.confidence import row_of_break
from chat.views.safeguarding_forms import CloseForm, ReviewForm
from helpline.kernel.errors import HelplineError
from helpline.staff.access import account_of, may, requires
from helpline.staff.models import Account
from helpline.staff.roles import Permission

MOST_OVER = 50


@requires(Permission.READ_OWN_CONTACTS)
@require_safe
def safeguarding(request: HttpRequest) -> HttpResponse:
    """List what is open, first what is due first; a handler sees the records of their own contacts alone."""
    by = account_of(request)
    second = may(by, Permission.SAFEGUARD)
    records = [row_of_break(found, by) for found in breaks_of(by=by)]
    context = {
        "second": second,
        "to_review": [_row(found, by) for found in dangers_to_review(by=by)] if second else [],
        "reviewed": [_row(found, by) for found in dangers_reviewed(by=by)] if second else [],
        "records": [row for row in records if row["held"]],
        "over": [row for row in records if not row["held"]][:MOST_OVER],
    }
    return render(request, "supervision/safeguarding.html", context)


@requires(Permission.SAFEGUARD)
@require_http_methods(["GET", "HEAD", "POST"])
def danger(request: HttpRequest, danger: UUID) -> HttpResponse:
    """Show one danger; a POST closes it while it stands, and reviews it once it is closed."""
    by = account_of(request)
    try:
        found = one_danger(danger=danger, by=by)
    except DangerGone:
        raise Http404 from None
    form = _form_for(found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _done(request, found, form):
        return redirect("danger", danger=danger)
    status = 400 if form.is_bound else 200
    context = {**_row(found, by), "form": form, "own": acted_in(found, by), "summary": form.summary()}
    return render(request, "supervision/danger.html", context, status=status)


def _form_for(found: Danger, data: Any) -> CloseForm | ReviewForm:
    return CloseForm(data) if found.over_at is None else ReviewForm(data)


def _done(request: HttpRequest, found: Danger, form: CloseForm | ReviewForm) -> bool:
    by = account_of(request)
    try:
        if isinstance(form, CloseForm):
            end_any_danger(danger=found.pk, how=Danger.How(form.cleaned_data["how"]), by=by)
            messages.success(request, "The danger is closed. Now somebody who did not act in it reviews it.")
        else:
            review_danger(danger=found.pk, finding=Danger.Finding(form.cleaned_data["finding"]), by=by)
            messages.success(request, "The review is recorded.")
    except HelplineError as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _row(found: Danger, by: Account) -> dict[str, Any]:
    return {
        "danger": found,
        "short": str(found.contact)[:8] if found.contact else "",
        "due_at": due_at(found),
        "overdue": found.reviewed_at is None and due_at(found) <= timezone.now(),
        "mine": acted_in(found, by),
    }
