"""A test contact: a made-up caller who waits in the real queue, so that an admin sees that the way is open.

It goes the way of everybody: it waits, is offered or taken, and a handler answers and wraps it up. It is a
practice contact in all else: counted nowhere, no survey, and its words go at once when it is over. It needs
neither hours nor the records without which nobody is let in: it is how one looks before the line opens.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chat import assignment, events
from chat.access import digest_of, locked, new_token
from chat.errors import ContactNotFound
from chat.models import Contact, Message
from chat.selectors import consent_text
from chat.services.appending import Draft, append
from chat.services.board import announce_board
from chat.services.ending import end
from chat.services.guidance import opening
from chat.services.practice_ending import close_practice
from chat.services.rounds import clear_offer, round_on_commit
from chat.states import OPEN, EndReason, State
from helpline.kernel.keystore import destroy_keys, new_key_of
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

ABOUT = "own_behaviour"
WORDS = (
    "This is a test by the administrator. Nobody real is here. Please write one line back, end the talk and "
    "wrap it up."
)
# Nobody is kept busy for longer by somebody who is not there.
WAITS_FOR = timedelta(minutes=15)


def begin_test(*, by: Account, queue: str = "main") -> UUID:
    """Let a made-up caller wait, and return the contact. One at a time: the one that is there is returned.

    Raises Forbidden.
    """
    check_may(by, Permission.MANAGE_SERVICE)
    contact_id = uuid4()
    with new_key_of(contact_id):
        found = _begin(contact_id, by, queue)
    if found != contact_id:
        destroy_keys([contact_id])
    return found


@transaction.atomic
def _begin(contact_id: UUID, by: Account, queue: str) -> UUID:
    check_may(by, Permission.MANAGE_SERVICE)
    # Of two presses at once the second waits here, and finds the first's.
    Account.objects.select_for_update(no_key=True).get(pk=by.pk)
    there = _open(queue).first()
    if there is not None:
        return there.pk
    now, text = timezone.now(), consent_text("en")
    version, node = opening(about=ABOUT, age_band=None)
    contact = Contact.objects.create(
        pk=contact_id,
        queue=queue,
        practice=True,
        # Of a token that nobody was ever given.
        token_digest=digest_of(new_token()),
        consent_version=text.version if text else 0,
        consented_at=now,
        joined_at=now,
        caller_seen_at=now,
        about=ABOUT,
        safe_now=True,
        rank=assignment.rank(level=None, safe_now=True, age_band=None),
        script_version=version,
        script_node=node,
    )
    append(contact, [Draft(sender=Message.Sender.CALLER, body=WORDS)], now=now)
    record(event="service.test_begun", by=by, subject=contact_id)
    announce_on_commit(events.queue_group(queue), events.queue_hint())
    round_on_commit(queue)
    return contact_id


@transaction.atomic
def stop_test(*, contact: UUID, by: Account | None, now: datetime | None = None) -> bool:
    """Let the made-up caller go; tell whether there was one. After a talk the wrap-up follows.

    Raises Forbidden.
    """
    if by is not None:
        check_may(by, Permission.MANAGE_SERVICE)
    try:
        found = locked(contact)
    except ContactNotFound:
        return False
    if not found.practice or State(found.state) not in OPEN:
        return False
    now, waited = now or timezone.now(), found.state == State.WAITING
    if waited:
        clear_offer(found)
    end(found, EndReason.CALLER, now=now)
    if waited:
        # Nobody has it, so nobody can wrap it up.
        close_practice(found, by=by, now=now)
        announce_on_commit(events.queue_group(found.queue), events.queue_hint())
        announce_board(found.queue)
    return True


def stop_old_tests(*, now: datetime, queue: str = "main") -> int:
    """Let go whom nobody has taken for a quarter of an hour; return how many."""
    old = _open(queue).filter(state=State.WAITING, joined_at__lte=now - WAITS_FOR)
    return sum(stop_test(contact=pk, by=None, now=now) for pk in list(old.values_list("pk", flat=True)))


def has_answered(contact: UUID) -> bool:
    """Tell whether a handler has written to a test contact that goes on; not what."""
    return Message.objects.filter(
        contact=contact, contact__practice=True, sender=Message.Sender.HANDLER
    ).exists()


def _open(queue: str) -> QuerySet[Contact]:
    return Contact.objects.filter(queue=queue, practice=True, state__in=OPEN)
