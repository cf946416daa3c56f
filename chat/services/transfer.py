"""Passing a talk on: asked for with a note, and accepted or declined by whoever is asked.

Locks go: the receiver's presence, the contact, the transfer.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat import assignment, events
from chat.access import contact_of_handler, locked, own_contacts
from chat.channels import check_written
from chat.errors import Away, ContactClosed, ContactNotFound, TransferGone, TransferNobody, TransferOpen
from chat.models import Aside, Contact, Message, Presence, Transfer, Watching
from chat.services.appending import Draft, append
from chat.services.asides import write_aside
from chat.services.badges import raise_badges_of_talk
from chat.services.board import announce_board
from chat.services.free_handlers import handlers_there
from chat.services.held_back import check_not_held_back
from chat.services.pausing import check_not_paused
from chat.services.presence import held_by
from chat.services.rounds import round_on_commit
from chat.services.talk_over import asked_of, is_asked, settle, tell, who_know
from chat.states import State
from chat.system_texts import say
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission


@transaction.atomic
def ask_transfer(
    *, contact: UUID, note: str, client_id: UUID, by: Account, handler: str | None = None, skill: str = ""
) -> UUID:
    """Ask the named handler to take one's own talk, else whoever is there with this skill ("": anybody).

    The talk stays one's own until somebody accepts; the note is read by whoever does. The same
    client id again is the same asking, also once it was answered.
    Raises ContactNotFound, NotByChannel, ContactClosed, TransferOpen, TransferNobody, MessageEmpty or
    MessageTooLong.
    """
    if Aside.objects.filter(contact=contact, by=by, client_id=client_id).exists():
        return contact
    found = contact_of_handler(by, contact, lock=True)
    check_written(found.channel)
    if found.state != State.TALKING:
        raise ContactClosed
    if Transfer.objects.filter(contact=found, gone="").exists():
        raise TransferOpen
    now = timezone.now()
    Transfer.objects.filter(contact=found).delete()
    transfer = Transfer(
        contact=found,
        by=by,
        to=_named(handler, by) if handler is not None else None,
        skill=skill,
        asked_at=now,
        expires_at=now + timedelta(seconds=settings.HELPLINE_DEADLINES["transfer_seconds"]),
    )
    if found.practice or not any(each.places for each in asked_of(transfer, now=now)):
        raise TransferNobody
    transfer.save()
    write_aside(found, kind=Aside.Kind.TRANSFER, body=note, by=by, client_id=client_id)
    raise_badges_of_talk(found)
    # Without the skill: it says something of the caller, and the audit outlives the contact.
    record(event="transfer.asked", by=by, subject=found.pk, detail={"to": handler or ""})
    tell(transfer)
    return found.pk


def _named(username: str, by: Account) -> Account:
    there = {each.account.username: each.account for each in handlers_there(besides=by, now=timezone.now())}
    if username not in there:
        raise TransferNobody
    return there[username]


@transaction.atomic
def accept_transfer(*, contact: UUID, by: Account) -> UUID:
    """Take over a talk that one is asked to take; its script, triage and level come with it.

    Of two who accept at once one gets it. Accepted before by the same: the same answer.
    Raises HeldBack, TransferGone, Away, OnThePhone, WrappingUp, AtCapacity or Paused.
    """
    check_may(by, Permission.TAKE_CONTACTS)
    if own_contacts(by).filter(pk=contact, state=State.TALKING).exists():
        return contact
    rows = Presence.objects.select_for_update(of=("self",)).select_related("handler")
    presence = rows.filter(handler=by).first()
    if presence is None:
        raise Away
    check_not_held_back(presence.handler)
    found, transfer = _open_transfer(contact, by)
    if found.state != State.TALKING or transfer.expires_at <= timezone.now():
        raise TransferGone
    assignment.check_may_take(
        available=presence.available,
        capacity=presence.capacity,
        **held_by(by),
    )
    check_not_paused(presence, now=timezone.now())
    settle(found, Transfer.Gone.ACCEPTED, by=by)
    hand_over(found, to=by, told="transferred")
    return found.pk


def hand_over(contact: Contact, *, to: Account, told: str) -> None:
    """Give a locked talk to somebody else; `told` names the words for its caller."""
    before = contact.handler_id
    contact.handler, contact.taken_at = to, timezone.now()
    contact.save(update_fields=["handler", "taken_at"])
    # Whoever read along has it now: should they pass it on, reading along would begin anew.
    Watching.objects.filter(contact=contact, supervisor=to).delete()
    append(contact, [Draft(sender=Message.Sender.SYSTEM, body=say(told, contact.language))])
    announce_on_commit(events.contact_group(contact.pk), events.contact_hint(contact.pk))
    announce_board(contact.queue)
    # Whoever had it has a place again.
    round_on_commit(contact.queue)
    for account in {before or to.pk, to.pk}:
        announce_on_commit(events.handler_group(account), events.own_hint())


@transaction.atomic
def decline_transfer(*, contact: UUID, by: Account) -> UUID:
    """Say no to a talk that one is asked to take; the next is asked, or whoever asked keeps it.

    Declined before by the same: the same answer. Raises TransferGone.
    """
    check_may(by, Permission.TAKE_CONTACTS)
    known = Transfer.objects.filter(contact=contact).first()
    if known is not None and by.pk in known.declined_by:
        return contact
    found, transfer = _open_transfer(contact, by)
    transfer.declined_by = [*transfer.declined_by, by.pk]
    transfer.save(update_fields=["declined_by"])
    if asked_of(transfer, now=timezone.now()):
        record(event="transfer.passed", by=by, subject=found.pk)
        announce_on_commit(events.handler_group(by.pk), events.own_hint())
    else:
        settle(found, Transfer.Gone.DECLINED, by=by)
    return contact


@transaction.atomic
def withdraw_transfer(*, contact: UUID, by: Account) -> UUID:
    """Take the asking back and keep the talk; without an open one nothing changes. Raises ContactNotFound."""
    found = contact_of_handler(by, contact, lock=True)
    settle(found, Transfer.Gone.WITHDRAWN, by=by)
    return found.pk


def _open_transfer(contact: UUID, by: Account) -> tuple[Contact, Transfer]:
    """Lock a contact and its open transfer, where `by` is asked. Raises TransferGone."""
    try:
        found = locked(contact)
    except ContactNotFound:
        raise TransferGone from None
    transfer = Transfer.objects.select_related("by").filter(contact=found, gone="").first()
    if transfer is None:
        raise TransferGone
    transfer.contact = found
    if not is_asked(transfer, by, known_to=who_know(transfer)):
        raise TransferGone
    return found, transfer


def skills_with_places(*, by: Account) -> list[tuple[str, int]]:
    """Return the skills that others who are there hold, each with how many of them have a place left."""
    there = handlers_there(besides=by, now=timezone.now())
    known = sorted({skill for each in there for skill in each.skills})
    return [(skill, sum(1 for each in there if each.places and skill in each.skills)) for skill in known]
