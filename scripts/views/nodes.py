"""The draft's prompts: the list, the form of one, a new one, one less, and the ways in."""

import hashlib
import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from scripts.drafts import save_draft
from scripts.errors import DraftMoved, NodeNeeded
from scripts.finding import has_words
from scripts.forms import AddForm, NodeForm, WaysInForm
from scripts.sign_offs import KINDS, signed_nodes
from scripts.tree import (
    dangers_of,
    node_of,
    nodes_of,
    scripts_of,
    title_of,
    ways_to,
    with_node,
    with_values,
    without_node,
)
from scripts.views.pages import Opened, editor_page, page, refuse, who

LONGEST_SEARCH = 200


@require_safe
@editor_page
def draft(request: HttpRequest) -> HttpResponse:
    """List the prompts of the draft by script, with what is wrong and what is not signed.

    `?find=` lists those with these words.
    """
    opened, typed = Opened(), request.GET.get("find", "").strip()[:LONGEST_SEARCH]
    signed, dangers = signed_nodes(opened.tree), dangers_of(opened.tree)
    rows: list[dict[str, Any]] = [
        {
            "node": node,
            "signed": signed[node["id"]],
            "is_danger": node["id"] in dangers,
            "errors": opened.check.errors_of(node["id"]),
            "warnings": opened.check.warnings_of(node["id"]),
        }
        for node in nodes_of(opened.tree)
        if has_words(node, typed)
    ]
    by_script = [
        (name, [row for row in rows if row["node"].get("script") == name]) for name in scripts_of(opened.tree)
    ]
    groups = [(name, those) for name, those in by_script if those]
    context = {"opened": opened, "groups": groups, "typed": typed, "many": len(rows)}
    context["general"] = opened.check.errors_of("")
    return page(request, "draft", context, here="prompts")


@require_http_methods(["GET", "POST"])
@editor_page
def node(request: HttpRequest, node_id: str) -> HttpResponse:
    """Change one prompt. Where somebody else changed it meanwhile, both are shown and nothing is saved."""
    opened = Opened()
    current = node_of(opened.tree, node_id)
    form = NodeForm(request.POST if request.method == "POST" else None, tree=opened.tree, node=current)
    moved = False
    if form.is_bound and form.is_valid():
        moved = request.POST.get("seen") != seen_of(current)
        if not moved:
            try:
                changed = with_values(opened.tree, node_id, form.values())
                save_draft(tree=changed, revision=opened.draft.revision, node=node_id, by=who(request))
            except DraftMoved:
                moved = True
            else:
                messages.success(
                    request, "Saved in the draft. Nothing changes for handlers until it is published."
                )
                return redirect("scripts:node", node_id)
    return page(request, "node", _node_context(opened, current, form, moved), here="prompts")


def _node_context(opened: Opened, current: dict[str, Any], form: NodeForm, moved: bool) -> dict[str, Any]:
    name = current["id"]
    summary = form.summary() if form.is_bound else []
    if moved:
        summary = [("now-title", f"{DraftMoved.message} Read what stands there now, then save again.")]
    return {
        "opened": opened,
        "node": current,
        "form": form,
        "summary": summary,
        "moved": moved,
        "seen": seen_of(current),
        "signed": signed_nodes(opened.tree)[name],
        "kinds": KINDS,
        "ways": ways_to(opened.tree, name),
        "is_danger": name in dangers_of(opened.tree),
        "errors": opened.check.errors_of(name),
        "warnings": opened.check.warnings_of(name),
        "ids": [each["id"] for each in nodes_of(opened.tree)],
    }


@require_http_methods(["GET", "POST"])
@editor_page
def add(request: HttpRequest) -> HttpResponse:
    """Add a prompt, and a way to it where one is chosen."""
    opened = Opened()
    form = AddForm(request.POST if request.method == "POST" else None, tree=opened.tree)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        tree = with_node(opened.tree, form.node())
        if values["after"]:
            ways = [*node_of(tree, values["after"])["next"], {"when": values["when"], "to": values["id"]}]
            tree = with_values(tree, values["after"], {"next": ways})
        try:
            save_draft(tree=tree, revision=opened.draft.revision, node=values["id"], by=who(request))
        except DraftMoved as moved:
            refuse(request, moved)
        else:
            messages.success(request, f"{values['id']} is in the draft. Give it its ways on.")
            return redirect("scripts:node", values["id"])
    context = {"opened": opened, "form": form, "summary": form.summary() if form.is_bound else []}
    return page(request, "add", context, here="prompts")


@require_http_methods(["GET", "POST"])
@editor_page
def remove(request: HttpRequest, node_id: str) -> HttpResponse:
    """Ask once, then take a prompt out of the draft; refused while something leads to it."""
    opened = Opened()
    current = node_of(opened.tree, node_id)
    if request.method == "POST":
        try:
            if request.POST.get("seen") != seen_of(current):
                raise DraftMoved
            tree = without_node(opened.tree, node_id)
            save_draft(tree=tree, revision=opened.draft.revision, node=node_id, by=who(request))
        except (DraftMoved, NodeNeeded) as refusal:
            refuse(request, refusal)
        else:
            messages.success(request, f"{node_id} is out of the draft.")
            return redirect("scripts:draft")
    context = {
        "opened": opened,
        "node": current,
        "title": title_of(current),
        "ways": ways_to(opened.tree, node_id),
        "seen": seen_of(current),
    }
    return page(request, "remove", context, here="prompts")


@require_http_methods(["GET", "POST"])
@editor_page
def ways_in(request: HttpRequest) -> HttpResponse:
    """Choose where talks begin and where cues, dangers and kinds of caller lead."""
    opened = Opened()
    form = WaysInForm(request.POST if request.method == "POST" else None, tree=opened.tree)
    if form.is_bound and form.is_valid():
        try:
            if request.POST.get("revision") != str(opened.draft.revision):
                raise DraftMoved
            tree = form.changed_tree(opened.tree)
            save_draft(tree=tree, revision=opened.draft.revision, node="", by=who(request))
        except DraftMoved as moved:
            refuse(request, moved)
        else:
            messages.success(request, "Saved in the draft.")
            return redirect("scripts:ways-in")
    context = {"opened": opened, "form": form, "general": opened.check.errors_of("")}
    return page(request, "ways_in", context, here="ways")


def seen_of(node: dict[str, Any]) -> str:
    """Return what a form carries to tell whether its node changed since it was opened."""
    return hashlib.sha256(json.dumps(node, sort_keys=True, default=str).encode()).hexdigest()[:32]
