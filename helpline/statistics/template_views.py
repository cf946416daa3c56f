"""Templates of reports: adding, changing and deleting one's own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from helpline.kernel.errors import HelplineError
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission
from helpline.statistics.models import ReportTemplate
from helpline.statistics.report_forms import TemplateForm
from helpline.statistics.reports.choosing import USUAL
from helpline.statistics.reports.errors import TemplateGone
from helpline.statistics.reports.telling import is_set_up, told_by
from helpline.statistics.reports.templates import delete_template, own_template, save_template


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MAKE_REPORTS)
def add(request: HttpRequest) -> HttpResponse:
    """Show the usual report as a template, or save a new one."""
    if request.method != "POST":
        initial = {"kind": "month", "language": "en", **_places(USUAL)}
        return _page(request, TemplateForm(initial=initial), None)
    return _saved(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MAKE_REPORTS)
def edit(request: HttpRequest, template: int) -> HttpResponse:
    """Show a template of one's own, or save it anew."""
    found = _own(request, template)
    if request.method != "POST":
        initial = {name: getattr(found, name) for name in ("name", "kind", "language", "due_day")}
        return _page(
            request, TemplateForm(initial={**initial, "told": told_by(found), **_places(found.blocks)}), found
        )
    return _saved(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MAKE_REPORTS)
def delete(request: HttpRequest, template: int) -> HttpResponse:
    """Ask whether a template of one's own is to go; a POST deletes it."""
    found = _own(request, template)
    if request.method != "POST":
        context = {"template": found, "number": found.kept.count()}
        return render(request, "statistics/report_delete.html", context)
    delete_template(found, by=account_of(request))
    messages.success(request, "Deleted. The reports that were made of it are still in the list.")
    return redirect("reports")


def _saved(request: HttpRequest, found: ReportTemplate | None) -> HttpResponse:
    form = TemplateForm(request.POST)
    if form.is_valid():
        fields: dict[str, Any] = {
            name: form.cleaned_data[name] for name in ("name", "kind", "language", "due_day", "told")
        }
        try:
            save_template(found, blocks=form.chosen, by=account_of(request), **fields)
        except HelplineError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Saved.")
            return redirect("reports")
    return _page(request, form, found, status=400)


def _own(request: HttpRequest, template: int) -> ReportTemplate:
    try:
        return own_template(template, account_of(request))
    except TemplateGone as gone:
        raise Http404 from gone


def _places(keys: Any) -> dict[str, int]:
    return {f"block_{key}": place for place, key in enumerate(keys, 1)}


def _page(
    request: HttpRequest, form: TemplateForm, template: ReportTemplate | None, *, status: int = 200
) -> HttpResponse:
    summary = [
        (form[name].id_for_label if name in form.fields else "", str(text))
        for name, texts in form.errors.items()
        for text in texts
    ]
    context = {"form": form, "template": template, "summary": summary, "has_mail": is_set_up()}
    return render(request, "statistics/report_template.html", context, status=status)
