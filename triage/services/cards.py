"""A service as a card for a caller: what may be read of it, in their language, and whether it is open now."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from django.utils import timezone

from helpline.hours.rules import LONDON, Nation
from helpline.hours.services import nation_in_force
from triage.card_words import NAMES, area_words, cost_words, whom_for
from triage.line_hours import LineState, line_state
from triage.line_words import now_words
from triage.models import DirectoryEntry
from triage.nations import nations_of
from triage.opening_words import ROUND_THE_CLOCK, notation_of
from triage.welsh_hours import welsh_words

type_of_card = dict[str, str | bool | list[str] | None]

# What stands before hours that nobody has checked with their service in time.
LISTED = {"en": "Listed as ", "cy": "Yn ôl y rhestr: "}
# What a card says in words; in Welsh each is named that is not.
WORDS = ("name", "provider", "whom_for", "hours", "area", "about", "what_happens", "cost")


def card_of(entry: DirectoryEntry, language: str = "en") -> type_of_card:
    """Return the card of an entry; what is None or left out is not on record.

    {id, kind, name, provider, phone, text, email, website, hours, area, about, cost}, and where there is
    such {whom_for, address, what_happens, partners, opening, lang, english}: `partners` says only that
    partners may be offered support, `opening` is the notation of the hours, `lang` is "cy" on a card in
    Welsh, whose `english` names what of its words is English all the same. Nothing of the editors, and
    nobody's name.
    """
    # An allow-list: a new column reaches no caller until somebody writes it here.
    own = _words(entry, language)
    english = own if language == "en" else _words(entry, "en")
    said = {field: own[field] or english[field] for field in WORDS}
    opening = notation_of(entry.hours_text)
    card: type_of_card = {
        "id": str(entry.id),
        "kind": entry.kind,
        "name": said["name"],
        "provider": said["provider"],
        "phone": entry.phone or None,
        "text": entry.text_number or None,
        "email": entry.email or None,
        "website": entry.website or None,
        "hours": said["hours"],
        "area": said["area"],
        "about": said["about"],
        "cost": said["cost"],
    }
    more: type_of_card = {
        "whom_for": said["whom_for"],
        "address": entry.address or None,
        "what_happens": said["what_happens"],
        # Never its name, number or place: whoever reads it may be whom the partner must be safe from.
        "partners": entry.partner_support == "yes",
        "opening": opening,
    }
    if language != "en":
        more |= {"lang": language, "english": [f for f in WORDS if said[f] and not own[f]]}
    return {**card, **{field: value for field, value in more.items() if value}}


def _words(entry: DirectoryEntry, language: str) -> dict[str, str | None]:
    in_english = language == "en"
    return {
        # Proper names, in the language in which they were given.
        "name": entry.name if in_english else NAMES[language].get(entry.slug),
        "provider": entry.provider or None if in_english else None,
        "whom_for": whom_for(entry.audience, entry.age_min, entry.age_max, language),
        "hours": _hours(entry, language),
        "area": area_words(entry.areas, language),
        "about": (entry.caller_text if in_english else entry.caller_text_cy) or None,
        "what_happens": (entry.what_happens if in_english else entry.what_happens_cy) or None,
        "cost": cost_words(entry.cost, language) or None,
    }


def _hours(entry: DirectoryEntry, language: str) -> str | None:
    said = entry.hours_text
    if language == "cy":
        notation = notation_of(entry.hours_text)
        said = welsh_words(notation) if notation else ""
    # Hours that nobody checked are said to be so; "24 hours" is the name of these services.
    if said and not entry.is_fresh and entry.hours_text != ROUND_THE_CLOCK:
        return f"{LISTED[language]}{said}"
    return said or None


def as_of_now(
    card: Mapping[str, object], language: str, at: datetime, own: Callable[[], Nation] = nation_in_force
) -> type_of_card:
    """Return the card with whether it is open at a moment.

    `open_now` is None where that is not known; `hours_now` says it in words; `now_until`, where there is one,
    is the moment from which these words may be wrong. `own` tells whose bank holidays count for a line that
    names no nation; whoever asks for many cards gives one that remembers.
    """
    said = str(card["hours"] or "")
    listed = any(said.startswith(words) for words in LISTED.values())
    state = line_state(_notation(card, said), at, nations_of(str(card["area"] or ""), own))
    hours_now = now_words(state, language=language, hours=said, listed=listed, now=at)
    until = _until(state, at)
    lapses = {"now_until": until.isoformat()} if until else {}
    return {**card, "open_now": state.is_open, "hours_now": hours_now, **lapses}  # type: ignore[dict-item]


def shown_now(
    card: type_of_card, *, at: datetime | None = None, own: Callable[[], Nation] = nation_in_force
) -> type_of_card:
    """Return a card of a talk as it is shown at a moment, in its own language; unknown hours say nothing."""
    if not card.get("hours"):
        return card
    return as_of_now(card, str(card.get("lang") or "en"), at or timezone.now(), own)


def _notation(card: Mapping[str, object], said: str) -> str | None:
    # Cards that were kept before they had a notation have hours in English words.
    return str(card.get("opening") or "") or notation_of(said.removeprefix(LISTED["en"]))


def _until(state: LineState, at: datetime) -> datetime | None:
    """Return when the words for a state may turn wrong: at its change, and at midnight for "tomorrow"."""
    if state.is_open and state.closes_at is None:
        return None
    day = at.astimezone(LONDON).date() + timedelta(days=1)
    midnight = datetime.combine(day, time(0), LONDON)
    return min(filter(None, (state.closes_at, state.opens_at, midnight)))
