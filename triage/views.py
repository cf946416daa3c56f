"""The pages on which staff keep the directory of programmes and helplines."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.staff.access import requires
from helpline.staff.roles import Permission
from triage.checking import SOON_DAYS
from triage.forms import EntryForm
from triage.models import DirectoryEntry
from triage.services.directory import EntryNotFound, confirm_entry, get_entry, save_entry, set_active
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
@requires(Permission.MANAGE_DIRECTORY)
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
    }
    return render(request, "triage/directory.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_DIRECTORY)
def add(request: HttpRequest) -> HttpResponse:
    """Write a new entry."""
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_DIRECTORY)
def edit(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Change an entry."""
    return _edit(request, _entry_or_404(entry_id))


@require_POST
@requires(Permission.MANAGE_DIRECTORY)
def confirm(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Note that the details were checked with the provider today."""
    entry = _entry_or_404(entry_id)
    confirm_entry(entry_id=entry.id, by=request.user)  # type: ignore[arg-type]
    messages.success(request, f"{entry.name}: confirmed today.")
    return redirect("triage:edit", entry.id)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_DIRECTORY)
def deactivate(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Ask once, then take an entry out of use."""
    entry = _entry_or_404(entry_id)
    if request.method != "POST":
        return render(request, "triage/deactivate.html", {"entry": entry})
    set_active(entry_id=entry.id, active=False, by=request.user)  # type: ignore[arg-type]
    messages.success(request, f"{entry.name} is out of use. You can bring it back on its page.")
    return redirect("triage:directory")


@require_POST
@requires(Permission.MANAGE_DIRECTORY)
def reactivate(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Bring an entry back into use."""
    entry = _entry_or_404(entry_id)
    set_active(entry_id=entry.id, active=True, by=request.user)  # type: ignore[arg-type]
    messages.success(request, f"{entry.name} is in use again.")
    return redirect("triage:edit", entry.id)


def _edit(request: HttpRequest, entry: DirectoryEntry | None) -> HttpResponse:
    form = EntryForm(request.POST if request.method == "POST" else None, instance=entry)
    if form.is_valid():
        by: Any = request.user
        saved = save_entry(entry=entry, values=form.values(), checked=form.cleaned_data["checked"], by=by)
        messages.success(request, f"{saved.name}: saved.")
        return redirect("triage:edit", saved.id)
    status = 422 if form.errors else 200
    return render(request, "triage/entry.html", _entry_context(form, entry), status=status)


def _entry_context(form: EntryForm, entry: DirectoryEntry | None) -> dict[str, Any]:
    groups = {"callers": form.FOR_CALLERS, "handlers": form.FOR_HANDLERS, "editors": form.FOR_EDITORS}
    return {
        "form": form,
        "entry": entry,
        "reachable": entry is None or entry.is_reachable,
        "groups": {group: [form[name] for name in names] for group, names in groups.items()},
        # In the order of the page, so that the summary leads down it.
        "summary": [
            (form[name].auto_id, text)
            for names in groups.values()
            for name in names
            for text in form[name].errors
        ],
        "notes": [(key.replace("_", " "), _in_words(note)) for key, note in entry.source_notes.items()]
        if entry
        else [],
    }


def _in_words(note: Any) -> str:
    if isinstance(note, list):
        return "; ".join(map(_in_words, note))
    if isinstance(note, dict):
        return ". ".join(f"{key.replace('_', ' ')}: {_in_words(value)}" for key, value in note.items())
    return str(note)


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


def _entry_or_404(entry_id: UUID) -> DirectoryEntry:
    try:
        return get_entry(entry_id)
    except EntryNotFound:
        raise Http404 from None
