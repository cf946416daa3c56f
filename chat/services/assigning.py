"""A supervisor gives a waiting contact to a handler."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat import events
from chat.assignment import check_may_take
from chat.errors import (
    AtCapacity,
    Away,
    HandlerNotFound,
    HeldBack,
    NotForYou,
    OnThePhone,
    Paused,
    QueueTaken,
    WrappingUp,
)
from chat.models import Contact, Presence
from chat.services.held_back import holds_back
from chat.services.pausing import check_not_paused
from chat.services.presence import held_by
from chat.services.queue import give, if_waiting
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may, may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission


@transaction.atomic
def assign(*, contact: UUID, to: str, by: Account) -> Contact:
    """Give a waiting contact to the named handler; an offer to somebody else ends with it.

    Given to them already: the same answer. The handler must be there, available, and have a place.
    Raises Forbidden, HandlerNotFound, HeldBack, Away, OnThePhone, WrappingUp, AtCapacity, Paused,
    QueueTaken, or NotForYou when they know the caller.
    """
    check_may(by, Permission.ASSIGN_CONTACTS)
    handler = Account.objects.filter(username=to).first()
    if handler is None or not may(handler, Permission.TAKE_CONTACTS):
        raise HandlerNotFound
    presence = Presence.objects.select_for_update(of=("self",)).filter(handler=handler).first()
    found = if_waiting(contact)
    if found is None:
        if Contact.objects.filter(pk=contact, handler=handler).exists():
            return Contact.objects.get(pk=contact)
        raise QueueTaken
    if found.acquaintances.filter(handler=handler).exists():
        raise NotForYou(f"{handler.username} cannot take this conversation. Choose somebody else.")
    check_place(handler, presence)
    give(found, handler, now=timezone.now())
    announce_on_commit(events.handler_group(handler.pk), events.given_hint(found.pk))
    record(event="contact.assigned", by=by, subject=found.pk, detail={"handler": handler.username})
    return found


def check_place(handler: Account, presence: Presence | None) -> None:
    """Raise what is said to a handler who takes, in words about somebody else."""
    if holds_back(handler):
        raise HeldBack(f"{handler.username} takes nobody new: a date of theirs is out of date. Ask an admin.")
    there = presence is not None and presence.available and presence.leased_until > timezone.now()
    if presence is None or not there:
        raise Away(f"{handler.username} is not available. Choose somebody else.")
    try:
        check_may_take(
            available=True,
            capacity=presence.capacity,
            **held_by(handler),
        )
        check_not_paused(presence, now=timezone.now())
    except Paused as pause:
        raise Paused(f"{handler.username} has a pause. Choose somebody else.", **pause.extra) from None
    except OnThePhone:
        raise OnThePhone(f"{handler.username} is on the phone. Choose somebody else.") from None
    except WrappingUp:
        raise WrappingUp(f"{handler.username} has a wrap-up to finish first. Choose somebody else.") from None
    except AtCapacity:
        raise AtCapacity(
            f"{handler.username} has as many conversations as they chose. Choose somebody else."
        ) from None
