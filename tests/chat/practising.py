"""What happens in a practice, in one line each: tests of its beginning, turns, end and look back."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from chat.models import Alert, Contact, Message, PracticeRun
from chat.services import practice, practice_ending, practice_turns
from chat.services.ending import end_by_handler, wrap_up
from chat.states import Outcome
from helpline.kernel.models import ContactKey
from helpline.staff.models import Account
from scripts.services import scripted_callers
from tests.chat.acts import bodies
from triage.models import MarkerAnswer, SignpostGiven, TriageRecord

SHOVE = "only_a_shove"
LATER = timedelta(seconds=1)


def practises(account: Account, caller: str = SHOVE, **more: Any) -> Contact:
    """A handler begins to practise."""
    found = practice.start_practice(caller=caller, client_id=more.get("id", uuid4()), by=account)
    return Contact.objects.get(pk=found)


def waits_for_a_turn(contact: Contact, clock: Any) -> str | None:
    """Let the time pass until the caller's next turn; return what they say, None when they end it."""
    run = PracticeRun.objects.get(contact=contact.pk)
    assert run.due_at is not None
    clock.move_to(run.due_at)
    before = len(bodies(contact))
    practice_turns.take_turns(now=timezone.now())
    said = bodies(contact)[before:]
    return said[0] if said else None


def hears_all(contact: Contact, clock: Any) -> list[str]:
    """Let the caller say what they have to say until they wait for an answer."""
    said = []
    while True:
        run = PracticeRun.objects.get(contact=contact.pk)
        if run.said == len(scripted_callers()[run.caller].moments[run.node].says) and not run.heard:
            return said
        said.append(waits_for_a_turn(contact, clock) or "")


def ends(contact: Contact, by: Account) -> None:
    """The handler ends the talk and wraps it up; it is committed, and everything goes."""
    end_by_handler(contact=contact.pk, by=by)
    wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=by)
    practice_ending.clear_closed()


def left_behind(contact: Contact) -> dict[str, int]:
    """Count what is still there of a contact, in every room."""
    held = {
        "contacts": Contact.objects.filter(pk=contact.pk),
        "messages": Message.objects.filter(contact=contact.pk),
        "keys": ContactKey.objects.filter(contact=contact.pk),
        "triage": TriageRecord.objects.filter(contact=contact.pk),
        "markers": MarkerAnswer.objects.filter(contact=contact.pk),
        "signposts": SignpostGiven.objects.filter(contact=contact.pk),
        "alerts": Alert.objects.filter(contact=contact.pk),
    }
    return {name: rows.count() for name, rows in held.items() if rows.exists()}
