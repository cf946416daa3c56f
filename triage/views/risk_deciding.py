"""Proposing, approving and going back: two people, never one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from triage.services import instrument_drafts as drafts
from triage.views.pages import number_in, who
from triage.views.risk_pages import done, guidance_page

NEXT = "Proposed. Another supervisor, or an admin, approves it on this page."
IN_USE = "In use for contacts from now on. A contact that has answers stays with its version."


@require_POST
@guidance_page
def propose(request: HttpRequest) -> HttpResponse:
    """Ask for a second person's approval."""
    done(request, lambda: drafts.propose(revision=_revision(request), by=who(request)), NEXT)
    return redirect("risk:draft")


@require_POST
@guidance_page
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take the proposal back, or send it back to be written on."""
    said = "The proposal is taken back. The draft is as it was."
    done(request, lambda: drafts.withdraw(revision=_revision(request), by=who(request)), said)
    return redirect("risk:draft")


@require_POST
@guidance_page
def follow(request: HttpRequest) -> HttpResponse:
    """Let the draft go on from the version in use."""
    said = "The draft goes on from the version in use. Its own words are as they were."
    done(request, lambda: drafts.follow(revision=_revision(request), by=who(request)), said)
    return redirect("risk:draft")


@require_POST
@guidance_page
def approve(request: HttpRequest) -> HttpResponse:
    """Put into use what somebody else proposed."""
    approved = done(request, lambda: drafts.approve(revision=_revision(request), by=who(request)), IN_USE)
    return redirect("risk:overview" if approved else "risk:draft")


@require_http_methods(["GET", "POST"])
@guidance_page
def discard(request: HttpRequest) -> HttpResponse:
    """Ask once, then throw the draft away."""
    if request.method != "POST":
        return render(request, "triage/risk_discard.html", {"draft": drafts.get()})
    said = "The draft is thrown away. The version in use is as it was."
    gone = done(request, lambda: drafts.discard(revision=_revision(request), by=who(request)), said)
    return redirect("risk:overview" if gone else "risk:draft")


@require_POST
@guidance_page
def back(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for an older version's words, approve what somebody else asked, or no longer ask."""
    act, by, revision = request.POST.get("act"), who(request), _revision(request)
    kind = drafts.ROLL_BACK
    if act == "approve":
        if done(request, lambda: drafts.approve(kind=kind, revision=revision, by=by), IN_USE):
            return redirect("risk:overview")
    elif act == "withdraw":
        done(
            request,
            lambda: drafts.discard(kind=kind, revision=revision, by=by),
            "Nobody asks for it any more.",
        )
    else:
        done(request, lambda: drafts.ask_way_back(number=number, by=by), NEXT)
    return redirect("risk:version", number)


def _revision(request: HttpRequest) -> int:
    return number_in(request.POST, "revision")
