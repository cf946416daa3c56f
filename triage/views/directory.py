"""The list of programmes and helplines, and taking one out of use and back."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from triage.approval import ChangeWaits
from triage.checking import SOON_DAYS
from triage.models import DirectoryEntry
from triage.services.directory import confirm_entry
from triage.services.editing import set_active
from triage.services.entry_writing import get_entry
from triage.services.history import waiting_changes
from triage.views.pages import editor_page, refuse, who
from triage.wanted import folded_words, words_score

UNREACHABLE = Q(phone="", text_number="", email="", website="", address="")

FILTERS = {
    "": "In use",
    "due": "To be checked now",
    "soon": f"To be checked within {SOON_DAYS} days",
    "unconfirmed": "Never checked",
    "contradicted": "Sources contradict each other",
    "unreachable": "No way to reach it",
    "inactive": "Out of use",
}


@require_safe
@editor_page
def directory(request: HttpRequest) -> HttpResponse:
    """List the entries that the search and the filter leave."""
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in FILTERS else ""
    entries = _shown(chosen)
    words = request.GET.get("words", "").strip()[:200]
    context = {
        "entries": _found(entries, words),
        "filters": [{"value": value, "name": name} for value, name in FILTERS.items()],
        "chosen": chosen,
        "words": words,
        "waiting": {change.entry for change in waiting_changes()},
    }
    return render(request, "triage/directory.html", context)


@require_POST
@editor_page
def confirm(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Note that the details were checked with the provider today."""
    entry = get_entry(entry_id)
    confirm_entry(entry_id=entry.id, by=who(request))
    messages.success(request, f"{entry.name}: confirmed today.")
    return redirect("triage:edit", entry.id)


@require_http_methods(["GET", "POST"])
@editor_page
def deactivate(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Ask once, then take an entry out of use."""
    entry = get_entry(entry_id)
    if request.method != "POST":
        return render(request, "triage/deactivate.html", {"entry": entry})
    set_active(entry_id=entry.id, active=False, by=who(request))
    messages.success(request, f"{entry.name} is out of use from now on. You can bring it back on its page.")
    return redirect("triage:directory")


@require_POST
@editor_page
def reactivate(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Bring an entry back into use, or ask a second person to."""
    entry = get_entry(entry_id)
    try:
        saved = set_active(entry_id=entry.id, active=True, by=who(request))
    except ChangeWaits as refusal:
        refuse(request, refusal)
        return redirect("triage:edit", entry.id)
    if saved.waiting:
        messages.success(
            request, f"Asked. {entry.name} is in use again once a second person has approved it."
        )
        return redirect("triage:change", saved.waiting.pk)
    messages.success(request, f"{entry.name} is in use again.")
    return redirect("triage:edit", entry.id)


def _shown(chosen: str) -> QuerySet[DirectoryEntry]:
    """Return what a filter leaves; what is to be checked stands with the longest overdue first."""
    today = timezone.localdate()
    entries = DirectoryEntry.objects.filter(is_active=chosen != "inactive")
    first = F("check_due").asc(nulls_first=True)
    match chosen:
        case "due":
            return entries.filter(Q(check_due=None) | Q(check_due__lt=today)).order_by(first, "name", "slug")
        case "soon":
            soon = today, today + timedelta(days=SOON_DAYS)
            return entries.filter(check_due__range=soon).order_by(first, "name", "slug")
        case "unconfirmed":
            return entries.filter(last_checked=None)
        case "contradicted":
            return entries.exclude(contradictions=[])
        case "unreachable":
            return entries.filter(UNREACHABLE)
    return entries


def _found(entries: QuerySet[DirectoryEntry], words: str) -> list[DirectoryEntry]:
    """Return the entries that hold every word, in their order; those with a word in the name first."""
    said = tuple(words.casefold().split())
    scored = [(words_score(folded_words(entry.as_entry()), said), entry) for entry in entries]
    fitting = [(score, entry) for score, entry in scored if score is not None]
    return [entry for score, entry in sorted(fitting, key=lambda pair: -pair[0])]
