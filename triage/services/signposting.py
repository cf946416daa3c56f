"""Cards for callers: sent by a handler, or shown where safety asks for them."""

import functools
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from helpline.hours.services import nation_in_force
from helpline.staff.access import check_may
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from triage.areas import nation_of
from triage.closing_lines import LINE_OF_NATION
from triage.entries import EMERGENCY
from triage.giving import may_send, why_not
from triage.models import DirectoryEntry, SignpostGiven
from triage.services.cards import as_of_now, card_of, type_of_card
from triage.services.emergency import emergency_card
from triage.services.entry_writing import get_entry
from triage.wanted import UNDER_18

WEBSITES, WEBSITES_SECONDS = "triage.signpost_websites", 60
FOR_ANY_CALLER = ("yes", "with_care")
FOR_WORKERS = "professionals_only"


def card(
    *, entry_id: UUID | str, about: str | None, caller_type: str | None, language: str = "en"
) -> type_of_card:
    """Return the card that may be sent to this caller, as `triage.services.cards.card_of` has it.

    Raises EntryNotFound, or what `triage.giving.may_send` raises.
    """
    entry = get_entry(entry_id)
    may_send(entry.as_entry(), caller_type=caller_type, about=about, on=timezone.localdate())
    return card_of(entry, language)


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
        slugs += specialist_lines(nation_of(area))
    now, own = at or timezone.now(), functools.cache(nation_in_force)
    return [as_of_now(card, language, now, own) for card in _safety_cards(slugs, language)]


def closing_cards(*, area: str | None = None, language: str = "en") -> list[type_of_card]:
    """Return the lines for somebody who is waiting when the service closes; to be kept, so without "now"."""
    line = LINE_OF_NATION[nation_of(area) or "England"]
    return _safety_cards([EMERGENCY, "samaritans", line, "mens-advice-line", "respect-phoneline"], language)


def lines_now(
    *, area: str | None = None, language: str = "en", at: datetime | None = None
) -> list[type_of_card]:
    """Return the same lines with whether each is open at a moment (now by default), open ones first.

    `open_now` is None where that is not known; `hours_now` says it in words, and says too when nobody has
    checked the hours.
    """
    now, own = at or timezone.now(), functools.cache(nation_in_force)
    cards = closing_cards(area=area, language=language)
    return _open_first(as_of_now(card, language, now, own) for card in cards)


def lines_of(slugs: Iterable[str], *, language: str, at: datetime) -> list[type_of_card]:
    """Return these lines as `lines_now` does; a line that is not there or cannot be reached is left out."""
    own = functools.cache(nation_in_force)
    return _open_first(as_of_now(card, language, at, own) for card in _safety_cards(list(slugs), language))


def _open_first(cards: Iterable[type_of_card]) -> list[type_of_card]:
    return sorted(cards, key=lambda card: (True, None, False).index(card["open_now"]))


def cards_for_workers(language: str = "en") -> list[type_of_card]:
    """Return what is for workers only and could be sent to one as it stands, by name.

    Anybody may open the page that shows them: what agencies alone may refer to is not among them.
    """
    entries = DirectoryEntry.objects.filter(is_active=True, signpost=FOR_WORKERS).order_by("name", "slug")
    today = timezone.localdate()
    return [
        card_of(entry, language)
        for entry in entries
        if why_not(entry.as_entry(), about="work", on=today) is None
    ]


def specialist_lines(nation: str | None) -> list[str]:
    """Return the slugs of the lines for people who are being hurt, that of the nation first."""
    if nation:
        return [LINE_OF_NATION[nation], "mens-advice-line", "galop"]
    first, *others = LINE_OF_NATION.values()
    return [first, "mens-advice-line", "galop", *others]


def _safety_cards(slugs: list[str], language: str) -> list[type_of_card]:
    # Safety outranks upkeep: a national line is shown whatever its last check says, because a
    # person in danger with no number is worse off than one with a number we have not rung lately.
    held = {entry.slug: entry for entry in DirectoryEntry.objects.filter(slug__in=slugs, is_active=True)}
    cards = {slug: card_of(entry, language) for slug, entry in held.items() if entry.is_reachable}
    if EMERGENCY not in cards:
        cards[EMERGENCY] = emergency_card(language)
    return [cards[slug] for slug in slugs if slug in cards]


def signpost_websites() -> frozenset[str]:
    """Return the websites' addresses of the services that any caller may be given, as staff wrote them."""
    return frozenset(cache.get_or_set(WEBSITES, _websites, WEBSITES_SECONDS) or ())


def _websites() -> list[str]:
    entries = DirectoryEntry.objects.filter(is_active=True, signpost__in=FOR_ANY_CALLER).exclude(website="")
    return sorted(set(entries.values_list("website", flat=True)))
