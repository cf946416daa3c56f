"""The two ends of a contact: `ended` stops the talk, `closed` counts it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat import events
from chat.access import contact_of_handler, locked
from chat.channels import is_recorded
from chat.errors import ContactClosed, DangerOpen, InvalidTransition
from chat.models import Alert, Contact
from chat.services.alerts import raise_alert
from chat.services.board import announce_board
from chat.services.dangers import open_danger
from chat.services.fact_of_contact import fact_of
from chat.services.judging_cues import count_judgements
from chat.services.practice_ending import close_practice, stop_turns
from chat.services.prompt_use import count_answered
from chat.services.rounds import clear_offer, round_on_commit
from chat.services.talk_over import clear_talk
from chat.services.wait_lengths import count_wait
from chat.states import OVER, EndReason, Outcome, State, check_transition
from helpline.kernel.live import announce_on_commit
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.statistics.facts import draft_fact

UNANSWERED = {EndReason.HOURS_CLOSED: Outcome.CLOSED_BY_HOURS}


@transaction.atomic
def end_by_caller(*, contact: UUID, token: str | None = None) -> Contact:
    """End a contact because its caller wants it or left by the exit. Ended already: the same answer.

    Raises TokenInvalid when `token` (a digest) no longer opens it.
    """
    found = locked(contact, token=token)
    if found.state not in OVER:
        end(found, EndReason.CALLER, now=timezone.now())
    return found


@transaction.atomic
def end_by_handler(*, contact: UUID, by: Account, outcome: Outcome | None = None) -> Contact:
    """End a talk; the handler's wrap-up may follow. Ended already by this handler: the same answer.

    Raises ContactNotFound, or ContactClosed when the caller had ended it before.
    """
    found = contact_of_handler(by, contact, lock=True)
    if found.state in OVER:
        if found.end_reason not in {EndReason.HANDLER, EndReason.BOUNDARY}:
            raise ContactClosed
        return found
    found.outcome = outcome or ""
    end(found, EndReason.HANDLER, now=timezone.now())
    return found


@transaction.atomic
def note_outcome(*, contact: UUID, outcome: Outcome, by: Account) -> Contact:
    """Note on one's own ended contact how it came out, for when nobody closes it in time.

    An ending for abuse is no note: it bears a block, so it is made at the end of the talk or in closing.
    Raises ContactNotFound, or InvalidTransition while the talk still goes on.
    """
    found = contact_of_handler(by, contact, lock=True)
    if found.state != State.ENDED:
        raise InvalidTransition
    if found.outcome != Outcome.ENDED_INAPPROPRIATE:
        found.outcome = "" if outcome == Outcome.ENDED_INAPPROPRIATE else outcome
        found.save(update_fields=["outcome"])
    return found


@transaction.atomic
def wrap_up(*, contact: UUID, outcome: Outcome, by: Account, because: Alert.Because | None = None) -> Contact:
    """Close one's own ended contact with how it came out, and count it; a practice is not counted.

    `because` says why it is closed although a danger is open, which alerts the supervisors; where none is
    open it says nothing. Raises ContactNotFound, InvalidTransition while the talk still goes on, or
    DangerOpen where a danger is open and nobody says why.
    """
    found = contact_of_handler(by, contact, lock=True)
    if found.practice:
        close_practice(found, by=by, now=timezone.now())
        return found
    _check_danger(found, because, by)
    # What was ended for abuse stays so: its alert and its block say the same.
    kept = found.outcome == Outcome.ENDED_INAPPROPRIATE
    close(found, Outcome.ENDED_INAPPROPRIATE if kept else outcome, now=timezone.now())
    # Without the outcome: beside this moment it would point out the fact. See docs/confidentiality.md, 5.
    record(event="contact.closed", by=by, subject=found.pk)
    return found


def _check_danger(contact: Contact, because: Alert.Because | None, by: Account) -> None:
    """Ask before a danger is closed away, and alert where a person closes it all the same."""
    check_transition(State(contact.state), State.CLOSED)
    if (danger := open_danger(contact)) is None:
        return
    if because is None:
        raise DangerOpen(**danger.as_wire())
    raise_alert(kind=Alert.Kind.LEFT_OPEN, contact=contact.pk, about=by, queue=contact.queue, because=because)


def end(contact: Contact, reason: EndReason, *, now: datetime) -> None:
    """Stop the talk of a locked contact; one that nobody answered is closed at once."""
    check_transition(State(contact.state), State.ENDED)
    answered = contact.first_taken_at is not None
    waited = contact.state == State.WAITING
    contact.state, contact.ended_at, contact.end_reason = State.ENDED, now, reason
    contact.save(update_fields=["state", "ended_at", "end_reason", "outcome"])
    announce_on_commit(events.contact_group(contact.pk), events.contact_hint(contact.pk))
    if contact.practice:
        # Nobody looks at a queue of practice, and nobody gets the next one from it.
        stop_turns(contact)
        return
    announce_board(contact.queue)
    round_on_commit(contact.queue)
    if not waited:
        clear_talk(contact)
    else:
        clear_offer(contact)
        announce_on_commit(events.queue_group(contact.queue), events.queue_hint())
        if not answered:
            count_wait(contact, answered=False, now=now)
        # Nobody has it, so nobody can wrap it up.
        fallback = Outcome.LEFT_EARLY if answered else Outcome.ABANDONED
        close(contact, UNANSWERED.get(reason, fallback), now=now)


def close(contact: Contact, outcome: Outcome, *, now: datetime) -> None:
    """Close a locked, ended contact: set when its words die, and put down its draft fact.

    A practice leaves no fact, and its words go at once.
    """
    if contact.practice:
        close_practice(contact, by=None, now=now)
        return
    check_transition(State(contact.state), State.CLOSED)
    count_judgements(contact)
    count_answered(contact)
    deadlines = settings.HELPLINE_DEADLINES
    contact.state, contact.outcome, contact.closed_at = State.CLOSED, outcome, now
    contact.purge_at = now + timedelta(hours=settings.HELPLINE_RETENTION_HOURS)
    if is_recorded(contact.channel):
        # There never was a word of it: the row goes as soon as the fact is sealed.
        contact.purge_at = contact.words_destroyed_at = now
    contact.save(update_fields=["state", "outcome", "closed_at", "purge_at", "words_destroyed_at"])
    draft_fact(
        contact=contact.pk,
        values=fact_of(contact),
        correctable_until=now + timedelta(hours=deadlines["correctable_hours"]),
    )
    announce_on_commit(events.contact_group(contact.pk), events.contact_hint(contact.pk))
    announce_board(contact.queue)
    if contact.handler_id:
        announce_on_commit(events.handler_group(contact.handler_id), events.own_hint())
        round_on_commit(contact.queue)


def drop_practice(contact: Contact, *, now: datetime) -> None:
    """End and close the locked practice of a handler who is gone: there is nobody to wrap it up."""
    end(contact, EndReason.CALLER_GONE, now=now)
    close_practice(contact, by=None, now=now)
