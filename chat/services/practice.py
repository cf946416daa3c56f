"""Practice: a handler talks with a scripted caller on the same console, over the same sockets.

Nobody real is there. A practice contact stands in a queue of its own that nobody waits in, is
counted nowhere, and is deleted after its wrap-up with its words: no retention, no fact, no survey.
Here one begins; `practice_turns` lets the caller speak, `practice_ending` lets everything go.
Order of locks in all three: the presence, the contact, the run.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from chat import assignment, events
from chat.access import MINE
from chat.errors import PracticeBusy, PracticeOnly, PracticeUnknown
from chat.models import Contact, Offer, PracticeRun, Presence
from chat.services.board import announce_board
from chat.services.consent import agreed_number
from chat.services.desk_contacts import create_on_desk
from chat.services.practice_turns import pause
from chat.services.presence import renew_presence
from helpline.kernel.keystore import destroy_keys, new_key_of
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from scripts.practice import ScriptedCaller, begin
from scripts.services import scripted_callers

QUEUE = "practice"


def start_practice(*, caller: str, client_id: UUID, by: Account) -> UUID:
    """Begin a practice talk with this scripted caller and return its contact.

    From now on the handler is training: not available, and given no real contact. The same client
    id again gives the same contact. Raises Forbidden, PracticeUnknown, or PracticeBusy while they
    have a real contact, a wrap-up, an offer, or another practice.
    """
    check_may(by, Permission.TAKE_CONTACTS)
    if caller not in scripted_callers():
        raise PracticeUnknown
    renew_presence(by=by)
    contact_id = uuid4()
    with new_key_of(contact_id):
        found = _begin(contact_id, scripted_callers()[caller], client_id, by)
    if found != contact_id:
        destroy_keys([contact_id])
    return found


@transaction.atomic
def _begin(contact_id: UUID, caller: ScriptedCaller, client_id: UUID, by: Account) -> UUID:
    # The lock that taking a contact holds as well: neither can happen beside the other.
    presence = Presence.objects.select_for_update(of=("self",)).get(handler=by)
    run = PracticeRun.objects.filter(handler=by).first()
    if run is not None and run.client_id == client_id:
        return run.contact
    if _is_busy(by, run):
        raise PracticeBusy
    presence.available, presence.training = False, True
    presence.save(update_fields=["available", "training"])
    now = timezone.now()
    _contact(contact_id, caller, by, now)
    PracticeRun.objects.filter(handler=by).delete()
    place = begin(caller)
    PracticeRun.objects.create(
        handler=by,
        contact=contact_id,
        client_id=client_id,
        caller=caller.id,
        node=place.node,
        path=[place.node],
        due_at=now + pause(caller, place),
        started_at=now,
    )
    record(event="practice.started", by=by, subject=contact_id, detail={"caller": caller.id})
    announce_on_commit(events.handler_group(by.pk), events.own_hint())
    announce_board()
    return contact_id


def _is_busy(by: Account, run: PracticeRun | None) -> bool:
    going_on = run is not None and run.ended_at is None
    has_contacts = Contact.objects.filter(handler=by, state__in=MINE).exists()
    return going_on or has_contacts or Offer.objects.filter(handler=by).exists()


def _contact(contact_id: UUID, caller: ScriptedCaller, by: Account, now: datetime) -> None:
    said, age_band = caller.answers, caller.answers.age_band or None
    create_on_desk(
        id=contact_id,
        queue=QUEUE,
        practice=True,
        about=said.about,
        by=by,
        now=now,
        age_band=age_band,
        need=said.need,
        gender=said.gender,
        safe_now=said.safe_now,
        private_now=said.private_now,
        consent_version=agreed_number(claimed=None, language="en"),
        rank=assignment.rank(level=None, safe_now=said.safe_now, age_band=age_band),
    )


def check_real(contact: Contact) -> None:
    """Raise PracticeOnly for a practice contact: what follows is for real ones."""
    if contact.practice:
        raise PracticeOnly
