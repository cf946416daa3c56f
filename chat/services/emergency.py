"""999 was rung in a danger: the words are held at once, and a second person looks at it afterwards.

Whoever says so begins the hold, the handler in the console or a supervisor on the danger's page. Locks go:
the contact, its danger, the record.
"""

from uuid import UUID

from django.db import transaction

from chat.access import contact_to_break
from chat.models import ConfidenceBreak, Contact, Danger
from chat.safeguarding import Act, check_may
from chat.services.confidence import begin_break
from chat.services.danger import close_danger, close_own_danger, note_rang, standing_dangers
from helpline.staff.models import Account


@transaction.atomic
def rang_emergency(*, contact: UUID, by: Account) -> ConfidenceBreak:
    """Note that 999 was rung for one's own contact; where a record is open already, that one stays.

    Raises ContactNotFound, DangerGone, or WordsGone.
    """
    found = contact_to_break(by, contact, lock=True)
    note_rang(contact=contact, by=by)
    return _held(found, by)


@transaction.atomic
def end_danger(*, contact: UUID, how: Danger.How, by: Account) -> Danger:
    """Close the danger of one's own contact; that 999 was rung is noted with all that follows from it.

    Raises ContactNotFound, DangerGone, or WordsGone.
    """
    if how is Danger.How.RANG:
        rang_emergency(contact=contact, by=by)
    return close_own_danger(contact=contact, how=how, by=by)


@transaction.atomic
def end_any_danger(*, danger: UUID, how: Danger.How, by: Account) -> Danger:
    """Close any danger that stands, as a supervisor; that 999 was rung holds the words that are left.

    Raises Forbidden or DangerGone.
    """
    check_may(Act.CLOSE, role=by.role, own=False)
    named = standing_dangers().filter(pk=danger).values_list("contact", flat=True).first()
    if how is Danger.How.RANG and named:
        contact = contact_to_break(by, named, lock=True)
        if contact.words_destroyed_at is None:
            _held(contact, by)
    return close_danger(danger=danger, how=how, by=by)


def _held(contact: Contact, by: Account) -> ConfidenceBreak:
    """Return the open record of a locked contact, begun now where there is none."""
    open_ = ConfidenceBreak.objects.filter(contact=contact.pk, hold_ended_at__isnull=True).first()
    return open_ or begin_break(contact, reason=ConfidenceBreak.Reason.LIFE, by=by, at_once=True)
