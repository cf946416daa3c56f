"""The form of one entry: what is shown to callers waits for a second person, notes for staff do not."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from triage.approval import ChangeWaits, EntryMoved
from triage.entry_change import EntryChange
from triage.forms import EntryForm
from triage.models import DirectoryEntry
from triage.services.editing import Saved, save_entry
from triage.services.entry_writing import EntryNotFound, get_entry
from triage.services.history import get_change, latest_seen, waiting_for
from triage.views.differences import name_of, words_for
from triage.views.pages import editor_page, number_in, who


@require_http_methods(["GET", "POST"])
@editor_page
def add(request: HttpRequest) -> HttpResponse:
    """Write a new entry."""
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
@editor_page
def edit(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Change an entry."""
    return _edit(request, get_entry(entry_id))


def _edit(request: HttpRequest, entry: DirectoryEntry | None) -> HttpResponse:
    waiting = waiting_for(entry.id) if entry else None
    own = waiting if waiting and waiting.by_id == who(request).pk else None
    start = _taken_up(request, entry) or own
    if request.method != "POST":
        initial = {**(start.after if start else {}), "checked": bool(start and start.checked)}
        form = EntryForm(instance=entry, initial=initial)
        return render(request, "triage/entry.html", _context(form, entry, waiting=waiting, start=start))
    form = EntryForm(request.POST, instance=entry)
    context = _context(form, entry, waiting=waiting, start=start)
    context["seen"] = number_in(request.POST, "seen")
    if not form.is_valid():
        return render(request, "triage/entry.html", context | {"summary": _summary(form)}, status=422)
    try:
        saved = save_entry(
            entry=entry,
            values=form.values(),
            checked=form.cleaned_data["checked"],
            by=who(request),
            seen=context["seen"] if entry else None,
            instead_of=start.pk if start and start.is_waiting else None,
        )
    except EntryMoved as moved:
        assert entry is not None
        now = [
            (name_of(field, form), words_for(field, getattr(entry, field), form))
            for field in moved.extra["fields"]
        ]
        again = {"moved": now, "seen": latest_seen(entry.id)}
        return render(request, "triage/entry.html", context | again, status=409)
    except ChangeWaits as blocked:
        number = blocked.extra.get("change")
        again = {"blocked": True, "waiting": get_change(number) if number else waiting}
        return render(request, "triage/entry.html", context | again, status=409)
    return _answer(request, saved, entry)


def _answer(request: HttpRequest, saved: Saved, entry: DirectoryEntry | None) -> HttpResponse:
    if saved.waiting:
        notes = " Your notes for staff are in use now." if saved.at_once else ""
        messages.success(
            request,
            f"{saved.waiting.name}: saved. What callers are shown waits for a second person.{notes}",
        )
        return redirect("triage:change", saved.waiting.pk)
    assert entry is not None
    if saved.at_once:
        messages.success(request, f"{entry.name}: saved, and in use now.")
    elif "checked" in request.POST:
        messages.success(request, f"{entry.name}: confirmed today.")
    else:
        messages.info(request, f"{entry.name}: nothing differs from what is in use.")
    return redirect("triage:edit", entry.id)


def _taken_up(request: HttpRequest, entry: DirectoryEntry | None) -> EntryChange | None:
    """Return the change whose words the form begins with, where the address names one of this entry."""
    number = number_in(request.GET, "again")
    if not number:
        return None
    change = get_change(number)
    fits = change.how == EntryChange.How.ADDED if entry is None else change.entry == entry.id
    if not fits or change.state == EntryChange.State.DONE:
        raise EntryNotFound
    # One that waits is its author's alone to write on.
    return change if not change.is_waiting or change.by_id == who(request).pk else None


def _context(
    form: EntryForm, entry: DirectoryEntry | None, *, waiting: EntryChange | None, start: EntryChange | None
) -> dict[str, Any]:
    return {
        "form": form,
        "entry": entry,
        "seen": latest_seen(entry.id) if entry else 0,
        "waiting": waiting,
        "start": start,
        "reachable": entry is None or entry.is_reachable,
        "groups": {group: [form[name] for name in names] for group, names in _groups(form).items()},
        "notes": [(key.replace("_", " "), _in_words(note)) for key, note in entry.source_notes.items()]
        if entry
        else [],
    }


def _groups(form: EntryForm) -> dict[str, tuple[str, ...]]:
    return {"callers": form.FOR_CALLERS, "handlers": form.FOR_HANDLERS, "editors": form.FOR_EDITORS}


def _summary(form: EntryForm) -> list[tuple[str, str]]:
    # In the order of the page, so that the summary leads down it.
    return [
        (form[name].auto_id, str(text))
        for names in _groups(form).values()
        for name in names
        for text in form[name].errors
    ]


def _in_words(note: Any) -> str:
    if isinstance(note, list):
        return "; ".join(map(_in_words, note))
    if isinstance(note, dict):
        return ". ".join(f"{key.replace('_', ' ')}: {_in_words(value)}" for key, value in note.items())
    return str(note)
