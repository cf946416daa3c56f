"""Who leaves the desk hands over: talks go back to the front at once, and their callers are told."""

import contextlib
import logging
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from chat import events
from chat.access import locked
from chat.channels import Channel
from chat.errors import ContactNotFound, PracticeOnly
from chat.models import Alert, Contact, Presence
from chat.services.alerts import stand, stand_down
from chat.services.board import announce_board
from chat.services.ending import drop_practice
from chat.services.queue import put_back
from chat.services.rounds import round_on_commit
from chat.services.transfer_deadlines import settle_after_leaving
from chat.states import State
from helpline.kernel.errors import HelplineError
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import PERMISSIONS, Permission
from helpline.staff.sessions import is_signed_in

logger = logging.getLogger(__name__)

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
    """Put back all talks of this account, end its lease, and return how many went back.

    Not available first, so that nobody new comes to somebody who leaves; the lease last, so that nobody
    takes them for dropped meanwhile. Every talk is tried. One that cannot be put back is an alert, and
    tried again by the timer, since nobody is there who would have it.
    """
    _lower(account)
    # A phone call or an e-mail waits for nobody else: it stays, and ends by itself (deadlines.end_left_open).
    written = Contact.objects.filter(handler=account, state=State.TALKING, channel=Channel.WEB_CHAT)
    talks = written.order_by("taken_at")
    went = sum(_tried(contact, account) for contact in list(talks.values_list("pk", flat=True)))
    _end_lease(account)
    settle_after_leaving(by=account, now=timezone.now())
    return went


def end_desk(*, account: Account) -> None:
    """Let nobody new come, and end the lease: of somebody whose talks others have by now."""
    _lower(account)
    _end_lease(account)


@transaction.atomic
def _lower(account: Account) -> None:
    if Presence.objects.filter(handler=account, available=True).update(available=False):
        announce_board()
        # What is just being offered to them goes to somebody else.
        round_on_commit()


@transaction.atomic
def _end_lease(account: Account) -> None:
    now = timezone.now()
    # Skills that were off for today are on at the next sign-in: that is another day's work.
    if Presence.objects.filter(handler=account, leased_until__gt=now).update(
        leased_until=now, break_reason="", asked_at=None, skills_until=None, misses=0
    ):
        announce_on_commit(events.handler_group(account.pk), events.own_hint())
        announce_board()


def hand_over_of_those_who_left() -> int:
    """Put back the talks of accounts that may not take contacts any more; return how many went back.

    Takes away the alerts about talks that went back, or on, meanwhile.
    """
    stranded = Account.objects.exclude(is_active=True, role__in=TAKERS)
    rows = stranded.filter(contacts__state=State.TALKING, contacts__channel=Channel.WEB_CHAT).distinct()
    went = sum(hand_over(account=account) for account in rows)
    still = Contact.objects.filter(pk=OuterRef("contact"), handler=OuterRef("about"), state=State.TALKING)
    over = Alert.objects.filter(~Exists(still), kind=Alert.Kind.STRANDED)
    if over.exists():
        stand_down(over)
    return went


def _tried(contact: UUID, account: Account) -> bool:
    try:
        return _put_back(contact, account)
    except Exception as failure:
        # By its code alone: the text of an exception may quote a row.
        code = failure.code if isinstance(failure, HelplineError) else type(failure).__name__
        logger.error("a talk of somebody who left could not be put back: %s", code)
    with contextlib.suppress(PracticeOnly):
        stand(kind=Alert.Kind.STRANDED, contact=contact, about=account)
    return False


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
    put_back(found, "released")
    record(event="contact.handed_over", by=account, subject=found.pk)
    return True
