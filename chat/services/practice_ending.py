"""The end of a practice: its wrap-up is over, and everything of it goes but for the codes to look back on.

Two steps. `close_practice` says, in the transaction of whoever calls it, that the practice is over.
Once that is committed, `clear` destroys the key and after it the rows: destroyed before, a rollback
would leave a talk that goes on and whose words nobody can read. Should the process die between any
two of these, the contact stands there closed, and the timer clears it (`clear_closed`).
"""

import logging
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from chat import events
from chat.models import Aside, Contact, Message, PracticeRun, Presence
from chat.selectors import events_after
from chat.services.board import announce_board
from chat.services.guidance import heard
from chat.states import State, check_transition
from helpline.kernel.keystore import destroy_keys
from helpline.kernel.live import announce_on_commit
from helpline.staff.audit import record
from helpline.staff.models import Account
from triage.services import forget

logger = logging.getLogger(__name__)
LOOK_BACK_KEPT = timedelta(hours=24)


def stop_turns(contact: Contact) -> None:
    """Let the scripted caller of a locked contact say nothing more: the talk has ended."""
    PracticeRun.objects.filter(contact=contact.pk).update(due_at=None)


def close_practice(contact: Contact, *, by: Account | None, now: datetime) -> None:
    """End the practice of a locked contact whose talk is over; its words go once this is committed.

    What stays for a look back are codes: cues, prompts and kinds of answer. Raises InvalidTransition
    while the talk goes on.
    """
    check_transition(State(contact.state), State.CLOSED)
    run = PracticeRun.objects.select_for_update(of=("self",)).filter(contact=contact.pk).first()
    if run is not None:
        run.cues, run.prompts = _cues(contact), _prompts(contact)
        run.ended_at, run.due_at = now, None
        run.save(update_fields=["cues", "prompts", "ended_at", "due_at"])
    # Without `purge_at`: the purge and its line in the audit are for real callers.
    contact.state, contact.closed_at = State.CLOSED, now
    contact.save(update_fields=["state", "closed_at"])
    record(event="practice.ended", by=by, subject=contact.pk)
    transaction.on_commit(partial(_clear, contact.pk), robust=True)
    announce_on_commit(events.contact_group(contact.pk), events.contact_hint(contact.pk))


def clear_closed() -> int:
    """Clear every practice that is over and still there; return how many. One that fails stops no other."""
    closed = Contact.objects.filter(practice=True, state=State.CLOSED)
    return sum(_clear(contact) for contact in list(closed.values_list("pk", flat=True)))


def _clear(contact: UUID) -> bool:
    try:
        clear(contact)
    except Exception as failure:
        # The timer tries again. Without the text: an exception may quote a row.
        logger.error("a practice that is over was not cleared: %s", type(failure).__name__)
        return False
    return True


def clear(contact: UUID) -> None:
    """Destroy the key of a closed practice, then its rows; its handler trains no more. Safe to repeat."""
    found = Contact.objects.filter(pk=contact, practice=True, state=State.CLOSED).first()
    if found is None:
        return
    # The key first, and outside a transaction: from here on no copy of a row can be read.
    destroy_keys([contact])
    with transaction.atomic():
        list(Presence.objects.select_for_update(of=("self",)).filter(handler=found.handler_id))
        list(Contact.objects.select_for_update(of=("self",)).filter(pk=contact))
        Message.objects.filter(contact=contact).delete()
        Aside.objects.filter(contact=contact).delete()
        forget([contact])
        Contact.objects.filter(pk=contact).delete()
        _train_no_more(found.handler_id)


def _train_no_more(handler: int | None) -> None:
    # They may have begun the next one already.
    if handler is None or PracticeRun.objects.filter(handler=handler, ended_at__isnull=True).exists():
        return
    Presence.objects.filter(handler=handler).update(training=False)
    announce_on_commit(events.handler_group(handler), events.own_hint())
    announce_board()


def forget_look_backs(*, now: datetime) -> int:
    """Forget what nobody looked back on for a day; return how many."""
    return PracticeRun.objects.filter(ended_at__lte=now - LOOK_BACK_KEPT).delete()[0]


def has_ended(contact: UUID, *, by: Account | None = None) -> bool:
    """Tell whether this was a practice (of this handler) that is over."""
    runs = PracticeRun.objects.filter(contact=contact, ended_at__isnull=False)
    return (runs if by is None else runs.filter(handler=by)).exists()


def _cues(contact: Contact) -> list[str]:
    said = heard(contact, events_after(contact.pk, 0))
    cues = [cue["cue"] for event in said if event["type"] == "cues" for cue in event["cues"]]
    return list(dict.fromkeys(cues))


def _prompts(contact: Contact) -> list[str]:
    used = Message.objects.filter(contact=contact).exclude(prompt="").order_by("seq")
    return list(dict.fromkeys(used.values_list("prompt", flat=True)))
