"""Who could take one more talk now: available, with a console that gives signs of life and a place left."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from chat.channels import Channel
from chat.desk_states import skills_in_force
from chat.models import Presence
from chat.states import State
from helpline.staff.access import may
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.standing.rules import is_held_back

ON_PHONE = Q(handler__contacts__state=State.TALKING, handler__contacts__channel=Channel.PHONE)


@dataclass(frozen=True)
class FreeHandler:
    """Somebody who is there, and how many more they could take (0: none)."""

    account: Account
    places: int
    skills: frozenset[str]


def handlers_there(
    *, now: datetime, besides: Account | None = None, only: Collection[Account] | None = None
) -> list[FreeHandler]:
    """Return everybody (`besides` one, or `only` some) who is there, with or without a place left.

    By username; one query, however many there are.

    Whoever is away, on a break, paused, held back or in practice is not there; a wrap-up to do
    leaves no place, and neither does a phone call.
    """
    paused = Q(paused_until__isnull=True) | Q(paused_until__lte=now)
    rows = Presence.objects.filter(paused, available=True, training=False, leased_until__gt=now)
    rows = rows.exclude(handler=besides) if besides else rows
    present = (
        (rows if only is None else rows.filter(handler__in=only))
        .select_related("handler")
        .annotate(
            talking=Count("handler__contacts", filter=Q(handler__contacts__state=State.TALKING)),
            on_phone=Count("handler__contacts", filter=ON_PHONE),
            ended=Count("handler__contacts", filter=Q(handler__contacts__state=State.ENDED)),
        )
        .order_by("handler__username")
    )
    return [
        FreeHandler(
            account=row.handler,
            places=0 if row.ended or row.on_phone else max(0, row.capacity - row.talking),
            skills=frozenset(
                skills_in_force(row.handler.skills, chosen=row.skills, chosen_until=row.skills_until, now=now)
            ),
        )
        for row in present
        if may(row.handler, Permission.TAKE_CONTACTS)
        and not is_held_back(row.handler.held_back_from, today=timezone.localdate(now))
    ]
