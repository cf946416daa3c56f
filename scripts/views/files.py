"""The script as a file: in and out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from helpline.kernel.content_errors import ContentErrors
from helpline.kernel.content_files import text_of
from helpline.kernel.edge import takes_a_file
from helpline.staff.confirming import confirms_export
from scripts.drafts import get_draft, import_draft
from scripts.errors import DraftMoved
from scripts.forms import ImportForm
from scripts.services import CONTENT
from scripts.versions import SLUG, version_numbered
from scripts.views.pages import MOST_SAID, Opened, editor_page, page, revision_of, who


@takes_a_file
@require_http_methods(["GET", "POST"])
@editor_page
def import_file(request: HttpRequest) -> HttpResponse:
    """Put a file in the place of the draft's script; one with mistakes is refused with all of them."""
    opened = Opened()
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    summary: list[tuple[str, str]] = []
    if form.is_bound and form.is_valid():
        try:
            import_draft(text=form.cleaned_data["file"], revision=revision_of(request), by=who(request))
        except DraftMoved as moved:
            summary = [("", moved.message)]
        except ContentErrors as errors:
            summary = [
                ("id_file", f"Line {error.line}: {error.problem}") for error in errors.errors[:MOST_SAID]
            ]
            if len(errors.errors) > MOST_SAID:
                summary.append(("id_file", f"And {len(errors.errors) - MOST_SAID} more."))
        else:
            messages.success(request, "The file is in the draft. Compare it with the version in use.")
            return redirect("scripts:draft")
    elif form.is_bound:
        summary = [("id_file", str(text)) for text in form["file"].errors]
    return page(request, "import", {"opened": opened, "form": form, "summary": summary}, here="files")


@require_safe
@editor_page
@confirms_export
def export_draft(request: HttpRequest) -> HttpResponse:
    """Hand the draft out as a file."""
    draft = get_draft()
    return _file(draft.source_text, f"script_{SLUG}-draft-{draft.revision}.yaml")


@require_safe
@editor_page
@confirms_export
def export_version(request: HttpRequest, number: int) -> HttpResponse:
    """Hand a version out as a file, exactly as it was published."""
    return _file(version_numbered(number).source_text, f"script_{SLUG}-{number}.yaml")


@require_safe
@editor_page
def schema(request: HttpRequest) -> HttpResponse:
    """Hand out the shape of a script file, for editors that check while one types."""
    return HttpResponse(text_of(CONTENT / "script.schema.json"), content_type="application/schema+json")


def _file(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)
