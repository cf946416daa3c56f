"""A phone call or an e-mail that a handler records: script, triage, services given, and the fact. No words.

No key is made for it, so nothing could be sealed: there is no message, no note and no card in it, and
nobody else can read along or take it over. It is its handler's from the first moment, and never waits.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from chat import assignment, events
from chat.access import contact_of_handler
from chat.channels import Channel, check_recorded
from chat.errors import ContactClosed, DangerOpen, RecordingBusy, Training
from chat.models import Contact, Presence
from chat.recorded_answers import check_answers
from chat.services.board import announce_board
from chat.services.dangers import open_danger
from chat.services.desk_contacts import create_on_desk
from chat.services.presence import renew_presence
from chat.services.rounds import round_on_commit
from chat.states import State
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Permission
from triage.services import card, forget, record_signpost, signposts_of, triage_of

QUEUE = "main"


@transaction.atomic
def start_recording(*, channel: Channel, about: str, by: Account) -> UUID:
    """Begin to record a phone call or an e-mail, also while away or with every place taken; return its id.

    A phone call takes every place while it lasts, an e-mail takes one. `about` as a caller would answer.
    Raises Forbidden, Training while practising, or RecordingBusy where one of that channel is open.
    """
    check_may(by, Permission.TAKE_CONTACTS)
    check_recorded(channel)
    renew_presence(by=by)
    # The lock that taking a contact holds as well.
    presence = Presence.objects.select_for_update(of=("self",)).get(handler=by)
    if presence.training:
        raise Training
    if Contact.objects.filter(handler=by, state=State.TALKING, channel=channel).exists():
        raise RecordingBusy
    contact = create_on_desk(
        id=uuid4(),
        queue=QUEUE,
        channel=channel,
        about=about,
        by=by,
        now=timezone.now(),
        consent_version=0,
        rank=assignment.RANK_WITHOUT,
    )
    # As every talk begins there: which channel it was stays out of what outlives it (docs/adr/0038).
    record(event="contact.taken", by=by, subject=contact.pk)
    _announce(contact)
    return contact.pk


@transaction.atomic
def record_answers(*, contact: UUID, changes: Mapping[str, Any], by: Account) -> Contact:
    """Record what a caller says of themselves, until it is closed; what is left out stays as it was.

    What the script offers goes by them from then on. What a worker needs is kept of one who asks because of
    their work, of nobody else. Raises ContactNotFound, NotByChannel for a talk whose
    caller answered, or RequestInvalid.
    """
    found = contact_of_handler(by, contact, lock=True)
    check_recorded(found.channel)
    checked = check_answers(changes)
    if checked.get("about", found.about) != "work":
        checked["need"] = ""
    for name, value in checked.items():
        setattr(found, name, value)
    found.save(update_fields=list(checked))
    _announce(found)
    return found


@transaction.atomic
def note_signpost(*, contact: UUID, programme: UUID, by: Account) -> UUID:
    """Note that a service was named on the phone or in the e-mail; noted already: no change.

    What may not be sent to this caller may not be named either. Raises ContactNotFound, NotByChannel,
    ContactClosed, or triage's refusals (unreachable, unconfirmed, not for callers, no such entry).
    """
    found = contact_of_handler(by, contact, lock=True)
    check_recorded(found.channel)
    if any(given["entry"] == str(programme) for given in signposts_of(found.pk)):
        return found.pk
    if found.state != State.TALKING:
        raise ContactClosed
    card(entry_id=programme, about=found.about, caller_type=triage_of(found.pk)["caller_type"])
    record_signpost(contact=found.pk, entry_id=programme, by=by)
    return found.pk


@transaction.atomic
def discard_recording(*, contact: UUID, by: Account) -> UUID:
    """Throw away what was begun by mistake: it is counted nowhere. Gone already: the same answer.

    Raises ContactNotFound, NotByChannel, or DangerOpen: a danger is not thrown away.
    """
    found = contact_of_handler(by, contact, lock=True)
    check_recorded(found.channel)
    if danger := open_danger(found):
        raise DangerOpen(**danger.as_wire())
    drop(found, by=by)
    return contact


def drop(contact: Contact, *, by: Account | None) -> None:
    """Delete a locked recording with all that was recorded; nothing of it is counted."""
    record(event="contact.discarded", by=by, subject=contact.pk)
    _announce(contact)
    forget([contact.pk])
    Contact.objects.filter(pk=contact.pk).delete()


def was_discarded(contact: UUID) -> bool:
    """Tell whether a contact that has just gone was thrown away."""
    lately = AuditEvent.objects.filter(at__gte=timezone.now() - timedelta(hours=1))
    return lately.filter(event="contact.discarded", subject=str(contact)).exists()


def is_empty(contact: Contact) -> bool:
    """Tell whether nothing was recorded: nobody can say then that anybody rang or wrote."""
    answered = contact.safe_now is not None or any(
        (contact.area, contact.age_band, contact.gender, contact.need)
    )
    judged = contact.level or contact.outcome or contact.script_done or answered
    return not (judged or triage_of(contact.pk)["updated_at"] or signposts_of(contact.pk))


def _announce(contact: Contact) -> None:
    announce_on_commit(events.contact_group(contact.pk), events.contact_hint(contact.pk))
    if contact.handler_id:
        announce_on_commit(events.handler_group(contact.handler_id), events.own_hint())
    announce_board(contact.queue)
    round_on_commit(contact.queue)
