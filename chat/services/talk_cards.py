"""A handler's cards for a talk, and the caller's answers to its rulers; each in the talk's one sequence."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from chat.access import locked
from chat.channels import check_written
from chat.errors import CardAnswered, CardUnknown, ContactClosed, IdUsed
from chat.models import Contact, Message
from chat.selectors import unsealed
from chat.services.appending import Draft, append
from chat.services.guidance_use import count_use
from chat.services.messages import Posted, posted_again
from chat.services.practice_turns import hear_handler
from chat.services.signposting import own_talk
from chat.states import OPEN, State
from chat.talk_cards import RULERS, CardName, Payload, payload_of
from helpline.kernel.keystore import key_of
from helpline.staff.models import Account
from scripts.engine import caller_kind
from triage.risk import Answer
from triage.services import triage_of

# What each is to a scripted caller, as kinds of answer (scripts/answers.py).
HEARD_AS = {
    CardName.IMPORTANCE: "open_question",
    CardName.CONFIDENCE: "open_question",
    CardName.TIME_OUT: "next_step",
    CardName.TONIGHT: "next_step",
}
ORDER = "order_breach"


@transaction.atomic
def send_card(
    *,
    contact: UUID,
    name: CardName,
    client_id: UUID,
    by: Account,
    contact_forbidden: bool | None = None,
    lines: Mapping[str, str] | None = None,
) -> Posted:
    """Send one card into one's own talk; the same client id again gives its sender the first answer.

    Raises HandlerGives, IdUsed, ContactNotFound, ContactClosed, or the refusals of
    `chat.talk_cards.payload_of`: a time out is never sent where an order or bail forbids contact.
    """
    found = locked(contact)
    known = _stored(found, Message.Sender.HANDLER, client_id)
    if known is None or known.by_id != by.pk:
        found = own_talk(contact, by)
    if known:
        if known.by_id not in {None, by.pk} or known.kind != Message.Kind.CARD:
            raise IdUsed
        return posted_again(known)
    check_written(found.channel)
    if found.state != State.TALKING:
        raise ContactClosed
    triage = triage_of(found.pk)
    payload = payload_of(
        name,
        lines=lines or {},
        contact_forbidden=contact_forbidden,
        order_recorded=triage["markers"][ORDER] == Answer.YES,
        caller_kind=caller_kind(found.about, found.age_band or None, triage["caller_type"]),
    )
    posted = _keep(found, Message.Kind.CARD, Message.Sender.HANDLER, payload, client_id=client_id, by=by.pk)
    count_use(contact=found.pk, kind="card_sent", name=name)
    if found.practice:
        hear_handler(found, kinds=[HEARD_AS[name]])
    return posted


@transaction.atomic
def answer_card(
    *, contact: UUID, card: UUID, value: int | None, client_id: UUID, token: str | None = None
) -> Posted:
    """Keep the caller's answer to a ruler; None is "rather not say".

    It may be changed until the handler has written or sent the next thing. The same client id with the same
    answer gives the first one's, also after the end. Raises TokenInvalid, ContactNotFound, IdUsed,
    CardUnknown, CardAnswered or ContactClosed.
    """
    found = locked(contact, token=token)
    payload: Payload = {"card": str(card), "value": value}
    if known := _stored(found, Message.Sender.CALLER, client_id):
        if known.kind != Message.Kind.ANSWER or _payload(known, key_of(found.pk)) != payload:
            raise IdUsed
        return posted_again(known)
    if found.state not in OPEN:
        raise ContactClosed
    name, is_first = _asked(found, card)
    if is_first:
        count_use(contact=found.pk, kind="card_answered", name=name)
    return _keep(found, Message.Kind.ANSWER, Message.Sender.CALLER, payload, client_id=client_id)


def _stored(contact: Contact, sender: str, client_id: UUID) -> Message | None:
    return Message.objects.filter(contact=contact, sender=sender, client_id=client_id).first()


def _payload(row: Message, key: bytes) -> Payload:
    held: Payload = json.loads(unsealed(row, key))
    return held


def _asked(contact: Contact, card: UUID) -> tuple[str, bool]:
    """Return the name of a ruler that may be answered now, and whether it never was.

    Raises CardUnknown, or CardAnswered where the handler went on after an answer.
    """
    asked = _stored(contact, Message.Sender.HANDLER, card)
    # Whoever came back with a code was not shown what was asked before.
    if asked is None or asked.kind != Message.Kind.CARD or asked.seq <= contact.hidden_to_seq:
        raise CardUnknown
    key = key_of(contact.pk)
    name = _payload(asked, key)["name"]
    if name not in RULERS:
        raise CardUnknown
    rows = Message.objects.filter(contact=contact, seq__gt=asked.seq)
    answers = [
        row.seq for row in rows.filter(kind=Message.Kind.ANSWER) if _payload(row, key)["card"] == str(card)
    ]
    if answers and rows.filter(sender=Message.Sender.HANDLER, seq__gt=min(answers)).exists():
        raise CardAnswered
    return name, not answers


def _keep(
    contact: Contact, kind: str, sender: str, payload: Payload, *, client_id: UUID, by: int | None = None
) -> Posted:
    draft = Draft(
        kind=kind, sender=sender, client_id=client_id, by=by, body=json.dumps(payload, ensure_ascii=False)
    )
    (row,) = append(contact, [draft])
    return Posted(contact=contact.pk, client_id=client_id, seq=row.seq, at=row.at)
