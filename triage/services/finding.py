"""Finding a service for a caller, as rows for the console."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone

from helpline.hours.rules import Nation
from helpline.hours.services import nation_in_force
from triage.entries import Entry
from triage.giving import why_not
from triage.line_hours import line_state
from triage.line_words import now_words
from triage.matching import Directory, Match, match
from triage.models import DirectoryEntry
from triage.nations import nations_of
from triage.services.cards import card_of, shown_now
from triage.suitability import suits
from triage.wanted import Wanted

# What was made ready for searching: for staff (None) and, by the day, for anybody; with the state of the
# table that it was made from.
_ready: dict[date | None, tuple[tuple[Any, ...], Directory]] = {}


def find(wanted: Wanted, *, limit: int = 30, at: datetime | None = None) -> dict[str, Any]:
    """Return what fits, best first, with reasons, and what was left out and why; `match` has the order.

    {entries, agencies, left_out, left_out_count, notes, places, suits}: `entries` and `agencies` are rows as
    `row_of` returns them, with `group`, `reasons` and `cautions_now`; the last entries are the lines that
    close the list. `agencies` are for the handler alone. `left_out` holds {slug, name, why}. For staff only.
    """
    now, own = at or timezone.now(), cache(nation_in_force)
    directory = searchable()
    found = match(directory, wanted, on=timezone.localdate(now), limit=limit, clock=_clock(now, own))
    shown = [*found.rows, *found.agencies]
    rows = {row.slug: row for row in DirectoryEntry.objects.filter(slug__in={each.slug for each in shown})}
    return {
        "entries": [_row(rows[each.slug], each, wanted, own) for each in found.rows if each.slug in rows],
        "agencies": [
            _row(rows[each.slug], each, wanted, own) for each in found.agencies if each.slug in rows
        ],
        "left_out": [
            {"slug": each.slug, "name": directory.by_slug[each.slug].entry.name, "why": each.why}
            for each in found.left_out
        ],
        "left_out_count": found.left_out_count,
        "notes": list(found.notes),
        "places": [place.name for place in wanted.places],
        "suits": suits(dict(wanted.suits)) if wanted.suits else "",
    }


def search(*, limit: int = 30, **wanted: Any) -> list[dict[str, Any]]:
    """Return the entries that `find` returns for the fields of `Wanted`."""
    found: list[dict[str, Any]] = find(Wanted(**wanted), limit=limit)["entries"]
    return found


def searchable() -> Directory:
    """Return the directory made ready for searching; made anew when an entry was changed.

    The services write `updated_at` with every change, so that its latest tells.
    """
    return _made_ready(None, lambda: DirectoryEntry.objects.filter(is_active=True))


def searchable_by_anybody(on: date) -> Directory:
    """Return the same of what a page for anybody may list on this day, which is today."""
    for day in list(_ready):
        if day not in (None, on):
            _ready.pop(day, None)
    return _made_ready(on, public_entries)


def _made_ready(kind: date | None, rows: Callable[[], Iterable[DirectoryEntry]]) -> Directory:
    state = tuple(DirectoryEntry.objects.aggregate(Count("id"), Max("updated_at")).values())
    held = _ready.get(kind)
    if held is None or held[0] != state:
        held = _ready[kind] = (state, Directory([row.as_entry() for row in rows()]))
    return held[1]


def forget_directory() -> None:
    """Make the directory ready anew at the next search."""
    _ready.clear()


def _clock(now: datetime, own: Callable[[], Nation]) -> Callable[[Entry], tuple[bool | None, str]]:
    """Return what tells of an entry whether it is open at a moment; the same hours are worked out once."""
    known: dict[tuple[str, tuple[str, ...]], tuple[bool | None, str]] = {}

    def tell(entry: Entry) -> tuple[bool | None, str]:
        key = (entry.hours, entry.areas)
        if key not in known:
            state = line_state(entry.hours, now, nations_of(", ".join(entry.areas), own))
            said = now_words(state, language="en", hours="", listed=entry.last_checked is None, now=now)
            known[key] = (state.is_open, said if state.is_open is not None else "Its hours are not known")
        return known[key]

    return tell


def _row(entry: DirectoryEntry, found: Match, wanted: Wanted, own: Callable[[], Nation]) -> dict[str, Any]:
    return {
        **row_of(
            entry,
            about=wanted.about,
            caller_type=wanted.caller_type,
            language=wanted.language or "en",
            own=own,
        ),
        "group": found.group,
        "reasons": list(found.reasons),
        "cautions_now": list(found.cautions),
    }


def row_of(
    entry: DirectoryEntry,
    *,
    about: str | None,
    caller_type: str | None,
    language: str = "en",
    own: Callable[[], Nation] = nation_in_force,
) -> dict[str, Any]:
    """Return one entry as staff are shown it.

    {id, slug, kind, name, provider, areas, audience, ages, phone, text, email, website, hours_text,
    hours_as_printed, card (as the caller would get it now, in `language`), description, duration, cost,
    referral_routes, eligibility, exclusions, formats, languages, accreditation, partner_support, signpost,
    cautions, last_checked and check_due (ISO dates or None), unconfirmed (never checked, or not in time),
    sendable, why_not}. `why_not` is
    the code with which `card` would refuse, or None.
    """
    refusal = why_not(entry.as_entry(), caller_type=caller_type, about=about, on=timezone.localdate())
    same = (
        "slug", "kind", "name", "provider", "areas", "audience", "phone", "email", "website",
        "hours_text", "description", "duration", "cost", "referral_routes", "eligibility", "exclusions",
        "signpost", "cautions", "formats", "languages", "accreditation", "partner_support",
    )  # fmt: skip
    return {
        "id": str(entry.id),
        **{field: getattr(entry, field) for field in same},
        "card": shown_now(card_of(entry, language), own=own),
        "text": entry.text_number,
        "ages": entry.ages_text or _ages(entry.age_min, entry.age_max),
        "hours_as_printed": entry.source_notes.get("hours_text", ""),
        "last_checked": entry.last_checked.isoformat() if entry.last_checked else None,
        "check_due": entry.check_due.isoformat() if entry.check_due else None,
        "unconfirmed": not entry.is_fresh,
        "sendable": refusal is None,
        "why_not": refusal,
    }


def _ages(youngest: int | None, oldest: int | None) -> str:
    if youngest is None and oldest is None:
        return ""
    if oldest is None:
        return f"{youngest} and over"
    return f"up to {oldest}" if youngest is None else f"{youngest} to {oldest}"


def public_entries() -> list[DirectoryEntry]:
    """Return what a page that anybody can read may list today, in the order of the names."""
    return [entry for entry in DirectoryEntry.objects.filter(is_active=True) if entry.is_public]


def service_names() -> dict[str, str]:
    """Return the name of every service in use by its slug, in the order of the names."""
    return dict(DirectoryEntry.objects.filter(is_active=True).values_list("slug", "name"))


def programme_slugs() -> frozenset[str]:
    """Return the slugs of the programmes, also of those that are no longer in use."""
    return frozenset(DirectoryEntry.objects.filter(kind="programme").values_list("slug", flat=True))


def service_marks() -> list[str]:
    """Return each name, number and address by which a service that is given out is known, once, in order.

    In words that a handler writes they stand for no person.
    """
    given = DirectoryEntry.objects.filter(is_active=True).exclude(signpost="no")
    marks = given.values_list("name", "provider", "phone", "text_number", "email", "website")
    return sorted({mark for row in marks for mark in row if mark})
