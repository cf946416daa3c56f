"""The audit for admins: what was done, by whom and when; filters, and a file of what they leave."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helpline.staff.access import requires
from helpline.staff.audit_details import parts
from helpline.staff.audit_files import FORMS
from helpline.staff.audit_search import Filters, Page, export, last_check, last_sealed, page_of
from helpline.staff.audit_watch import last_whole, standing_fault
from helpline.staff.audit_words import GROUPS, sentence
from helpline.staff.confirming import confirms_export
from helpline.staff.models import AuditEvent
from helpline.staff.pages_accounts import by_whom
from helpline.staff.roles import Permission

# Where a filter is wrong: what would be shown is not what was asked for.
NOTHING = Page([], None, None)
SHORT = 8
LONGEST_ID = 36
MOST = 2**63 - 1


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        required=False,
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Enter a day as YYYY-MM-DD"},
    )


class FilterForm(forms.Form):
    """What somebody looks for."""

    group = forms.ChoiceField(
        required=False,
        label="What",
        choices=[("", "Everything"), *sorted(GROUPS.items(), key=lambda group: group[1])],
        error_messages={"invalid_choice": "Choose one of the list"},
    )
    actor = forms.CharField(required=False, label="Who", max_length=60)
    subject = forms.CharField(required=False, label="About", max_length=120)
    since = _day("From")
    until = _day("To")

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day comes before the first")

    def filters(self) -> Filters:
        """Return what a valid form looks for."""
        return Filters(**self.cleaned_data)


@requires(Permission.READ_AUDIT)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Show the newest lines that fit, and how the log was found when it was last checked."""
    form = FilterForm(request.GET)
    valid = form.is_valid()
    filters = form.filters() if valid else Filters()
    page = page_of(filters, before=_id(request, "before"), after=_id(request, "after")) if valid else NOTHING
    named = filters.named()
    context = {
        "form": form,
        "rows": [_row(line) for line in page.lines],
        "older": urlencode({**named, "before": page.older}) if page.older else "",
        "newer": urlencode({**named, "after": page.newer}) if page.newer else "",
        "narrowed": bool(named) or not valid,
        "query": urlencode(named),
        "check": standing_fault() or last_check(),
        "whole": last_whole(),
        "sealed": last_sealed(),
    }
    return render(request, "staff/audit.html", context, status=200 if valid else 400)


@requires(Permission.READ_AUDIT)
@require_safe
@confirms_export
def audit_file(request: HttpRequest, form: str) -> Any:
    """Give what fits as a file; the audit notes who took it."""
    asked = FilterForm(request.GET)
    if form not in FORMS:
        raise Http404
    if not asked.is_valid():
        raise BadRequest
    kind, write = FORMS[form]
    lines = export(asked.filters(), form=form, by=by_whom(request))
    name = f"audit-{timezone.localdate():%Y-%m-%d}.{form}"
    return StreamingHttpResponse(
        write(lines), content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _id(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return min(int(asked), MOST) if asked.isascii() and asked.isdigit() else None


def _row(line: AuditEvent) -> dict[str, Any]:
    is_id = len(line.subject) == LONGEST_ID
    return {
        "line": line,
        "what": sentence(line.event),
        "about": line.subject[:SHORT] if is_id else line.subject,
        "details": "; ".join(parts(line.event, line.detail)),
    }
