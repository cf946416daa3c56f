"""What happens by itself when a time has passed; each job is safe to run twice.

Deadlines are columns, so that any process may act on them: see helpline/timers.py.
"""

import json
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from chat.access import locked
from chat.channels import RECORDED, Channel
from chat.errors import ContactNotFound
from chat.models import Alert, AwayBecause, Contact, Message, Presence
from chat.selectors import line_settings
from chat.services import practice
from chat.services.alerts import raise_alert
from chat.services.appending import Draft, append
from chat.services.board import announce_board
from chat.services.danger import contacts_in_danger, last_over, last_overs, stands
from chat.services.dangers import is_danger_open
from chat.services.ending import close, drop_practice, end
from chat.services.queue import put_back
from chat.services.recording import drop, is_empty
from chat.states import EndReason, Outcome, State
from chat.system_texts import say
from helpline.hours.rules import Intake
from helpline.hours.said import opens_again
from helpline.hours.services import opening_state
from helpline.staff.audit import record
from triage.services import closing_cards

logger = logging.getLogger(__name__)


def return_dropped(*, now: datetime) -> int:
    """Put back to the front the talks of handlers whose lease has run out; return how many."""
    gone = Presence.objects.filter(leased_until__lte=now)
    dropped = gone.filter(available=True)
    if dropped.update(available=False, asked_at=None, away_because=AwayBecause.DROPPED):
        announce_board()
    talks = Contact.objects.filter(
        Q(handler__in=gone.values("handler")) | Q(handler__presence__isnull=True),
        state=State.TALKING,
        channel=Channel.WEB_CHAT,
    )
    return _each(talks.values_list("pk", flat=True), lambda contact: _return(contact, now))


def _return(contact: Contact, now: datetime) -> bool:
    """Put back one talk, unless its handler came back meanwhile."""
    back = Presence.objects.filter(handler=contact.handler_id, leased_until__gt=now).exists()
    if contact.state != State.TALKING or back:
        return False
    if contact.practice:
        drop_practice(contact, now=now)
        return True
    account = contact.handler
    put_back(contact, "returned")
    if account:
        # One for each handler, however many talks they had.
        raise_alert(kind=Alert.Kind.DROPPED, about=account, queue=contact.queue)
    detail = {"handler": account.username if account else ""}
    record(event="contact.returned", by=None, subject=contact.pk, detail=detail)
    return True


def end_left(*, now: datetime) -> int:
    """End the contacts of callers who have been gone for 2 minutes waiting or 10 talking.

    None whose danger stands: a caller who has rung 999 may come back to it.
    """
    deadlines = settings.HELPLINE_DEADLINES
    waited = now - timedelta(seconds=deadlines["caller_gone_waiting_seconds"])
    talked = now - timedelta(seconds=deadlines["caller_gone_talking_seconds"])
    left_waiting = Q(state=State.WAITING, caller_seen_at__lte=waited)
    left_talking = Q(state=State.TALKING, caller_seen_at__lte=talked)
    # Neither a scripted caller nor one on the phone has a page that could be gone.
    gone = Contact.objects.filter(left_waiting | left_talking, practice=False, channel=Channel.WEB_CHAT)
    gone = gone.exclude(pk__in=contacts_in_danger())
    return _each(gone.values_list("pk", flat=True), lambda contact: _end_left(contact, now, waited, talked))


def _end_left(contact: Contact, now: datetime, waited: datetime, talked: datetime) -> bool:
    since = {State.WAITING: waited, State.TALKING: talked}.get(State(contact.state))
    if since is None or contact.caller_seen_at > since or stands(contact.pk):
        return False
    end(contact, EndReason.CALLER_GONE, now=now)
    return True


def end_left_open(*, now: datetime) -> int:
    """End phone calls and e-mails that nobody records any more: then the wrap-up is to do, as ever.

    That is where the handler has been gone for 15 minutes, not the 45 seconds of a talk: a machine may sleep
    while its handler listens; and where it has been open for 4 hours, since nobody talks that long. Not while
    a danger stands.
    """
    deadlines = settings.HELPLINE_DEADLINES
    gone = now - timedelta(seconds=deadlines["recording_gone_seconds"])
    longest = now - timedelta(seconds=deadlines["recording_most_seconds"])
    left = Q(handler__presence__isnull=True) | Q(handler__presence__leased_until__lte=gone)
    rows = Contact.objects.filter(left | Q(taken_at__lte=longest), state=State.TALKING, channel__in=RECORDED)
    return _each(rows.values_list("pk", flat=True), lambda contact: _end_left_open(contact, now))


def _end_left_open(contact: Contact, now: datetime) -> bool:
    if contact.state != State.TALKING or stands(contact.pk):
        return False
    end(contact, EndReason.LEFT_OPEN, now=now)
    return True


