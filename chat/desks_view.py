"""What many consoles would be told now, without words: a fixed number of questions, however many they are.

Each console compares it with what it was told, and reads its own desk where the two differ. The questions
about a talk that is followed alone are five for each such talk: few are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from chat import events
from chat.access import MINE, may_still_follow
from chat.beside_view import help_events, transfers_by_account
from chat.danger_view import calls_by_account, danger_events
from chat.following_view import header_of as followed_header
from chat.following_view import judged_events, watchers_events
from chat.handler_view import Around, header_of, presence_event_of
from chat.models import Contact, Offer, Watching
from chat.services.deadlines import wrap_ups_until
from chat.services.handler_notices import notices_by_account
from chat.services.held_back import held_back_words
from chat.services.judging_cues import judgement_events
from chat.services.presence import held_of, renew_presences
from chat.states import State
from helpline.staff.access import SignIn, who_stay
from helpline.staff.models import Account
from helpline.staff.roles import Permission

# Desks read in one go: SQLite has a limit, and leases are locked for no longer.
PIECE = 50


@dataclass(frozen=True)
class TalkNow:
    """How a talk on a desk stands: its last number, its last aside's, and its header."""

    seq: int
    aside_seq: int
    header: events.Event


@dataclass(frozen=True, kw_only=True)
class DeskNow:
    """One handler's desk: own and followed talks, the offer (contact, until when), and what is beside."""

    account: Account
    presence: events.Event
    offer: tuple[str, str] | None
    talks: Mapping[UUID, TalkNow]
    followed: Mapping[UUID, TalkNow]
    standing: list[events.Event]
    calls: list[dict[str, Any]]
    transfers: list[events.Event]


@dataclass
class _Rows:
    """What was read of the talks of several desks, by account."""

    own: dict[int, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    watching: dict[int, list[Watching]] = field(default_factory=lambda: defaultdict(list))
    offers: dict[int, tuple[str, str]] = field(default_factory=dict)


def desks_now(sign_ins: Collection[SignIn]) -> dict[SignIn, DeskNow]:
    """Renew the leases of these sign-ins and return their desks.

    Left out is who may not stay, and whose lease runs no more or could not be renewed: they ask alone.
    """
    asked, found = list(sign_ins), dict[SignIn, DeskNow]()
    for begun in range(0, len(asked), PIECE):
        stay = who_stay(asked[begun : begun + PIECE], Permission.TAKE_CONTACTS)
        desks = _desks({account.pk: account for account in stay.values()})
        found |= {sign_in: desks[sign_in[0]] for sign_in in stay if sign_in[0] in desks}
    return found


def _desks(accounts: Mapping[int, Account]) -> dict[int, DeskNow]:
    presences = renew_presences(accounts) if accounts else {}
    here = [account for pk, account in accounts.items() if pk in presences]
    if not here:
        return {}
    rows = _read(list(presences))
    until = wrap_ups_until(contact for contacts in rows.own.values() for contact in contacts)
    standing = _standing(rows)
    held_back, notices = held_back_words(here), notices_by_account(list(presences))
    calls, transfers = calls_by_account(here), transfers_by_account(here)
    desks = {}
    for account in here:
        own, watching = rows.own.get(account.pk, []), rows.watching.get(account.pk, [])
        around = Around(held=held_of(own), held_back=held_back.get(account.pk), notices=notices[account.pk])
        desks[account.pk] = DeskNow(
            account=account,
            presence=presence_event_of(account, presences[account.pk], around),
            offer=rows.offers.get(account.pk),
            talks={each.pk: _talk(each, header_of(each, until.get(each.pk))) for each in own},
            followed={each.contact_id: _followed(each) for each in watching},
            standing=[
                *(event for each in own for event in standing[each.pk] if event["type"] != "judged"),
                *(event for along in watching for event in standing[along.contact_id]),
            ],
            calls=calls.get(account.pk, []),
            transfers=transfers.get(account.pk, []),
        )
    return desks


def _read(accounts: Collection[int]) -> _Rows:
    rows = _Rows()
    for contact in Contact.objects.filter(handler__in=accounts, state__in=MINE):
        rows.own[contact.handler_id or 0].append(contact)
    along = Watching.objects.filter(may_still_follow(), supervisor__in=accounts, contact__state=State.TALKING)
    for watching in along.select_related("contact__handler"):
        rows.watching[watching.supervisor_id].append(watching)
    offers = Offer.objects.filter(handler__in=accounts, contact__state=State.WAITING)
    for handler, offered, expires_at in offers.values_list("handler", "contact", "expires_at"):
        rows.offers[handler] = (str(offered), str(events.moment(expires_at)))
    return rows


def _standing(rows: _Rows) -> Mapping[UUID, list[events.Event]]:
    """Return what is told of each talk beside its words."""
    own = {contact.pk for contacts in rows.own.values() for contact in contacts}
    followed = {each.contact_id for watching in rows.watching.values() for each in watching}
    found: dict[UUID, list[events.Event]] = defaultdict(list)
    for event in standing_events(own | followed, followed):
        found[UUID(event["contact"])].append(event)
    return found


def standing_events(contacts: Collection[UUID], followed: Collection[UUID]) -> Iterable[events.Event]:
    """Return how things stand around these talks; what is judged only for those that are followed."""
    return [
        *help_events(contacts),
        *danger_events(contacts),
        *watchers_events(contacts),
        *judgement_events(contacts),
        *judged_events(followed),
    ]


def _talk(contact: Contact, header: events.Event) -> TalkNow:
    return TalkNow(contact.last_seq, contact.last_aside_seq, header)


def _followed(watching: Watching) -> TalkNow:
    talk = watching.contact
    header = followed_header(talk, joined=watching.joined_at is not None)
    return _talk(talk, {**header, "contact": str(talk.pk)})
