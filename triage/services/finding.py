"""Finding a service for a caller, as rows for the console."""

from typing import Any

from django.utils import timezone

from triage.matching import why_not
from triage.models import DirectoryEntry
from triage.ranking import Wanted, best_first, is_listed, place_in


def search(
    *,
    words: str = "",
    area: str | None = None,
    audience: str | None = None,
    age_band: str | None = None,
    about: str | None = None,
    caller_type: str | None = None,
    interpreter: bool = False,
    limit: int = 30,
) -> list[dict[str, Any]]:
    """Return at most `limit` rows, those that fit best first (`best_first` has the order).

    An area's name among the words finds what serves that area, nationwide help with it.
    What is for no caller is listed for workers only.

    A row, for staff only: {id, slug, kind, name, provider, areas, audience, ages,
    phone, text, email, website, hours_text, hours_as_printed, about (what the caller reads), description,
    duration, cost, referral_routes, eligibility, exclusions, formats, languages, accreditation,
    partner_support, signpost, cautions, last_checked and check_due (ISO dates or None), unconfirmed (never
    checked, or not in time), sendable, why_not}. `why_not` is the code with which `card` would refuse, or
    None. `audience` is "M", "W" or "C".
    """
    wanted = Wanted(words, area, audience, age_band, about, caller_type, place_in(words), interpreter)
    found = {entry.slug: entry for entry in DirectoryEntry.objects.filter(is_active=True)}
    entries = (entry.as_entry() for entry in found.values())
    best = best_first((entry for entry in entries if is_listed(entry, wanted)), wanted)
    return [row_of(found[entry.slug], about=about, caller_type=caller_type) for entry in best[:limit]]


def row_of(entry: DirectoryEntry, *, about: str | None, caller_type: str | None) -> dict[str, Any]:
    """Return one entry as `search` shows it to staff."""
    refusal = why_not(entry.as_entry(), caller_type=caller_type, about=about, on=timezone.localdate())
    same = (
        "slug", "kind", "name", "provider", "areas", "audience", "phone", "email", "website",
        "hours_text", "description", "duration", "cost", "referral_routes", "eligibility", "exclusions",
        "signpost", "cautions", "formats", "languages", "accreditation", "partner_support",
    )  # fmt: skip
    return {
        "id": str(entry.id),
        **{field: getattr(entry, field) for field in same},
        "about": entry.caller_text,
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


def service_names() -> dict[str, str]:
    """Return the name of every service in use by its slug, in the order of the names."""
    return dict(DirectoryEntry.objects.filter(is_active=True).values_list("slug", "name"))


def service_marks() -> list[str]:
    """Return each name, number and address by which a service that is given out is known, once, in order.

    In words that a handler writes they stand for no person.
    """
    given = DirectoryEntry.objects.filter(is_active=True).exclude(signpost="no")
    marks = given.values_list("name", "provider", "phone", "text_number", "email", "website")
    return sorted({mark for row in marks for mark in row if mark})
