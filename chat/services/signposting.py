"""Sending a programme or a helpline into a talk, as a card that the caller may keep."""

import json
from uuid import UUID

from django.db import transaction

from chat.access import contact_of_handler, joined_talks, locked
from chat.channels import check_written
from chat.errors import ContactClosed, ContactNotFound, HandlerGives, IdUsed
from chat.models import Contact, Message
from chat.services.appending import Draft, append
from chat.services.messages import Posted, posted_again
from chat.services.practice_turns import hear_handler
from chat.states import State
from helpline.staff.models import Account
from scripts.answers import CARD
from triage.services import (
    EMERGENCY_ID,
    EntryNotFound,
    card,
    emergency_card,
    record_signpost,
    triage_of,
    type_of_card,
)


@transaction.atomic
def send_signpost(*, contact: UUID, programme: UUID, client_id: UUID, by: Account) -> Posted:
    """Send one card and record that it was given.

    The same client id again gives whoever sent it the first answer and no second card, also once the talk
    is somebody else's or has ended.
    The handler alone gives cards: what was given is theirs to know, and to say in the wrap-up.
    Raises HandlerGives to a supervisor who has joined the talk, IdUsed, ContactNotFound, ContactClosed,
    or triage's refusals (999 has none: unreachable, unconfirmed, not for callers, no such entry).
    """
    # The row first, so that the same card asked for twice at once is seen here by the second.
    found = locked(contact)
    known = Message.objects.filter(contact=found, sender=Message.Sender.HANDLER, client_id=client_id).first()
    if known is None or known.by_id != by.pk:
        found = own_talk(contact, by)
    if known:
        if known.by_id not in {None, by.pk}:
            raise IdUsed
        return posted_again(known)
    check_written(found.channel)
    if found.state != State.TALKING:
        raise ContactClosed
    shown = _card_for(found, programme)
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
    _record(found, programme, by)
    return Posted(contact=found.pk, client_id=client_id, seq=row.seq, at=row.at)


def _card_for(contact: Contact, programme: UUID) -> type_of_card:
    if programme == EMERGENCY_ID:
        return emergency_card(contact.language)
    caller_type = triage_of(contact.pk)["caller_type"]
    return card(entry_id=programme, about=contact.about, caller_type=caller_type, language=contact.language)


def _record(contact: Contact, programme: UUID, by: Account) -> None:
    try:
        with transaction.atomic():
            record_signpost(contact=contact.pk, entry_id=programme, by=by)
    except EntryNotFound:
        # 999 goes out where no directory was loaded as well; there is nothing to count it under.
        if programme != EMERGENCY_ID:
            raise


def own_talk(contact: UUID, by: Account) -> Contact:
    """Return this handler's own contact, which is locked already; who has joined it is told whom to ask."""
    try:
        return contact_of_handler(by, contact)
    except ContactNotFound:
        if joined_talks([by.pk], [contact]):
            raise HandlerGives from None
        raise
