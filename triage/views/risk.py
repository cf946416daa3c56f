"""Reading and writing the risk guidance: versions, the draft, one part of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.kernel.content_errors import ContentErrors
from triage.drafting import PartMoved
from triage.instrument_parts import MEANINGS, PARTS, REASONS, compared, digest_of_part, title_of, wordings
from triage.models import RiskInstrument
from triage.risk_forms import PartForm
from triage.services import instrument_drafts as drafts
from triage.services.instruments import number_for_answers, running_instrument
from triage.views.pages import people, who
from triage.views.risk_pages import guidance_page


@require_safe
@guidance_page
def overview(request: HttpRequest) -> HttpResponse:
    """Show what is in use, what is being written, and what was in use before."""
    versions = RiskInstrument.objects.defer("source_text").order_by("-number")
    context = {
        "running": running_instrument().version,
        "draft": drafts.current(),
        "asked": drafts.current(drafts.ROLL_BACK),
        "versions": versions.select_related("loaded_by", "proposed_by"),
    }
    return render(request, "triage/risk_overview.html", context)


@require_POST
@guidance_page
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft from the version in use."""
    drafts.begin_draft(by=who(request))
    return redirect("risk:draft")


@require_safe
@guidance_page
def draft(request: HttpRequest) -> HttpResponse:
    """Show the draft: its parts, what differs, and the one act that comes next."""
    held = drafts.get()
    running = drafts.version(number_for_answers())
    tree = drafts.tree_of(held)
    changes = compared(drafts.tree_of(running), tree)
    changed = {change.part for change in changes}
    context = {
        "draft": held,
        "running": running.number,
        "is_behind": running.number != held.base,
        "changes": changes,
        "parts": [
            {"part": name, "title": title_of(tree, name), "changed": name in changed} for name in PARTS
        ],
        "is_own": who(request) in (held.proposed_by, held.edited_by),
        **people(request),
    }
    return render(request, "triage/risk_draft.html", context)


@require_http_methods(["GET", "POST"])
@guidance_page
def part(request: HttpRequest, part: str) -> HttpResponse:
    """Write one marker, or the reasons."""
    if part not in PARTS:
        raise Http404
    tree = drafts.tree_of(drafts.get())
    words = wordings(tree, part)
    context: dict[str, Any] = {
        "part": part,
        "title": title_of(tree, part),
        "was": digest_of_part(tree, part),
        "draft": drafts.get(),
    }
    if request.method != "POST":
        return render(request, "triage/risk_part.html", context | {"form": PartForm(words)})
    form = PartForm(words, request.POST)
    context |= {"form": form}
    if form.is_valid():
        try:
            drafts.save_part(
                part=part, values=form.cleaned_data, was=request.POST.get("was", ""), by=who(request)
            )
        except PartMoved:
            return render(request, "triage/risk_part.html", context | {"moved": words}, status=409)
        except ContentErrors as wrong:
            context["summary"] = [("", error.problem) for error in wrong.errors]
            return render(request, "triage/risk_part.html", context, status=422)
        messages.success(request, f"{title_of(drafts.tree_of(drafts.get()), part)}: saved in the draft.")
        return redirect("risk:draft")
    context["was"] = request.POST.get("was", "")
    context["summary"] = [(field.auto_id, text) for field in form for text in field.errors]
    return render(request, "triage/risk_part.html", context, status=422)


@require_safe
@guidance_page
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version to read, what going back to it would change, and the way back."""
    shown = drafts.version(number)
    tree = drafts.tree_of(shown)
    running = drafts.version(number_for_answers())
    asked = drafts.current(drafts.ROLL_BACK)
    context = {
        "version": shown,
        "running": running.number,
        "is_running": shown.number == running.number,
        "asked": asked if asked and asked.base == number else None,
        "asked_other": asked if asked and asked.base != number else None,
        "is_own": asked is not None and who(request) in (asked.proposed_by, asked.edited_by),
        "changes": compared(drafts.tree_of(running), tree),
        "markers": tree["markers"],
        "reasons": wordings(tree, REASONS),
        "meanings": tree.get(MEANINGS, []),
        **people(request),
    }
    return render(request, "triage/risk_version.html", context)