def close_unwrapped(*, now: datetime) -> int:
    """Close what ended and nobody wrapped up in the time that the line's settings give, and count it.

    What was chosen and noted until then stays. A danger that is left open is an alert until somebody looks;
    one that a handler raised keeps the wrap-up open, and its time begins when that danger is closed.
    A recording that was left open with nothing in it is counted nowhere: nobody can say that anybody rang.
    """
    ended = Contact.objects.filter(state=State.ENDED)
    return sum(
        _each(
            ended.filter(queue=queue, ended_at__lte=wrap_up_since(queue, now)).values_list("pk", flat=True),
            lambda contact: _close_unwrapped(contact, now),
        )
        for queue in ended.values_list("queue", flat=True).distinct()
    )


def wrap_up_since(queue: str, now: datetime) -> datetime:
    """Return before which moment a talk must have ended for its wrap-up to be too late."""
    return now - _time_for_a_wrap_up(queue)


def wrap_up_until(contact: Contact) -> datetime | None:
    """Return when an ended contact is closed by itself; None before, after, and while its danger stands."""
    return wrap_ups_until([contact]).get(contact.pk)


def wrap_ups_until(contacts: Iterable[Contact]) -> dict[UUID, datetime]:
    """Return the same for those of many contacts that have such a moment; two queries, or none."""
    ended = {each.pk: each for each in contacts if each.state == State.ENDED and each.ended_at is not None}
    over = last_overs(ended)
    time_for = cache(_time_for_a_wrap_up)
    return {
        pk: max(each.ended_at, over.get(pk) or each.ended_at) + time_for(each.queue)
        for pk, each in ended.items()
        if each.ended_at is not None and over.get(pk, each.ended_at) is not None
    }


def _wrap_up_began(contact: Contact) -> datetime | None:
    """Return since when the time for a wrap-up counts; None before the end."""
    if contact.ended_at is None:
        return None
    return max(contact.ended_at, last_over(contact.pk) or contact.ended_at)


def _time_for_a_wrap_up(queue: str) -> timedelta:
    # A practice stands in a queue of its own and has the time that a real one has.
    line = line_settings() if queue == practice.QUEUE else line_settings(queue)
    return timedelta(minutes=line.wrap_up_minutes)


def closed_by_itself(contact: Contact) -> bool:
    """Tell whether a closed contact had as long as a wrap-up may take, and nobody closed it before."""
    if contact.state != State.CLOSED or contact.closed_at is None:
        return False
    began = _wrap_up_began(contact)
    return began is not None and began <= wrap_up_since(contact.queue, contact.closed_at)


def _close_unwrapped(contact: Contact, now: datetime) -> bool:
    began = _wrap_up_began(contact)
    if contact.state != State.ENDED or began is None or stands(contact.pk):
        return False
    if began > wrap_up_since(contact.queue, now):
        return False
    if contact.end_reason == EndReason.LEFT_OPEN and is_empty(contact):
        drop(contact, by=None)
        return True
    if is_danger_open(contact):
        raise_alert(kind=Alert.Kind.UNWRAPPED, contact=contact.pk, about=contact.handler, queue=contact.queue)
    by_caller = contact.end_reason in {EndReason.CALLER, EndReason.CALLER_GONE}
    fallback = Outcome.LEFT_EARLY if by_caller else Outcome.COMPLETED
    close(contact, Outcome(contact.outcome or fallback), now=now)
    return True


def end_waiting_at_closing(*, now: datetime, queue: str = "main") -> int:
    """When the hours are over, give whoever still waits the lines and the next opening."""
    state = opening_state(queue=queue, at=now)
    if state.intake is not Intake.CLOSED:
        return 0
    # A test contact is how an admin looks before the line opens.
    left = Contact.objects.filter(queue=queue, state=State.WAITING, practice=False)
    return _each(
        left.values_list("pk", flat=True), lambda contact: _end_at_closing(contact, state.opens_at, now)
    )


def _end_at_closing(contact: Contact, opens_at: datetime | None, now: datetime) -> bool:
    if contact.state != State.WAITING:
        return False
    said = closing_words(contact.language, opens_at, answered=contact.first_taken_at is not None)
    words = Draft(sender=Message.Sender.SYSTEM, body=said)
    cards = [
        Draft(sender=Message.Sender.SYSTEM, kind=Message.Kind.SIGNPOST, body=json.dumps(card))
        for card in closing_cards(area=contact.area or None, language=contact.language)
    ]
    append(contact, [words, *cards], now=now)
    end(contact, EndReason.HOURS_CLOSED, now=now)
    return True


def closing_words(language: str, opens_at: datetime | None, *, answered: bool = False) -> str:
    """Return what a caller who waited (or, `answered`, waited again) is told when the hours are over."""
    opening = opens_again(language, opens_at) if opens_at else ""
    return say("hours_over_again" if answered else "hours_over", language, opening=opening)


def _each(contacts: Iterable[UUID], act: Callable[[Contact], bool]) -> int:
    """Lock each contact in a transaction of its own and act on it; return how many changed.

    One that fails, say because its words cannot be sealed any more, keeps none of the others.
    """
    changed = 0
    for pk in list(contacts):
        try:
            with transaction.atomic():
                changed += act(locked(pk))
        except ContactNotFound:
            continue
        except Exception as failure:
            # Tried again in the next round. Without the text: an exception may quote a row.
            logger.error("a deadline of a contact was not acted on: %s", type(failure).__name__)
    return changed
