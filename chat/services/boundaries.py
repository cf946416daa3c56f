"""Contacts that cross a line: one warning, then the end, the lines to ring, and a pause for the handler."""

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from chat import events
from chat.access import contact_of_handler
from chat.boundaries import Kind, WarningGiven, check_may_end
from chat.channels import check_written
from chat.errors import ContactClosed
from chat.models import Alert, Contact, Message, Presence
from chat.services.alerts import raise_alert
from chat.services.appending import Draft, append
from chat.services.blocks import block_network
from chat.services.ending import end
from chat.services.pausing import begin_pause
from chat.states import OVER, EndReason, Outcome, State
from chat.system_texts import say
from helpline.kernel.live import announce_on_commit
from helpline.staff.models import Account
from triage.services import closing_cards


@transaction.atomic
def warn(*, contact: UUID, by: Account) -> Contact:
    """Note that this talk is warned now; the sentence itself is in the box, and a person sends it.

    The contact's row holds it, and the audit does not: see docs/adr/0019.
    One warning: the first moment stays. Raises ContactNotFound, or ContactClosed.
    """
    found = contact_of_handler(by, contact, lock=True)
    check_written(found.channel)
    if found.state != State.TALKING:
        raise ContactClosed
    if found.warned_at is None:
        found.warned_at = timezone.now()
        found.save(update_fields=["warned_at"])
        announce_on_commit(events.contact_group(found.pk), events.contact_hint(found.pk))
    return found


@transaction.atomic
def end_for_abuse(*, contact: UUID, kind: Kind, by: Account, block: bool = False) -> Contact:
    """End a talk that crosses a line: closing words with the lines to ring, an alert, a pause.

    In the audit it ends as every talk does (docs/adr/0019): the rows that say more go with the contact.

    `block`: no new chat may start from the caller's network for a day.

    Ended so already by this handler: the same answer, and nothing happens twice.
    Raises ContactNotFound, ContactClosed, or WarningFirst before one warning was given.
    """
    # The presence first, as everywhere: the pause writes to it, and an offer that runs out holds it.
    Presence.objects.select_for_update(of=("self",)).filter(handler=by).first()
    found = contact_of_handler(by, contact, lock=True)
    check_written(found.channel)
    if found.state in OVER:
        if found.end_reason != EndReason.BOUNDARY:
            raise ContactClosed
        return found
    check_may_end(kind, _warning_of(found))
    now = timezone.now()
    _say_goodbye(found, now)
    found.outcome = Outcome.ENDED_INAPPROPRIATE
    end(found, EndReason.BOUNDARY, now=now)
    if found.practice:
        # Nobody crossed a line: no alert, no block, no pause.
        return found
    raise_alert(kind=Alert.Kind.BOUNDARY, contact=found.pk, about=by, queue=found.queue)
    if block:
        block_network(found, kind=kind, by=by, now=now)
    begin_pause(by=by, queue=found.queue, now=now)
    return found


def _warning_of(contact: Contact) -> WarningGiven:
    """Return when this talk was warned and when its handlers last wrote, whoever of them it was."""
    words = (Message.Kind.MESSAGE, Message.Kind.AGREED)
    written = Message.objects.filter(contact=contact, sender=Message.Sender.HANDLER, kind__in=words)
    return WarningGiven(contact.warned_at, written.aggregate(last=Max("at"))["last"])


def _say_goodbye(contact: Contact, now: datetime) -> None:
    words = Draft(sender=Message.Sender.SYSTEM, body=say("ended_for_abuse", contact.language))
    cards = [
        Draft(sender=Message.Sender.SYSTEM, kind=Message.Kind.SIGNPOST, body=json.dumps(card))
        for card in closing_cards(area=contact.area or None, language=contact.language)
    ]
    append(contact, [words, *cards], now=now)
