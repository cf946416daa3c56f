"""The queue: who is taken next, by one handler alone, and who comes back to the front."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat import assignment, events
from chat.access import contact_of_handler, own_contacts
from chat.errors import Away, ContactClosed, NotForYou, QueueEmpty, QueueTaken
from chat.models import Contact, Message, Presence
from chat.selectors import waiting
from chat.services.appending import Draft, append
from chat.services.pausing import check_not_paused
from chat.services.presence import open_contacts
from chat.services.talk_over import clear_talk
from chat.states import State, check_transition
from chat.system_texts import say
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

# Each try is lost to somebody who got that contact; so many at once there are not.
MOST_TRIES = 500


@transaction.atomic
def take(*, by: Account, contact: UUID | None = None, queue: str = "main") -> Contact:
    """Give this handler one waiting contact: the named one, else the next in order.

    Atomic: of two handlers who press at once one gets it. The handler's own presence row is
    locked first, so that two windows of one handler cannot go over the capacity either.
    Raises Away, AtCapacity, Paused, QueueEmpty (without a name), or with one QueueTaken or NotForYou.
    """
    check_may(by, Permission.TAKE_CONTACTS)
    if contact and (mine := own_contacts(by).filter(pk=contact, state=State.TALKING).first()):
        # Asked again because the answer was lost: it is the same answer.
        return mine
    presence = Presence.objects.select_for_update(of=("self",)).filter(handler=by).first()
    if presence is None:
        raise Away
    assignment.check_may_take(
        available=presence.available, capacity=presence.capacity, open_contacts=open_contacts(by)
    )
    check_not_paused(presence, now=timezone.now())
    found = _named(contact, by) if contact else _next(queue, by)
    _give(found, by, now=timezone.now())
    record(event="contact.taken", by=by, subject=found.pk)
    return found


def _named(contact: UUID, by: Account) -> Contact:
    found = _if_waiting(contact)
    if found is None:
        raise QueueTaken
    if found.acquaintances.filter(handler=by).exists():
        raise NotForYou
    return found


def _next(queue: str, by: Account) -> Contact:
    """Lock the first who waits and whom this handler does not know.

    Of two who press at once the second gets the one behind.

    Not with SKIP LOCKED: a caller who is just writing holds the row, and would be passed over.
    """
    for _ in range(MOST_TRIES):
        first = waiting(queue).exclude(acquaintances__handler=by).values_list("pk", flat=True).first()
        if first is None:
            break
        if found := _if_waiting(first):
            return found
    raise QueueEmpty


def _if_waiting(contact: UUID) -> Contact | None:
    """Lock a contact and return it when it waits still; another may have taken it meanwhile."""
    found = Contact.objects.select_for_update(of=("self",)).filter(pk=contact).first()
    return found if found is not None and found.state == State.WAITING else None


def _give(contact: Contact, account: Account, *, now: datetime) -> None:
    check_transition(State(contact.state), State.TALKING)
    contact.state, contact.handler, contact.taken_at = State.TALKING, account, now
    contact.first_taken_at = contact.first_taken_at or now
    contact.save(update_fields=["state", "handler", "taken_at", "first_taken_at"])
    _announce_move(contact, handler=account.pk)


@transaction.atomic
def release(*, contact: UUID, by: Account) -> Contact:
    """Give a talk back to the front of the queue. Raises ContactNotFound or ContactClosed."""
    found = contact_of_handler(by, contact, lock=True)
    if found.state != State.TALKING:
        raise ContactClosed
    put_back(found, say("released", found.language))
    record(event="contact.released", by=by, subject=found.pk)
    return found


def put_back(contact: Contact, text: str) -> None:
    """Put a locked contact that was talking to the front of its rank, and tell the caller.

    `joined_at` stays: the time waited counts from the first moment.
    """
    check_transition(State(contact.state), State.WAITING)
    handler = contact.handler_id
    contact.state, contact.handler, contact.taken_at, contact.returned = State.WAITING, None, None, True
    contact.save(update_fields=["state", "handler", "taken_at", "returned"])
    clear_talk(contact)
    append(contact, [Draft(sender=Message.Sender.SYSTEM, body=text)])
    _announce_move(contact, handler=handler)


def _announce_move(contact: Contact, *, handler: int | None) -> None:
    announce_on_commit(events.contact_group(contact.pk), events.contact_hint(contact.pk))
    announce_on_commit(events.queue_group(contact.queue), events.queue_hint())
    if handler:
        announce_on_commit(events.handler_group(handler), events.own_hint())
