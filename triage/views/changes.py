"""What waits for a second person, one change, an entry's history and the way back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.kernel.errors import HelplineError
from triage.approval import ChangeWaits, waits
from triage.entry_change import EntryChange
from triage.models import DirectoryEntry
from triage.services.deciding import approve_change, go_back, send_back
from triage.services.entry_writing import EntryNotFound, get_entry
from triage.services.history import get_change, history_of, shown_before, waiting_changes, waiting_for
from triage.services.instrument_drafts import proposals
from triage.views.differences import differences, names_of
from triage.views.pages import editor_page, number_in, people, refuse, who

MOST = 50


@require_safe
@editor_page
def waiting(request: HttpRequest) -> HttpResponse:
    """List what waits for a second person: of the directory, and of the risk guidance."""
    changes = [
        {"change": change, "fields": names_of(change.fields), "is_own": change.by_id == who(request).pk}
        for change in waiting_changes()
    ]
    guidance = [
        {"draft": draft, "is_own": who(request).pk in (draft.proposed_by_id, draft.edited_by_id)}
        for draft in proposals()
    ]
    context = {"changes": changes, "guidance": guidance, **people(request)}
    return render(request, "triage/waiting.html", context)


@require_safe
@editor_page
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Show one change side by side, and what can be done with it."""
    return _change(request, get_change(number))


@require_POST
@editor_page
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Put into use what somebody else wrote."""
    try:
        entry = approve_change(change=number, revision=number_in(request.POST, "revision"), by=who(request))
    except EntryNotFound:
        raise
    except HelplineError as refusal:
        refuse(request, refusal)
        return redirect("triage:change", number)
    messages.success(request, f"{entry.name}: approved, and in use now.")
    return redirect("triage:waiting")


@require_POST
@editor_page
def refuse_change(request: HttpRequest, number: int) -> HttpResponse:
    """Send back what somebody else wrote, with the reason; or take one's own back."""
    held = get_change(number)
    note = request.POST.get("note", "").strip()[:300]
    if held.by_id != who(request).pk and not note:
        wrong = "Say why, so that it can be mended"
        return _change(request, held, summary=[("id_note", wrong)], wrong=wrong)
    try:
        ended = send_back(
            change=number, revision=number_in(request.POST, "revision"), by=who(request), note=note
        )
    except HelplineError as refusal:
        refuse(request, refusal)
        return redirect("triage:change", number)
    done = "taken back" if ended.state == EntryChange.State.TAKEN_BACK else "sent back"
    messages.success(request, f"{ended.name}: {done}. What is in use stays as it is.")
    return redirect("triage:change", number)


@require_safe
@editor_page
def history(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Show all that is known of an entry's changes, the newest first."""
    entry = get_entry(entry_id)
    changes = list(history_of(entry.id)[: MOST + 1])
    context = {
        "entry": entry,
        "changes": [
            {"change": each, "rows": differences(each.fields), "leads_back": _leads_back(each)}
            for each in changes[:MOST]
        ],
        "most": MOST if len(changes) > MOST else None,
    }
    return render(request, "triage/history.html", context)


@require_http_methods(["GET", "POST"])
@editor_page
def back(request: HttpRequest, entry_id: UUID, number: int) -> HttpResponse:
    """Show what going back to before a change would change, then propose it."""
    entry, held = get_entry(entry_id), get_change(number)
    if held.entry != entry.id or held.state != EntryChange.State.DONE:
        raise EntryNotFound
    if request.method == "POST":
        try:
            proposed = go_back(entry_id=entry.id, change=number, by=who(request))
        except ChangeWaits as refusal:
            refuse(request, refusal)
            return redirect("triage:change", refusal.extra["change"])
        except HelplineError as refusal:
            refuse(request, refusal)
            return redirect("triage:history", entry.id)
        messages.success(request, f"{entry.name}: proposed. A second person approves it.")
        return redirect("triage:change", proposed.pk)
    was = shown_before(entry, held)
    fields = {field: [getattr(entry, field), value] for field, value in was.items()}
    context = {
        "entry": entry,
        "change": held,
        "rows": differences(fields),
        "waiting": waiting_for(entry.id),
    }
    return render(request, "triage/back.html", context)


def _change(request: HttpRequest, held: EntryChange, **more: Any) -> HttpResponse:
    entry = DirectoryEntry.objects.filter(id=held.entry).first()
    fields = held.fields
    if entry and held.is_waiting:
        # Against what is in use now, which a file may have changed since.
        fields = {field: [getattr(entry, field), value] for field, value in held.after.items()}
    context = {
        "change": held,
        "entry": entry,
        "rows": differences(fields),
        "is_own": held.by_id == who(request).pk,
        "is_new": held.how == EntryChange.How.ADDED,
        **people(request),
        **more,
    }
    return render(request, "triage/change.html", context, status=422 if more else 200)


def _leads_back(change: EntryChange) -> bool:
    """Tell whether something was different for callers before it; what was added had no before."""
    if change.state != EntryChange.State.DONE or change.how == EntryChange.How.ADDED:
        return False
    return any(waits(field) and field != "is_active" for field in change.fields)
