"""Hands on how long talks took, as sums that know no contact, when their facts are sealed."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max, Min

from chat.channels import Channel
from chat.models import Contact
from chat.talks_at_once import Held, mean_at_once
from helpline.statistics.bands import month_of
from helpline.statistics.loads import tally_loads
from helpline.statistics.talk_lengths import TalkLength, tally_talks

if TYPE_CHECKING:
    from django.db.models.query import QuerySet


def tally_lengths(contacts: Collection[UUID]) -> None:
    """Add the web chats among these closed contacts to the sums of their months, and to their handlers'.

    Practice is none.
    """
    tally_talks(_lengths(contacts))
    tally_loads(
        (handler, month_of(consented_at))
        for handler, consented_at in _talks(contacts).values_list("handler", "consented_at")
        if handler is not None
    )


def _talks(contacts: Collection[UUID]) -> "QuerySet[Contact, Contact]":
    """Return those of them that were web chats with a handler, and are over."""
    held = Contact.objects.filter(practice=False, handler__isnull=False, taken_at__isnull=False)
    return held.filter(pk__in=contacts, channel=Channel.WEB_CHAT, closed_at__isnull=False)


def _lengths(contacts: Collection[UUID]) -> Iterator[TalkLength]:
    held = Contact.objects.filter(practice=False, handler__isnull=False, taken_at__isnull=False)
    talks = _talks(contacts)
    span = talks.aggregate(first=Min("taken_at"), last=Max("closed_at"))
    if span["first"] is None:
        return
    # Whatever else their handlers had meanwhile: rows live a day after their close at least.
    beside = held.filter(handler__in=talks.values("handler"), taken_at__lte=span["last"])
    of_handler: dict[int, dict[UUID, Held]] = defaultdict(dict)
    rows = beside.exclude(closed_at__lt=span["first"]).values_list("handler", "pk", "taken_at", "closed_at")
    for handler, pk, taken_at, closed_at in rows:
        if handler is not None and taken_at is not None:
            of_handler[handler][pk] = Held(taken_at, closed_at or span["last"])
    for handler, pk, consented_at in talks.values_list("handler", "pk", "consented_at"):
        if handler is None:
            continue
        spans = of_handler[handler]
        talk = spans[pk]
        others = (other for key, other in spans.items() if key != pk)
        yield TalkLength(month_of(consented_at), mean_at_once(talk, others), round(talk.seconds / 60))
