"""What becomes of an offer: declined, or missed by whom it was made to. Accepting one is `queue.take`."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat import events
from chat.errors import OfferGone
from chat.models import Alert, AwayBecause, Contact, Offer, Presence
from chat.services.alerts import raise_alert
from chat.services.rounds import clear_offer, round_on_commit
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

# After so many offers in a row that nobody answered, nobody is there.
MOST_MISSES = 2


@transaction.atomic
def decline(*, contact: UUID, by: Account) -> Contact:
    """Let an offer go to somebody else; no reason is asked. Declined already: the same answer.

    Raises OfferGone when it is not (or no longer) offered to this handler.
    """
    check_may(by, Permission.TAKE_CONTACTS)
    presence = Presence.objects.select_for_update(of=("self",)).filter(handler=by).first()
    found = Contact.objects.select_for_update(of=("self",)).filter(pk=contact).first()
    if found is None or presence is None:
        raise OfferGone
    if not Offer.objects.filter(contact=found, handler=by).exists():
        if by.pk in found.passed_by:
            return found
        raise OfferGone
    presence.misses = 0
    presence.save(update_fields=["misses"])
    _pass_by(found, by.pk, now=timezone.now())
    record(event="offer.declined", by=by, subject=found.pk)
    return found


def expire_offers(*, now: datetime) -> int:
    """Let go what was not answered in time; after two misses the handler is set away. Returns how many."""
    late = list(Offer.objects.filter(expires_at__lte=now).values_list("handler", "contact"))
    return sum(_expire(handler, contact, now) for handler, contact in late)


@transaction.atomic
def _expire(handler: int, contact: UUID, now: datetime) -> bool:
    presence = Presence.objects.select_for_update(of=("self",)).filter(handler=handler).first()
    found = Contact.objects.select_for_update(of=("self",)).filter(pk=contact).first()
    still = Offer.objects.filter(contact=contact, handler=handler, expires_at__lte=now)
    if found is None or not still.exists():
        return False
    _pass_by(found, handler, now=now)
    # Whose lease has run out is gone, which is another matter: the talks go back, and nothing was missed.
    if presence is not None and presence.leased_until > now:
        _miss(presence, found)
    return True


def _pass_by(contact: Contact, handler: int, *, now: datetime) -> None:
    contact.passed_by = sorted({*contact.passed_by, handler})
    contact.passed_at = now
    contact.save(update_fields=["passed_by", "passed_at"])
    clear_offer(contact)
    announce_on_commit(events.queue_group(contact.queue), events.queue_hint())
    round_on_commit(contact.queue)


def _miss(presence: Presence, contact: Contact) -> None:
    presence.misses += 1
    detail = {"handler": presence.handler.username, "misses": presence.misses}
    if presence.misses >= MOST_MISSES:
        presence.available, presence.misses = False, 0
        presence.away_because = AwayBecause.MISSED
        raise_alert(kind=Alert.Kind.MISSED, about=presence.handler, queue=contact.queue)
    record(event="offer.missed", by=None, subject=contact.pk, detail=detail)
    presence.save(update_fields=["misses", "available", "away_because"])
    announce_on_commit(events.handler_group(presence.handler_id), events.own_hint())
