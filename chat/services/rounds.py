"""The round that offers who waits to who is free: the rule of chat/routing.py over the rows.

A round begins after every change that matters (`round_on_commit`), and by the timer, so that nothing
hangs on one that was lost. Rounds of a queue come one after the other: each locks the queue's row first.
Contacts are locked before their offers, here as everywhere, so that two never wait for each other.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import connection, transaction
from django.utils import timezone

from chat import events
from chat.models import Contact, LineSettings, Offer
from chat.routing import Desk, Line, Waiting, offers
from chat.selectors import line_settings
from chat.services.line import in_order, line_now
from chat.states import State
from helpline.kernel.live import announce_on_commit
from helpline.kernel.models import Lease

logger = logging.getLogger(__name__)


def round_on_commit(queue: str = "main") -> None:
    """Begin a round once this transaction is durable; asked for twice it is one."""
    wanted = _round_of(queue)
    if not any(act is wanted for _, act, *_ in connection.run_on_commit):
        transaction.on_commit(wanted, robust=True)


@lru_cache(maxsize=16)
def _round_of(queue: str) -> Callable[[], None]:
    def begin() -> None:
        try:
            go_round(queue)
        except Exception as failure:
            # What was committed stands; the timer's round makes up for this one. Without the text.
            logger.error("a round of offers failed: %s", type(failure).__name__)

    return begin


def go_round(queue: str = "main", *, now: datetime | None = None) -> int:
    """Take back the offers that no longer fit, make those that do, and return how many were made.

    Where handlers take for themselves ("pull") no offer is made, and what is left of another time
    is taken back.
    """
    settings = line_settings(queue)
    pushes = settings.routing == LineSettings.Routing.PUSH
    if not pushes and not Offer.objects.exists():
        return 0
    now = now or timezone.now()
    with transaction.atomic():
        _lock(queue)
        line = line_now(queue, now=now)
        standing, stale = _sorted_out(queue, line, pushes=pushes)
        taken = {offer.handler_id for offer in standing}
        desks = [replace(desk, has_offer=desk.handler in taken) for desk in line.desks]
        line = replace(line, desks=desks)
        offered = {offer.contact_id: offer.handler_id for offer in standing}
        made = list(offers(in_order(queue, offered), line)) if pushes else []
        return _carry_out(queue, made, stale, now=now, seconds=settings.offer_seconds)


def _lock(queue: str) -> None:
    """Let one round of a queue at a time go on: two would offer the same contact twice."""
    Lease.objects.select_for_update().get_or_create(
        name=f"round.{queue}", defaults={"holder": "", "expires_at": timezone.now()}
    )


def _sorted_out(queue: str, line: Line, *, pushes: bool) -> tuple[list[Offer], list[Offer]]:
    """Return the offers that stand and those that do not: whom they were made to is free no more."""
    free = {desk.handler for desk in line.desks if desk.is_free(line.now)}
    standing: list[Offer] = []
    stale: list[Offer] = []
    for offer in Offer.objects.select_related("contact"):
        if offer.contact.queue != queue:
            continue
        stands = pushes and offer.handler_id in free and offer.contact.state == State.WAITING
        (standing if stands else stale).append(offer)
    return standing, stale


def _carry_out(
    queue: str, made: list[tuple[Waiting, Desk]], stale: list[Offer], *, now: datetime, seconds: int
) -> int:
    touched = {contact.contact for contact, _ in made} | {offer.contact_id for offer in stale}
    if not touched:
        return 0
    rows = Contact.objects.select_for_update(of=("self",)).filter(pk__in=touched).order_by("pk")
    contacts = {contact.pk: contact for contact in rows}
    Offer.objects.filter(pk__in=[offer.pk for offer in stale]).delete()
    given = [
        Offer(
            contact=contacts[waits.contact],
            handler_id=desk.handler,
            made_at=now,
            expires_at=now + timedelta(seconds=seconds),
        )
        for waits, desk in made
        # Meanwhile somebody took it, or the caller left.
        if waits.contact in contacts and contacts[waits.contact].state == State.WAITING
    ]
    _forget_who_passed([offer for offer in given if offer.handler_id in offer.contact.passed_by])
    Offer.objects.bulk_create(given)
    for offer in [*stale, *given]:
        announce_on_commit(events.handler_group(offer.handler_id), events.offer_hint())
    announce_on_commit(events.queue_group(queue), events.queue_hint())
    return len(given)


def _forget_who_passed(again: list[Offer]) -> None:
    """It goes round again: from here on everybody is asked as if for the first time."""
    for offer in again:
        offer.contact.passed_by = []
        offer.contact.save(update_fields=["passed_by"])


def clear_offer(contact: Contact) -> None:
    """Take back the offer of a locked contact, if there is one, and tell whom it was made to."""
    for handler in Offer.objects.filter(contact=contact).values_list("handler", flat=True):
        Offer.objects.filter(contact=contact).delete()
        announce_on_commit(events.handler_group(handler), events.offer_hint())
