"""The turns of a scripted caller: hearing the handler, thinking, and speaking when it is time.

A turn is a due time (`PracticeRun.due_at`); whoever acts on one holds the contact's row, so that of
several processes one speaks.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat.access import locked
from chat.errors import ContactNotFound
from chat.models import Contact, Message, PracticeRun
from chat.services.appending import Draft, append
from chat.services.ending import end
from chat.states import EndReason
from helpline.kernel.errors import HelplineError
from scripts.answers import kinds_of
from scripts.practice import Place, ScriptedCaller, hear, next_turn, pause_seconds
from scripts.services import scripted_callers

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Due:
    """When the caller's next turn is, and whether it is a line; after the last one they go."""

    at: datetime
    speaks: bool


def hear_handler(
    contact: Contact, *, bodies: Sequence[str] = (), kinds: Iterable[str] = (), now: datetime | None = None
) -> None:
    """Let the scripted caller of a locked practice contact hear an answer, and think about it."""
    run = PracticeRun.objects.select_for_update(of=("self",)).filter(contact=contact.pk).first()
    caller = _caller_of(run)
    if run is None or caller is None or run.ended_at is not None:
        return
    said = (kinds_of(body, hurts_others=caller.hurts_others) for body in bodies)
    found = frozenset(kinds).union(*said)
    before = _place(run)
    place = hear(before, found)
    run.heard, run.kinds = sorted(place.heard), sorted({*run.kinds, *found})
    moment = caller.moments[run.node]
    # In the middle of what they say nothing changes the pace, and whoever is going goes.
    if run.said >= len(moment.says) and not moment.ends:
        run.due_at = (now or timezone.now()) + pause(caller, place)
    run.save(update_fields=["heard", "kinds", "due_at"])


def take_turn(*, contact: UUID, now: datetime) -> Due | None:
    """Let the scripted caller speak, or go, if it is their turn; return the next turn, None after the end.

    Safe to call at any time and from any process: before the time nothing happens.
    """
    try:
        with transaction.atomic():
            found = locked(contact)
            run = PracticeRun.objects.select_for_update(of=("self",)).filter(contact=contact).first()
            if not found.practice or run is None or run.due_at is None:
                return None
            caller = _caller_of(run)
            if run.due_at > now:
                return _due(run, caller)
            turn = next_turn(caller, _place(run)) if caller else None
            if caller is None or turn is None:
                end(found, EndReason.CALLER, now=now)
                return None
            append(found, [Draft(sender=Message.Sender.CALLER, body=turn.line)], now=now)
            _move(run, turn.place, now + pause(caller, turn.place))
            return _due(run, caller)
    except ContactNotFound:
        return None


def _move(run: PracticeRun, place: Place, due_at: datetime) -> None:
    if place.node != run.node:
        run.path = [*run.path, place.node]
    run.node, run.said, run.heard, run.due_at = place.node, place.said, sorted(place.heard), due_at
    run.save(update_fields=["node", "said", "heard", "path", "due_at"])


def take_turns(*, now: datetime) -> int:
    """Take every turn that is due; return how many were taken. A practice that fails holds up no other."""
    due = PracticeRun.objects.filter(due_at__lte=now).order_by("due_at")
    return sum(_took_turn(contact, now) for contact in list(due.values_list("contact", flat=True)))


def _took_turn(contact: UUID, now: datetime) -> bool:
    try:
        take_turn(contact=contact, now=now)
    except Exception as failure:
        # Tried again in the next round. By its code alone: the text of an exception may quote a row.
        code = failure.code if isinstance(failure, HelplineError) else type(failure).__name__
        logger.error("the turn of a scripted caller was not taken: %s", code)
        return False
    return True


def pause(caller: ScriptedCaller, place: Place) -> timedelta:
    """Return the pause before the next turn; only silence is never hurried by the setting."""
    waits = place.said >= len(caller.moments[place.node].says) and not place.heard
    silent = waits and not caller.moments[place.node].ends
    share = 1.0 if silent else settings.HELPLINE_PRACTICE_PACE_PERCENT / 100
    return timedelta(seconds=pause_seconds(caller, place) * share)


def _place(run: PracticeRun) -> Place:
    return Place(run.node, run.said, frozenset(run.heard))


def _caller_of(run: PracticeRun | None) -> ScriptedCaller | None:
    """Return the caller of a run; None when a new version no longer has them, or not at that node."""
    caller = scripted_callers().get(run.caller) if run else None
    return caller if run and caller and run.node in caller.moments else None


def _due(run: PracticeRun, caller: ScriptedCaller | None) -> Due | None:
    if run.due_at is None:
        return None
    return Due(run.due_at, speaks=caller is not None and next_turn(caller, _place(run)) is not None)
