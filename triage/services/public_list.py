"""The directory as anybody may search it: public services, their nearness, and the lines at the end.

Nothing of a search is kept, counted or logged. What somebody is told who is being hurt are national lines
alone: see docs/adr/0042-a-search-that-leaves-no-trace.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.utils import timezone

from helpline.hours.rules import Nation
from helpline.hours.services import nation_in_force
from triage.closing_lines import closing_slugs
from triage.coverage import coverage, fit_of, served_keys
from triage.entries import EMERGENCY
from triage.matching import LINES_GROUP, LOCAL_GROUP, NEAREST_GROUP, Match, match
from triage.models import DirectoryEntry
from triage.place_said import fit_words, near_words
from triage.services.cards import card_of, shown_now
from triage.services.finding import searchable_by_anybody
from triage.services.public_directory import public_entries_of
from triage.services.signposting import lines_of, specialist_lines
from triage.wanted import Wanted

PAGE = 20
MOST_PAGES = 50


@dataclass(frozen=True)
class Listing:
    """One page of a search; `groups` are (name of a part of the list, its cards) in order, none empty.

    `places` are the names that the typed place stands for. `more`: a further page follows.
    `nothing_local`: places are named, and nothing that can be given is theirs.
    """

    groups: list[tuple[str, list[dict[str, Any]]]]
    lines: list[dict[str, Any]]
    places: list[str] = field(default_factory=list)
    page: int = 1
    more: bool = False
    nothing_local: bool = False


def listing(wanted: Wanted, *, language: str, page: int = 1, at: datetime | None = None) -> Listing:
    """Return one page of what fits, best first, with the national lines that close every page.

    A card is one of `triage.services.cards.shown_now` with {place, formats, languages, weeks, way_in, care,
    checked}: `place` is its nearness in words, `weeks` a pair, `way_in` "self", "family", "worker" or "",
    `care` that it goes beside other help alone, `checked` a date or None.
    """
    now = at or timezone.now()
    places = [place.name for place in wanted.places]
    if wanted.is_hurt:
        return Listing([], _lines_for_the_hurt(wanted, language, now), places)
    page, today = max(1, min(page, MOST_PAGES)), timezone.localdate(now)
    first, past = (page - 1) * PAGE, page * PAGE
    found = match(searchable_by_anybody(today), wanted, on=today, limit=past + 1)
    rows = [row for row in found.rows if row.group != LINES_GROUP]
    return Listing(
        groups=_grouped(rows[first:past], wanted, language, now),
        lines=lines_of(closing_slugs(wanted), language=language, at=now),
        places=places,
        page=page,
        more=len(rows) > past and page < MOST_PAGES,
        nothing_local=bool(places) and not any(row.group == LOCAL_GROUP for row in rows),
    )


def public_languages() -> list[str]:
    """Return the codes of the languages other than English in which a public service says that it works."""
    held = (each.entry.languages for each in searchable_by_anybody(timezone.localdate()).held)
    return sorted({code for codes in held for code in codes} - {"en"})


def _lines_for_the_hurt(wanted: Wanted, language: str, now: datetime) -> list[dict[str, Any]]:
    nation = next((place.nation for place in wanted.places), None)
    young = ["childline"] if wanted.is_under_18 else []
    return lines_of([EMERGENCY, *young, *specialist_lines(nation), "samaritans"], language=language, at=now)


def _grouped(
    rows: list[Match], wanted: Wanted, language: str, now: datetime
) -> list[tuple[str, list[dict[str, Any]]]]:
    held, own = public_entries_of(row.slug for row in rows), cache(nation_in_force)
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if entry := held.get(row.slug):
            place = _place(entry.areas, row, wanted, language)
            groups.setdefault(row.group, []).append(_card(entry, place, language, now, own))
    return list(groups.items())


def _place(areas: list[str], row: Match, wanted: Wanted, language: str) -> str:
    if row.group == NEAREST_GROUP:
        return near_words(", ".join(areas), language)
    fit = fit_of(served_keys(areas), wanted.places, coverage(wanted.places)) if wanted.places else None
    return fit_words(fit, language) if fit else ""


def _card(
    entry: DirectoryEntry, place: str, language: str, now: datetime, own: Callable[[], Nation]
) -> dict[str, Any]:
    more: dict[str, Any] = {
        "place": place,
        "formats": entry.formats,
        "languages": entry.languages,
        "weeks": [entry.weeks_min, entry.weeks_max],
        "way_in": _way_in(entry.routes),
        "care": entry.signpost == "with_care",
        "checked": entry.last_checked,
    }
    return {**shown_now(card_of(entry, language), at=now, own=own), **more}


def _way_in(routes: Iterable[str]) -> str:
    """Return how people come to it: by themselves, through somebody close or a worker; empty: not said."""
    said = set(routes)
    if "self" in said:
        return "self"
    if "family_friend" in said:
        return "family"
    return "worker" if said & {"via_professional", "professional", "school"} else ""
