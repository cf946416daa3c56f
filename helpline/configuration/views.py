"""The page of the configuration: out as a file, and in again after a look at what would change."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.configuration.exporting import FILE_NAME, export_configuration
from helpline.configuration.forms import FileForm, unix
from helpline.configuration.importing import import_configuration, plan_import
from helpline.configuration.mistakes import ConfigurationMoved, FileRefused, NotForAFile
from helpline.configuration.schema import whole_schema
from helpline.configuration.sections import SECTIONS
from helpline.kernel.edge import takes_a_file
from helpline.staff.access import account_of, requires
from helpline.staff.confirming import confirms, confirms_export
from helpline.staff.roles import Permission

# Of one section that many places are laid side by side; the rest is counted.
MOST_SHOWN = 150


@takes_a_file
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_SERVICE)
def configuration(request: HttpRequest) -> HttpResponse:
    """Show the ways out and in; a POST shows what a file would change, and changes nothing."""
    if request.method != "POST":
        return _page(request, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        summary = [(f"id_{name}", text) for name in form.fields for text in form.errors.get(name, [])]
        return _page(request, form, summary=summary, status=422)
    return _differences(request, form.content(), form)


@require_POST
@requires(Permission.MANAGE_SERVICE)
@confirms
def apply(request: HttpRequest) -> HttpResponse:
    """Take in what was shown, all of it or nothing."""
    content = unix(request.POST.get("text", "")).encode()
    again = FileForm(initial={"text": request.POST.get("text", "")})
    try:
        plan = import_configuration(
            content=content, seen=request.POST.get("seen", ""), by=account_of(request)
        )
    except ConfigurationMoved as moved:
        return _differences(request, content, again, moved=moved.message)
    except FileRefused as refused:
        return _page(request, again, refused=refused, status=refused.status)
    messages.success(request, f"Taken in: {_listed([change.section.title for change in plan.changes])}.")
    if plan.waiting:
        messages.warning(request, f"{_listed(plan.waiting)}: somebody else approves it before it is in use.")
    return redirect("configuration:configuration")


@require_safe
@requires(Permission.MANAGE_SERVICE)
@confirms_export
def file(request: HttpRequest) -> HttpResponse:
    """Hand the file out, or say where something stands that no file may hold."""
    try:
        text = export_configuration(by=account_of(request))
    except NotForAFile as refused:
        return _page(request, FileForm(), kept_here=refused, status=refused.status)
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


@require_safe
@requires(Permission.MANAGE_SERVICE)
def schema(request: HttpRequest) -> HttpResponse:
    """Hand out the schema of the file, for editors that check while one types."""
    text = json.dumps(whole_schema(SECTIONS), indent=2, ensure_ascii=False)
    return HttpResponse(text, content_type="application/schema+json")


def _differences(request: HttpRequest, content: bytes, form: FileForm, *, moved: str = "") -> HttpResponse:
    try:
        plan = plan_import(content)
    except FileRefused as refused:
        # What was pasted stays in its box.
        return _page(request, form, refused=refused, status=refused.status)
    parts = [
        {
            "section": change.section,
            "waits": change.waits,
            "differences": change.differences[:MOST_SHOWN],
            "more": max(0, len(change.differences) - MOST_SHOWN),
        }
        for change in plan.changes
    ]
    context = {"plan": plan, "parts": parts, "text": content.decode("utf-8-sig"), "moved": moved}
    return render(request, "configuration/differences.html", context, status=409 if moved else 200)


def _page(request: HttpRequest, form: FileForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, "sections": SECTIONS, **more}
    return render(request, "configuration/configuration.html", context, status=status)


def _listed(words: list[str]) -> str:
    return ", ".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"
