"""Sending a programme or a helpline into a talk, as a card that the caller may keep."""

import json
from uuid import UUID

from django.db import transaction

from chat.access import contact_of_handler
from chat.errors import ContactClosed
from chat.models import Message
from chat.services.appending import Draft, append
from chat.services.messages import Posted
from chat.services.practice import hear_handler
from chat.states import State
from helpline.staff.models import Account
from scripts.answers import CARD
from triage.services import card, record_signpost, triage_of


@transaction.atomic
def send_signpost(*, contact: UUID, programme: UUID, client_id: UUID, by: Account) -> Posted:
    """Send one card and record that it was given.

    The same client id again gives the first answer and no second card.
    Raises ContactNotFound, ContactClosed, or triage's refusals (unreachable, unconfirmed,
    not for callers, no such entry).
    """
    found = contact_of_handler(by, contact, lock=True)
    known = Message.objects.filter(contact=found, sender=Message.Sender.HANDLER, client_id=client_id).first()
    if known:
        return Posted(contact=found.pk, client_id=client_id, seq=known.seq, at=known.at, repeated=True)
    if found.state != State.TALKING:
        raise ContactClosed
    shown = card(entry_id=programme, about=found.about, caller_type=triage_of(found.pk)["caller_type"])
    draft = Draft(
        kind=Message.Kind.SIGNPOST,
        sender=Message.Sender.HANDLER,
        client_id=client_id,
        body=json.dumps(shown, ensure_ascii=False),
    )
    (row,) = append(found, [draft])
    if found.practice:
        hear_handler(found, kinds=[CARD])
    record_signpost(contact=found.pk, entry_id=programme, by=by)
    return Posted(contact=found.pk, client_id=client_id, seq=row.seq, at=row.at)
