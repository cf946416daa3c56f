"""Cards for callers: sent by a handler, or shown where safety asks for them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from helpline.staff.access import check_may
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from triage.areas import nation_of
from triage.closing_lines import LINE_OF_NATION
from triage.entries import EMERGENCY, entry_id
from triage.giving import may_send, why_not
from triage.line_hours import line_state
from triage.line_words import now_words
from triage.models import DirectoryEntry, SignpostGiven
from triage.nations import nations_of
from triage.opening_words import ROUND_THE_CLOCK, notation_of
from triage.services.directory import get_entry
from triage.wanted import UNDER_18

WEBSITES, WEBSITES_SECONDS = "triage.signpost_websites", 60
FOR_ANY_CALLER = ("yes", "with_care")
FOR_WORKERS = "professionals_only"

type_of_card = dict[str, str | bool | None]

# Danger is answered even where no directory was loaded or the entry was withdrawn.
EMERGENCY_CARD: type_of_card = {
    "id": str(entry_id(EMERGENCY)),
    "kind": "helpline",
    "name": "Police, ambulance",
    "provider": None,
    "phone": "999",
    "text": None,
    "email": None,
    "website": None,
    "hours": ROUND_THE_CLOCK,
    "area": "UK",
    "about": (
        "Immediate danger to anyone, including yourself. "
        "If you cannot speak, press 55 on a mobile when asked."
    ),
    "cost": None,
}

# What stands before hours that nobody has checked with their service in time.
LISTED = "Listed as "


def card(*, entry_id: UUID | str, about: str | None, caller_type: str | None) -> type_of_card:
    """Return the card that may be sent to this caller.

    {id, kind, name, provider, phone, text, email, website, hours, area, about, cost},
    each text or None; nothing of the editors. Raises EntryNotFound, or what
    `triage.giving.may_send` raises.
    """
    entry = get_entry(entry_id)
    may_send(entry.as_entry(), caller_type=caller_type, about=about, on=timezone.localdate())
    return _card_of(entry)


@transaction.atomic
def record_signpost(*, contact: UUID, entry_id: UUID | str, by: Account) -> None:
    """Note that this service was given in this contact. Raises EntryNotFound."""
    check_may(by, Permission.TAKE_CONTACTS)
    entry = get_entry(entry_id)
    SignpostGiven.objects.create(contact=contact, entry=entry, by=by, confirmed=entry.is_fresh)


def signposts_of(contact: UUID) -> list[dict[str, Any]]:
    """Return what was given in a contact, in order: {entry, slug, kind, name, at, confirmed}."""
    given = SignpostGiven.objects.filter(contact=contact).select_related("entry").order_by("at", "id")
    return [
        {
            "entry": str(signpost.entry.id),
            "slug": signpost.entry.slug,
            "kind": signpost.entry.kind,
            "name": signpost.entry.name,
            "at": signpost.at.isoformat(),
            "confirmed": signpost.confirmed,
        }
        for signpost in given
    ]


def advice_cards(
    *,
    about: str | None,
    safe_now: bool | None,
    age_band: str | None,
    area: str | None = None,
    language: str = "en",
    at: datetime | None = None,
) -> list[type_of_card]:
    """Return the lines that fit what a caller said at the start, most pressing first.

    Each is a card with `open_now` and `hours_now` as in `lines_now`.
    """
    slugs: list[str] = []
    if safe_now is False:
        slugs.append(EMERGENCY)
    if age_band in UNDER_18:
        slugs.append("childline")
    if about == "being_hurt":
        slugs += _specialist_lines(nation_of(area))
    return [_as_of_now(card, language, at or timezone.now()) for card in _safety_cards(slugs)]


def closing_cards(*, area: str | None = None) -> list[type_of_card]:
    """Return the lines for somebody who is waiting when the service closes; to be kept, so without "now"."""
    line = LINE_OF_NATION[nation_of(area) or "England"]
    return _safety_cards([EMERGENCY, "samaritans", line, "mens-advice-line", "respect-phoneline"])


def lines_now(
    *, area: str | None = None, language: str = "en", at: datetime | None = None
) -> list[type_of_card]:
    """Return the same lines with whether each is open at a moment (now by default), open ones first.

    `open_now` is None where that is not known; `hours_now` says it in words, and says too when nobody has
    checked the hours.
    """
    cards = [_as_of_now(card, language, at or timezone.now()) for card in closing_cards(area=area)]
    return sorted(cards, key=lambda card: (True, None, False).index(card["open_now"]))


def cards_for_workers() -> list[type_of_card]:
    """Return what is for workers only and could be sent to one as it stands, by name.

    Anybody may open the page that shows them: what agencies alone may refer to is not among them.
    """
    entries = DirectoryEntry.objects.filter(is_active=True, signpost=FOR_WORKERS).order_by("name", "slug")
    today = timezone.localdate()
    return [_card_of(entry) for entry in entries if why_not(entry.as_entry(), about="work", on=today) is None]


def _specialist_lines(nation: str | None) -> list[str]:
    if nation:
        return [LINE_OF_NATION[nation], "mens-advice-line", "galop"]
    first, *others = LINE_OF_NATION.values()
    return [first, "mens-advice-line", "galop", *others]


def _safety_cards(slugs: list[str]) -> list[type_of_card]:
    # Safety outranks upkeep: a national line is shown whatever its last check says, because a
    # person in danger with no number is worse off than one with a number we have not rung lately.
    held = {entry.slug: entry for entry in DirectoryEntry.objects.filter(slug__in=slugs, is_active=True)}
    cards = {slug: _card_of(entry) for slug, entry in held.items() if entry.is_reachable}
    return [cards.get(slug, EMERGENCY_CARD) for slug in slugs if slug in cards or slug == EMERGENCY]


def _card_of(entry: DirectoryEntry) -> type_of_card:
    # An allow-list: a new column reaches no caller until somebody writes it here.
    return {
        "id": str(entry.id),
        "kind": entry.kind,
        "name": entry.name,
        "provider": entry.provider or None,
        "phone": entry.phone or None,
        "text": entry.text_number or None,
        "email": entry.email or None,
        "website": entry.website or None,
        "hours": _hours_of(entry),
        "area": ", ".join(entry.areas) or None,
        "about": entry.caller_text or None,
        "cost": entry.cost or None,
    }


def _hours_of(entry: DirectoryEntry) -> str | None:
    # Hours that nobody checked are said to be so; "24 hours" is the name of these services.
    if entry.hours_text and not entry.is_fresh and entry.hours_text != ROUND_THE_CLOCK:
        return f"{LISTED}{entry.hours_text}"
    return entry.hours_text or None


def _as_of_now(card: type_of_card, language: str, at: datetime) -> type_of_card:
    said = str(card["hours"] or "")
    words = said.removeprefix(LISTED)
    state = line_state(notation_of(words), at, nations_of(str(card["area"] or "")))
    hours_now = now_words(state, language=language, hours=said, listed=words != said, now=at)
    return {**card, "open_now": state.is_open, "hours_now": hours_now}


def signpost_websites() -> frozenset[str]:
    """Return the websites' addresses of the services that any caller may be given, as staff wrote them."""
    return frozenset(cache.get_or_set(WEBSITES, _websites, WEBSITES_SECONDS) or ())


def _websites() -> list[str]:
    entries = DirectoryEntry.objects.filter(is_active=True, signpost__in=FOR_ANY_CALLER).exclude(website="")
    return sorted(set(entries.values_list("website", flat=True)))
