"""Sending a programme or a helpline into a talk, as a card that the caller may keep."""

import json
from uuid import UUID

from django.db import transaction

from chat.access import contact_of_handler, locked
from chat.errors import ContactClosed, IdUsed
from chat.models import Message
from chat.services.appending import Draft, append
from chat.services.messages import Posted, posted_again
from chat.services.practice import hear_handler
from chat.states import State
from helpline.staff.models import Account
from scripts.answers import CARD
from triage.services import card, record_signpost, triage_of


@transaction.atomic
def send_signpost(*, contact: UUID, programme: UUID, client_id: UUID, by: Account) -> Posted:
    """Send one card and record that it was given.

    The same client id again gives whoever sent it the first answer and no second card, also once the talk
    is somebody else's or has ended.
    Raises IdUsed, ContactNotFound, ContactClosed, or triage's refusals (unreachable, unconfirmed,
    not for callers, no such entry).
    """
    # The row first, so that the same card asked for twice at once is seen here by the second.
    found = locked(contact)
    known = Message.objects.filter(contact=found, sender=Message.Sender.HANDLER, client_id=client_id).first()
    if known and known.by_id == by.pk:
        return posted_again(known)
    found = contact_of_handler(by, contact)
    if known and known.by_id:
        raise IdUsed
    if known:
        return posted_again(known)
    if found.state != State.TALKING:
        raise ContactClosed
    shown = card(entry_id=programme, about=found.about, caller_type=triage_of(found.pk)["caller_type"])
    draft = Draft(
        kind=Message.Kind.SIGNPOST,
        sender=Message.Sender.HANDLER,
        client_id=client_id,
        by=by.pk,
        body=json.dumps(shown, ensure_ascii=False),
    )
    (row,) = append(found, [draft])
    if found.practice:
        hear_handler(found, kinds=[CARD])
    record_signpost(contact=found.pk, entry_id=programme, by=by)
    return Posted(contact=found.pk, client_id=client_id, seq=row.seq, at=row.at)
