"""A supervisor at somebody else's talk: reads along, joins, whispers to the handler, takes over.

Reading words of somebody else's contact is in the audit, once for each following. The handler always sees
who reads along; the caller is told of whoever joins.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat import events
from chat.access import followed_contact, may_still_follow, own_contacts, talk_to_follow
from chat.errors import AtCapacity, NotForYou, OnThePhone, OwnTalk, Training
from chat.models import Alert, Aside, Contact, Message, Presence, Transfer, Watching
from chat.services.alerts import answer_alert
from chat.services.appending import Draft, append
from chat.services.asides import write_aside
from chat.services.presence import held_by
from chat.services.talk_over import settle
from chat.services.transfer import hand_over
from chat.states import State
from chat.system_texts import say
from helpline.kernel.live import announce_on_commit
from helpline.staff.audit import record
from helpline.staff.models import Account


@transaction.atomic
def follow(*, contact: UUID, by: Account) -> UUID:
    """Read along with a talk; a call for help in it counts as answered. Following already: the same answer.

    Raises Forbidden, ContactNotFound, OwnTalk or NotForYou.
    """
    _watch(_talk_of_another(contact, by), by)
    return contact


@transaction.atomic
def join(*, contact: UUID, by: Account) -> UUID:
    """Read along and be seen: the caller is told, and the supervisor may write.

    Joined already: the same answer. Raises as `follow`.
    """
    found = _talk_of_another(contact, by)
    watching = _watch(found, by)
    if watching.joined_at is None:
        watching.joined_at = timezone.now()
        watching.save(update_fields=["joined_at"])
        append(found, [Draft(sender=Message.Sender.SYSTEM, body=say("joined", found.language))])
        record(event="contact.joined", by=by, subject=found.pk)
        _tell(found, by)
    return contact


@transaction.atomic
def unfollow(*, contact: UUID, by: Account) -> UUID:
    """Stop reading along; a caller who was told of the joining is told of the leaving. Not there: no change.

    Needs no permission: whoever lost it may still go.
    """
    found = Contact.objects.select_for_update(of=("self",)).filter(pk=contact).first()
    watching = Watching.objects.filter(contact=contact, supervisor=by).first()
    if found is not None and watching is not None:
        _leave(found, watching, by=by)
    return contact


@transaction.atomic
def take_over(*, contact: UUID, by: Account) -> UUID:
    """Make somebody else's talk one's own, also while away; script, triage and notes come with it.

    Taken over already: the same answer. Raises as `follow`, or AtCapacity, OnThePhone, or Training while
    practising.
    """
    if own_contacts(by).filter(pk=contact, state=State.TALKING).exists():
        return contact
    presence = Presence.objects.select_for_update(of=("self",)).filter(handler=by).first()
    if presence is not None and presence.training:
        raise Training
    found = _talk_of_another(contact, by)
    held = held_by(by)
    if held["on_phone"]:
        raise OnThePhone
    if presence is None or held["open_contacts"] >= presence.capacity:
        raise AtCapacity
    before = found.handler
    _answer_help(found, by)
    settle(found, Transfer.Gone.OVER, by=by)
    hand_over(found, to=by, told="taken_over")
    record(
        event="contact.taken_over",
        by=by,
        subject=found.pk,
        detail={"from": before.username if before else ""},
    )
    _tell(found, by)
    return contact


@transaction.atomic
def whisper(*, contact: UUID, body: str, client_id: UUID, by: Account) -> UUID:
    """Write to the handler of a talk that one follows; no caller ever sees it.

    The same client id again is the same whisper.
    Raises ContactNotFound (also when not following), MessageEmpty or MessageTooLong.
    """
    found = followed_contact(by, contact, lock=True)
    write_aside(found, kind=Aside.Kind.WHISPER, body=body, by=by, client_id=client_id)
    return contact


def leave_absent(*, now: datetime) -> int:
    """Let go of whoever reads along with a console that is gone, or lost the right to. Returns how many."""
    there = Presence.objects.filter(leased_until__gt=now).values("handler")
    gone = Watching.objects.exclude(may_still_follow(), supervisor__in=there)
    return sum(_left(pk, contact) for pk, contact in list(gone.values_list("pk", "contact")))


@transaction.atomic
def _left(pk: int, contact: UUID) -> bool:
    found = Contact.objects.select_for_update(of=("self",)).filter(pk=contact).first()
    # Read once the contact is held: somebody who has just left by themselves is not told of twice.
    watching = Watching.objects.select_related("supervisor").filter(pk=pk).first()
    if found is None or watching is None:
        return False
    _leave(found, watching, by=None)
    return True


def _talk_of_another(contact: UUID, by: Account) -> Contact:
    found = talk_to_follow(by, contact, lock=True)
    if found.handler_id == by.pk:
        raise OwnTalk
    if found.acquaintances.filter(handler=by).exists():
        raise NotForYou
    return found


def _watch(contact: Contact, by: Account) -> Watching:
    watching, new = Watching.objects.get_or_create(
        contact=contact, supervisor=by, defaults={"since": timezone.now()}
    )
    if new:
        # The alert before the audit, as everywhere: two who answer at once never wait for each other.
        _answer_help(contact, by)
        record(event="contact.followed", by=by, subject=contact.pk)
        _tell(contact, by)
    return watching


def _leave(contact: Contact, watching: Watching, *, by: Account | None) -> None:
    supervisor, joined = watching.supervisor, watching.joined_at is not None
    watching.delete()
    if joined and contact.state == State.TALKING:
        append(contact, [Draft(sender=Message.Sender.SYSTEM, body=say("left", contact.language))])
    record(event="contact.unfollowed", by=by, subject=contact.pk, detail={"supervisor": supervisor.username})
    _tell(contact, supervisor)


def _answer_help(contact: Contact, by: Account) -> None:
    """Whoever goes to the talk has looked at the call for help in it."""
    calls = Alert.objects.filter(kind=Alert.Kind.HELP, contact=contact.pk, answered_at__isnull=True)
    for alert in calls.select_for_update(of=("self",)).order_by("pk"):
        answer_alert(alert=alert.pk, by=by)


def _tell(contact: Contact, by: Account) -> None:
    announce_on_commit(events.staff_group(contact.pk), events.beside_hint(contact.pk))
    announce_on_commit(events.handler_group(by.pk), events.own_hint())
