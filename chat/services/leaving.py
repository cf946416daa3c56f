"""Who leaves the desk hands over: talks go back to the front at once, and their callers are told."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chat import events
from chat.access import locked
from chat.errors import ContactNotFound
from chat.models import Contact, Presence
from chat.services.board import announce_board
from chat.services.ending import drop_practice
from chat.services.queue import put_back
from chat.services.rounds import round_on_commit
from chat.services.transfer_deadlines import settle_after_leaving
from chat.states import State
from chat.system_texts import say
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import PERMISSIONS, Permission
from helpline.staff.services import is_signed_in

TAKERS = [str(role) for role, held in PERMISSIONS.items() if Permission.TAKE_CONTACTS in held]


def leave_desk(*, account: Account) -> int:
    """Hand over when no sign-in of this account is left, or it may not take contacts any more.

    Call it when a sign-in has ended. While another one stands, at another machine or in another
    browser, everything stays as it is: those talks are in sight there. Returns how many went back.
    """
    now_known = Account.objects.get(pk=account.pk)
    if may(now_known, Permission.TAKE_CONTACTS) and is_signed_in(account=now_known):
        return 0
    return hand_over(account=now_known)


def hand_over(*, account: Account) -> int:
    """Put back all talks of this account, end its lease, and return how many went back."""
    talks = Contact.objects.filter(handler=account, state=State.TALKING).order_by("taken_at")
    went = sum(_put_back(contact, account) for contact in list(talks.values_list("pk", flat=True)))
    with transaction.atomic():
        now = timezone.now()
        there = Presence.objects.filter(Q(available=True) | Q(leased_until__gt=now), handler=account)
        # Skills that were off for today are on at the next sign-in: that is another day's work.
        if there.update(
            available=False, leased_until=now, break_reason="", asked_at=None, skills_until=None, misses=0
        ):
            announce_on_commit(events.handler_group(account.pk), events.own_hint())
            announce_board()
            round_on_commit()
    settle_after_leaving(by=account, now=timezone.now())
    return went


def hand_over_of_those_who_left() -> int:
    """Put back the talks of accounts that may not take contacts any more; return how many went back."""
    stranded = Account.objects.exclude(is_active=True, role__in=TAKERS)
    rows = stranded.filter(contacts__state=State.TALKING).distinct()
    return sum(hand_over(account=account) for account in rows)


@transaction.atomic
def _put_back(contact: UUID, account: Account) -> bool:
    try:
        found = locked(contact)
    except ContactNotFound:
        return False
    if found.state != State.TALKING or found.handler_id != account.pk:
        return False
    if found.practice:
        # Nobody real is left behind.
        drop_practice(found, now=timezone.now())
        return False
    put_back(found, say("released", found.language))
    record(event="contact.handed_over", by=account, subject=found.pk)
    return True
