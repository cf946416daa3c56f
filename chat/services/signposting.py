"""Sending a programme or a helpline into a talk, as a card that the caller may keep."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from django.db import transaction

from chat.access import contact_of_handler, joined_talks, locked
from chat.channels import check_written
from chat.errors import ContactClosed, ContactNotFound, HandlerGives, IdUsed
from chat.models import Contact, Message
from chat.services.appending import Draft, append
from chat.services.messages import Posted, posted_again
from chat.services.practice_turns import hear_handler
from chat.states import State
from helpline.kernel.errors import HelplineError
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
    return _send(contact, {client_id: programme}, by)


@transaction.atomic
def send_signposts(*, contact: UUID, programmes: Sequence[UUID], client_id: UUID, by: Account) -> Posted:
    """Send several cards with one act, in this order, each recorded on its own: all of them or none.

    Returns the last one as posted, under the client id of the act. Asked again it sends nothing more.
    Raises what `send_signpost` raises; a refusal of triage's names its `programme`.
    """
    cards = {uuid5(client_id, str(programme)): programme for programme in programmes}
    return replace(_send(contact, cards, by), client_id=client_id)


def _send(contact: UUID, cards: Mapping[UUID, UUID], by: Account) -> Posted:
    """Send the services of {client id: id of the service}; return the last one as posted."""
    # The row first, so that the same card asked for twice at once is seen here by the second.
    found = locked(contact)
    sent = Message.objects.filter(contact=found, sender=Message.Sender.HANDLER, client_id__in=cards)
    known = list(sent.order_by("seq"))
    if not known or known[0].by_id != by.pk:
        found = own_talk(contact, by)
    if known:
        if len(known) != len(cards) or any(row.by_id not in {None, by.pk} for row in known):
            raise IdUsed
        return posted_again(known[-1])
    check_written(found.channel)
    if found.state != State.TALKING:
        raise ContactClosed
    rows = append(found, [_draft(found, client_id, entry, by) for client_id, entry in cards.items()])
    if found.practice:
        hear_handler(found, kinds=[CARD])
    for programme in cards.values():
        _record(found, programme, by)
    last = rows[-1]
    return Posted(contact=found.pk, client_id=list(cards)[-1], seq=last.seq, at=last.at)


def _draft(contact: Contact, client_id: UUID, programme: UUID, by: Account) -> Draft:
    try:
        shown = _card_for(contact, programme)
    except HelplineError as refusal:
        # Of several, which one it is.
        refusal.extra = {**refusal.extra, "programme": str(programme)}
        raise
    return Draft(
        kind=Message.Kind.SIGNPOST,
        sender=Message.Sender.HANDLER,
        client_id=client_id,
        by=by.pk,
        body=json.dumps(shown, ensure_ascii=False),
    )


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
