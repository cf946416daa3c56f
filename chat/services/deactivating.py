"""Shutting somebody out with the talks they have: each goes to whom was named, or back, or nothing happens.

Locks go: presences, contacts, accounts, and the audit last.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chat.channels import Channel
from chat.errors import HandlerNotFound, NotForYou
from chat.models import Contact, Presence, Transfer
from chat.services.assigning import check_place
from chat.services.leaving import end_desk
from chat.services.queue import put_back
from chat.services.talk_over import settle
from chat.services.transfer import hand_over
from chat.services.transfer_deadlines import settle_after_leaving
from chat.states import State
from helpline.rota.services import free_shifts
from helpline.staff import services as accounts
from helpline.staff.access import check_may, may
from helpline.staff.audit import record
from helpline.staff.errors import TalksChanged
from helpline.staff.models import Account, Departure
from helpline.staff.roles import Permission


@dataclass(frozen=True)
class OpenTalk:
    """A talk as an admin sees it: since when, and nothing of the caller."""

    contact: UUID
    since: datetime | None


def open_talks(account: Account) -> list[OpenTalk]:
    """Return the talks that somebody else has to take, the oldest first: phone calls and e-mails stay."""
    rows = _rows(account).filter(practice=False).order_by("taken_at")
    return [OpenTalk(pk, at) for pk, at in rows.values_list("pk", "taken_at")]


@transaction.atomic
def deactivate(*, account: Account, to: Mapping[UUID, str], by: Account) -> Account:
    """Hand over every open talk and shut its handler out, in one transaction.

    `to` names a handler for each open talk, "" the front of the queue. Raises TalksChanged when these are
    not the talks that are open now, HandlerNotFound, NotForYou, or as `check_place` where somebody named
    has no place; Forbidden, OwnAccount or LastAdmin. Then nothing has changed.
    """
    check_may(by, Permission.MANAGE_STAFF)
    receivers = {each.username: each for each in Account.objects.filter(username__in=set(to.values()))}
    at_desks = [account.pk, *(each.pk for each in receivers.values())]
    desks = Presence.objects.select_for_update(of=("self",)).filter(handler__in=at_desks)
    presences = {desk.handler_id: desk for desk in desks.order_by("pk")}
    talks = list(_rows(account).select_for_update(of=("self",)).order_by("pk"))
    if {talk.pk for talk in talks if not talk.practice} != set(to):
        raise TalksChanged
    back = [talk for talk in talks if not to.get(talk.pk)]
    given = {talk: _receiver(to[talk.pk], receivers) for talk in talks if to.get(talk.pk)}
    callers = sum(1 for talk in back if not talk.practice)
    # Locks the accounts; from here on the audit's head is held, and nothing else is waited for.
    closed = accounts.deactivate(account=account, by=by, talks_handed=len(given), talks_back=callers)
    if freed := free_shifts(account=closed, by=by):
        Departure.objects.filter(account=closed).update(shifts_freed=freed)
    for talk in back:
        put_back(talk, "released")
        if not talk.practice:
            record(event="contact.put_back", by=by, subject=talk.pk)
    for talk, handler in given.items():
        _give(talk, handler, presences.get(handler.pk), by=by)
    end_desk(account=closed)
    transaction.on_commit(lambda: settle_after_leaving(by=closed, now=timezone.now()), robust=True)
    return closed


def _rows(account: Account) -> QuerySet[Contact]:
    return Contact.objects.filter(handler=account, state=State.TALKING, channel=Channel.WEB_CHAT)


def _receiver(username: str, receivers: Mapping[str, Account]) -> Account:
    handler = receivers.get(username)
    if handler is None or not may(handler, Permission.TAKE_CONTACTS):
        raise HandlerNotFound
    return handler


def _give(talk: Contact, handler: Account, presence: Presence | None, *, by: Account) -> None:
    if talk.acquaintances.filter(handler=handler).exists():
        raise NotForYou(f"{handler.username} cannot take one of these talks. Choose somebody else for it.")
    # One after the other: of two for the same handler the second finds the first counted.
    check_place(handler, presence)
    settle(talk, Transfer.Gone.OVER, by=by)
    hand_over(talk, to=handler, told="transferred")
    record(event="contact.given_on", by=by, subject=talk.pk, detail={"handler": handler.username})
