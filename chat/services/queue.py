"""The queue: who is taken next, by one handler alone, and who comes back to the front."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat import assignment, events
from chat.access import contact_of_handler, own_contacts
from chat.channels import check_written
from chat.errors import Away, ContactClosed, NoneFits, NotForYou, QueueEmpty, QueueTaken
from chat.models import Contact, Message, Offer, Presence
from chat.routing import next_for
from chat.services.appending import Draft, append
from chat.services.badges import raise_badges_of_talk
from chat.services.danger import rank_in_danger
from chat.services.dangers import shows_danger
from chat.services.ending import drop_practice
from chat.services.held_back import check_not_held_back
from chat.services.line import desk_of, in_order, line_now
from chat.services.pausing import check_not_paused
from chat.services.practice import check_real
from chat.services.presence import held_by
from chat.services.rounds import clear_offer, round_on_commit
from chat.services.talk_over import clear_talk
from chat.services.wait_lengths import count_wait
from chat.states import State, check_transition
from chat.system_texts import say
from helpline.kernel import clock
from helpline.kernel.live import announce_on_commit
from helpline.kernel.metrics import waits
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

# Each try is lost to somebody who got that contact; so many at once there are not.
MOST_TRIES = 500
OFFERED = "This conversation is being offered to somebody else just now."
FOR_OTHERS = "Everybody who waits is for somebody else."


@transaction.atomic
def take(*, by: Account, contact: UUID | None = None, queue: str = "main") -> Contact:
    """Give this handler one waiting contact: the named one, else the next that fits their skills.

    Atomic: of two handlers who press at once one gets it. The handler's own presence row is
    locked first, so that two windows of one handler cannot go over the capacity either.
    Taking what was offered to one accepts the offer; what is offered to somebody else is theirs until
    it runs out. Raises HeldBack, Away, OnThePhone, WrappingUp, AtCapacity, Paused, QueueTaken or
    NotForYou (with a name), and without one QueueEmpty, or NoneFits where only others may take who waits.
    """
    check_may(by, Permission.TAKE_CONTACTS)
    if contact and (mine := own_contacts(by).filter(pk=contact, state=State.TALKING).first()):
        # Asked again because the answer was lost: it is the same answer.
        return mine
    rows = Presence.objects.select_for_update(of=("self",)).select_related("handler")
    presence = rows.filter(handler=by).first()
    if presence is None:
        raise Away
    check_not_held_back(presence.handler)
    assignment.check_may_take(
        available=presence.available,
        capacity=presence.capacity,
        **held_by(by),
    )
    now = clock.now()
    check_not_paused(presence, now=now)
    found = _named(contact, by, now) if contact else _next(queue, by, presence, now)
    if presence.misses:
        presence.misses = 0
        presence.save(update_fields=["misses"])
    give(found, by, now=now)
    record(event="contact.taken", by=by, subject=found.pk)
    return found


def _named(contact: UUID, account: Account, now: datetime) -> Contact:
    found = if_waiting(contact)
    if found is None:
        raise QueueTaken
    if _offered(now=now).get(found.pk, account.pk) != account.pk:
        raise QueueTaken(OFFERED)
    if found.acquaintances.filter(handler=account).exists():
        raise NotForYou
    return found


def _next(queue: str, account: Account, presence: Presence, now: datetime) -> Contact:
    """Lock the first who waits and fits. Of two who press at once the second gets the one behind.

    Not with SKIP LOCKED: a caller who is just writing holds the row, and would be passed over.
    """
    line = line_now(queue, now=now)
    for _ in range(MOST_TRIES):
        offered = _offered(now=now)
        first = next_for(desk_of(account, presence, line), in_order(queue, offered), line)
        if first is None:
            break
        if found := _if_still_waiting(first):
            return found
    raise _nobody_for(account, queue)


def _offered(*, now: datetime) -> dict[UUID, int]:
    """Return to whom contacts are offered just now; an offer that ran out holds nothing back.

    Of all queues: without a join, so that nothing begins with everybody who waits.
    """
    return dict(Offer.objects.filter(expires_at__gt=now).values_list("contact", "handler"))


def _nobody_for(account: Account, queue: str) -> QueueEmpty:
    """Return why this handler got nobody; nothing is left to take where they know all who wait."""
    wait = Contact.objects.filter(queue=queue, state=State.WAITING)
    if not wait.exists():
        return QueueEmpty()
    others = wait.exclude(acquaintances__handler=account)
    return NoneFits() if others.exists() else NoneFits(FOR_OTHERS)


def if_waiting(contact: UUID) -> Contact | None:
    """Lock a contact and return it when it waits still; another may have taken it meanwhile."""
    found = Contact.objects.select_for_update(of=("self",)).filter(pk=contact).first()
    return found if found is not None and found.state == State.WAITING else None


def _if_still_waiting(contact: UUID) -> Contact | None:
    """As `if_waiting`, but of one that somebody else got meanwhile no lock is kept.

    Several would be held in the order of the queue, and whoever locks many takes them by number: two
    could wait for each other.
    """
    with transaction.atomic():
        found = if_waiting(contact)
        if found is None:
            # To the savepoint: the row is free again at once.
            transaction.set_rollback(True)
    return found


def give(contact: Contact, account: Account, *, now: datetime) -> None:
    """Let a locked contact that waits talk with this handler; whatever offer there was is over."""
    check_transition(State(contact.state), State.TALKING)
    clear_offer(contact)
    contact.state, contact.handler, contact.taken_at = State.TALKING, account, now
    if contact.first_taken_at is None and not contact.practice:
        waited = (now - contact.joined_at).total_seconds()
        transaction.on_commit(lambda: waits.observe(waited), robust=True)
        count_wait(contact, answered=True, now=now)
    contact.first_taken_at = contact.first_taken_at or now
    contact.save(update_fields=["state", "handler", "taken_at", "first_taken_at"])
    _announce_move(contact, handler=account.pk)


@transaction.atomic
def release(*, contact: UUID, by: Account) -> Contact:
    """Give a talk back to the front of the queue. Raises ContactNotFound or ContactClosed."""
    found = contact_of_handler(by, contact, lock=True)
    check_real(found)
    check_written(found.channel)
    if found.state != State.TALKING:
        raise ContactClosed
    put_back(found, "released")
    record(event="contact.released", by=by, subject=found.pk)
    return found


def put_back(contact: Contact, text: str) -> None:
    """Put a locked contact that was talking to the front of its rank, and tell the caller.

    `text` names what is said (chat/system_texts.py). Where anything spoke of a danger 999 is said as well:
    nobody reads their words while they wait. `joined_at` stays: the time waited counts from the first
    moment. While a danger stands it goes in front of all. Practice never waits: it ends.
    """
    if contact.practice:
        drop_practice(contact, now=timezone.now())
        return
    check_written(contact.channel)
    check_transition(State(contact.state), State.WAITING)
    handler = contact.handler_id
    contact.state, contact.handler, contact.taken_at, contact.returned = State.WAITING, None, None, True
    contact.rank = rank_in_danger(contact)
    contact.save(update_fields=["state", "handler", "taken_at", "returned", "rank"])
    raise_badges_of_talk(contact)
    clear_talk(contact)
    said = [text, "if_in_danger"] if shows_danger(contact) else [text]
    words = " ".join(say(each, contact.language) for each in said)
    append(contact, [Draft(sender=Message.Sender.SYSTEM, body=words)])
    _announce_move(contact, handler=handler)


def _announce_move(contact: Contact, *, handler: int | None) -> None:
    round_on_commit(contact.queue)
    announce_on_commit(events.contact_group(contact.pk), events.contact_hint(contact.pk))
    announce_on_commit(events.queue_group(contact.queue), events.queue_hint())
    if handler:
        announce_on_commit(events.handler_group(handler), events.own_hint())
