"""Proposing, approving and rolling back: two people, never one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.kernel.errors import HelplineError
from helpline.kernel.yaml_tree import read_tree
from scripts import publishing
from scripts.comparing import compare
from scripts.drafts import follow_running
from scripts.errors import NoDraft
from scripts.sign_offs import needs_signing, unsigned_nodes
from scripts.versions import running_version, version_numbered
from scripts.views.pages import Opened, editor_page, page, refuse, revision_of, who


@require_safe
@editor_page
def publish(request: HttpRequest) -> HttpResponse:
    """Show what stands between the draft and the handlers, and the one act that comes next."""
    opened = Opened()
    running = running_version()
    draft = opened.draft
    context = {
        "opened": opened,
        "running": running,
        "is_behind": (running.pk if running else None) != draft.base_id,
        "comparison": compare(read_tree(running.source_text, source="running"), opened.tree)
        if running
        else None,
        "unsigned": unsigned_nodes(opened.tree),
        "needs_signing": needs_signing(),
        "is_own": who(request) in (draft.proposed_by, draft.edited_by),
    }
    return page(request, "publish", context, here="publish")


@require_POST
@editor_page
def propose(request: HttpRequest) -> HttpResponse:
    """Ask for a second person's approval."""
    done = _done(request, lambda: publishing.propose(revision=revision_of(request), by=who(request)))
    if done:
        messages.success(request, "Proposed. Somebody else who may publish scripts approves it on this page.")
    return redirect("scripts:publish")


@require_POST
@editor_page
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take the proposal back."""
    if _done(request, lambda: publishing.withdraw(revision=revision_of(request), by=who(request)) or True):
        messages.success(request, "The proposal is taken back. The draft is as it was.")
    return redirect("scripts:publish")


@require_POST
@editor_page
def approve(request: HttpRequest) -> HttpResponse:
    """Publish what somebody else proposed."""
    version = _done(request, lambda: publishing.approve(revision=revision_of(request), by=who(request)))
    if version is None:
        return redirect("scripts:publish")
    messages.success(
        request, f"Version {version.number} is in use for new talks. Talks that run stay with theirs."
    )
    return redirect("scripts:overview")


@require_POST
@editor_page
def follow(request: HttpRequest) -> HttpResponse:
    """Let the draft go on from the version in use."""
    if _done(request, lambda: follow_running(revision=revision_of(request), by=who(request))):
        messages.success(
            request, "The draft goes on from the version in use. Its own words are as they were."
        )
    return redirect("scripts:publish")


@require_http_methods(["GET", "POST"])
@editor_page
def roll_back(request: HttpRequest, number: int) -> HttpResponse:
    """Show what rolling back to a version would change; ask for it, or do what somebody else asked."""
    version, running, asked = version_numbered(number), running_version(), publishing.asked_roll_back()
    is_asked = asked is not None and asked.version_id == version.pk
    if request.method == "POST":
        return _roll_back(request, number, is_asked)
    tree = read_tree(version.source_text, source=str(version))
    context = {
        "version": version,
        "running": running,
        "asked": asked if is_asked else None,
        "is_own": is_asked and asked is not None and asked.asked_by == who(request),
        "comparison": compare(read_tree(running.source_text, source="running"), tree) if running else None,
        "unsigned": unsigned_nodes(tree),
        "needs_signing": needs_signing(),
        "cues_differ": running is not None and running.cues_text != version.cues_text,
    }
    return page(request, "roll_back", context)


def _roll_back(request: HttpRequest, number: int, is_asked: bool) -> HttpResponse:
    if request.POST.get("act") == "approve":
        done = _done(request, lambda: publishing.roll_back(number=number, by=who(request)))
        if done:
            messages.success(request, f"Version {done.number} is in use: the words of version {number}.")
            return redirect("scripts:overview")
    elif request.POST.get("act") == "withdraw" and is_asked:
        publishing.withdraw_roll_back(by=who(request))
        messages.success(request, "Nobody asks to roll back any more.")
        return redirect("scripts:overview")
    elif _done(request, lambda: publishing.ask_roll_back(number=number, by=who(request))):
        messages.success(request, "Asked. Somebody else who may publish scripts approves it on this page.")
    return redirect("scripts:roll-back", number)


def _done(request: HttpRequest, act: Callable[[], Any]) -> Any:
    """Return what was done, or None after saying why not. Raises NoDraft."""
    try:
        return act()
    except NoDraft:
        raise
    except HelplineError as refusal:
        refuse(request, refusal)
        return None
