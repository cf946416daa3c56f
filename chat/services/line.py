"""The line as the rule of chat/routing.py sees it: who is there, and who waits, read from the rows."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils import timezone

from chat.assignment import RANK_IN_DANGER, is_pressing
from chat.channels import Channel
from chat.models import Acquaintance, Contact, Presence
from chat.routing import Desk, Line, Waiting, needs
from chat.selectors import line_settings, skills_now, waiting
from chat.states import State
from helpline.staff.access import may
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.standing.rules import is_held_back

# The queue is read from the front in pieces of this size, and seldom beyond the first.
PIECE = 50
FIELDS = (
    "pk", "joined_at", "about", "age_band", "gender", "language", "interpreter", "passed_by", "passed_at",
    "level", "safe_now", "rank",
)  # fmt: skip


def line_now(queue: str = "main", *, now: datetime) -> Line:
    """Return who is there and available, free or not, with what they have. Three queries.

    `has_offer` of a desk is False: only a round knows which offers stand.
    """
    there = [
        row
        for row in Presence.objects.filter(available=True, training=False, leased_until__gt=now)
        .select_related("handler")
        .order_by("handler")
        if may(row.handler, Permission.TAKE_CONTACTS)
        and not is_held_back(row.handler.held_back_from, today=timezone.localdate(now))
    ]
    load = _load([row.handler_id for row in there])
    desks = tuple(_desk(row, load.get(row.handler_id, {})) for row in there)
    return Line(desks, now, line_settings(queue).skill_wait_seconds)


def desk_of(account: Account, presence: Presence, line: Line) -> Desk:
    """Return the desk of a handler; of one who is not among those there now, with what is known."""
    known = next((desk for desk in line.desks if desk.handler == account.pk), None)
    return known or Desk(handler=account.pk, capacity=presence.capacity, held=0, skills=skills_now(account))


def _load(handlers: list[int]) -> dict[int, Mapping[str, Any]]:
    """Return what each handler has now and when they took the last one, by account."""
    rows = Contact.objects.filter(handler__in=handlers).values("handler")
    counted = rows.annotate(
        held=Count("pk", filter=Q(state=State.TALKING)),
        on_phone=Count("pk", filter=Q(state=State.TALKING, channel=Channel.PHONE)),
        wrapping_up=Count("pk", filter=Q(state=State.ENDED)),
        last_taken_at=Max("taken_at"),
    )
    return {row["handler"]: row for row in counted}


def _desk(row: Presence, load: Mapping[str, Any]) -> Desk:
    return Desk(
        handler=row.handler_id,
        capacity=row.capacity,
        # A phone call takes every place.
        held=row.capacity if load.get("on_phone") else load.get("held", 0),
        skills=skills_now(row.handler),
        wrapping_up=bool(load.get("wrapping_up")),
        paused_until=row.paused_until,
        last_taken_at=load.get("last_taken_at"),
    )


def _known(contacts: list[UUID]) -> dict[UUID, frozenset[int]]:
    """Return who of the handlers knows whom of these; seldom any."""
    rows = Acquaintance.objects.filter(contact__in=contacts)
    known: dict[UUID, frozenset[int]] = {}
    for contact, handler in rows.values_list("contact", "handler"):
        known[contact] = known.get(contact, frozenset()) | {handler}
    return known


def in_order(queue: str, offered: Mapping[UUID, int]) -> Iterator[Waiting]:
    """Yield who waits, in the order of the queue. `offered`: to whom contacts are offered just now."""
    for start in range(0, 1_000_000, PIECE):
        piece = list(waiting(queue).values_list(*FIELDS)[start : start + PIECE])
        known = _known([row[0] for row in piece])
        for row in piece:
            pk, joined_at, about, age_band, gender, language, interpreter, passed_by, passed_at, *danger = row
            level, safe_now, rank = danger
            yield Waiting(
                contact=pk,
                joined_at=joined_at,
                needs=needs(
                    about=about, age_band=age_band, gender=gender, language=language, interpreter=interpreter
                ),
                passed_by=frozenset(passed_by),
                passed_at=passed_at,
                offered_to=offered.get(pk),
                not_for=known.get(pk, frozenset()),
                pressing=rank == RANK_IN_DANGER or is_pressing(level=level, safe_now=safe_now),
            )
        if len(piece) < PIECE:
            return
