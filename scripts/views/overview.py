"""The first page: the version in use, the draft, the versions before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.kernel.content_errors import ContentErrors
from helpline.kernel.yaml_tree import read_tree
from scripts.draft_check import check_draft
from scripts.drafts import begin_draft, current_draft, discard_draft, tree_of
from scripts.errors import DraftMoved
from scripts.models import ScriptVersion
from scripts.publishing import asked_roll_back
from scripts.sign_offs import needs_signing, unsigned_nodes
from scripts.tree import nodes_of, scripts_of
from scripts.versions import SLUG, running_version, version_numbered
from scripts.views.pages import editor_page, page, refuse, revision_of, who


@require_safe
@editor_page
def overview(request: HttpRequest) -> HttpResponse:
    """Show what is in use, what is being written and what was in use before."""
    running, draft = running_version(), current_draft()
    versions = ScriptVersion.objects.filter(slug=SLUG).defer("source_text", "cues_text")
    context = {
        "running": running,
        "unsigned": len(unsigned_nodes(read_tree(running.source_text, source=str(running))))
        if running
        else 0,
        "draft": draft,
        "draft_errors": len(check_draft(draft.source_text).errors) if draft else 0,
        "draft_unsigned": len(unsigned_nodes(tree_of(draft))) if draft else 0,
        "versions": versions.select_related("published_by", "proposed_by"),
        "asked": asked_roll_back(),
        "needs_signing": needs_signing(),
    }
    return page(request, "overview", context)


@require_POST
@editor_page
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft from the version in use."""
    try:
        begin_draft(by=who(request))
    except ContentErrors as errors:
        refuse(request, errors)
        return redirect("scripts:overview")
    return redirect("scripts:draft")


@require_http_methods(["GET", "POST"])
@editor_page
def discard(request: HttpRequest) -> HttpResponse:
    """Ask once, then throw the draft away."""
    if request.method != "POST":
        return page(request, "discard", {"draft": current_draft()})
    try:
        discard_draft(revision=revision_of(request), by=who(request))
    except DraftMoved as moved:
        refuse(request, moved)
        return redirect("scripts:draft")
    messages.success(request, "The draft is thrown away. The version in use is as it was.")
    return redirect("scripts:overview")


@require_safe
@editor_page
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version to read."""
    shown = version_numbered(number)
    tree = read_tree(shown.source_text, source=str(shown))
    groups = [
        (script, [node for node in nodes_of(tree) if node.get("script") == script])
        for script in scripts_of(tree)
    ]
    return page(request, "version", {"version": shown, "groups": groups, "tree": tree})
