"""Who could take one more talk now: available, with a console that gives signs of life and a place left."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from chat.desk_states import skills_in_force
from chat.models import Presence
from chat.states import State
from helpline.staff.access import may
from helpline.staff.models import Account
from helpline.staff.roles import Permission


@dataclass(frozen=True)
class FreeHandler:
    """Somebody who is there, and how many more they could take (0: none)."""

    account: Account
    places: int
    skills: frozenset[str]


def handlers_there(*, besides: Account, now: datetime) -> list[FreeHandler]:
    """Return everybody else who is there for callers, by username, with or without a place left.

    Whoever is away, on a break, paused or in practice is not there; a wrap-up to do leaves no place.
    """
    paused = Q(paused_until__isnull=True) | Q(paused_until__lte=now)
    present = (
        Presence.objects.filter(paused, available=True, training=False, leased_until__gt=now)
        .exclude(handler=besides)
        .select_related("handler")
        .annotate(
            talking=Count("handler__contacts", filter=Q(handler__contacts__state=State.TALKING)),
            ended=Count("handler__contacts", filter=Q(handler__contacts__state=State.ENDED)),
        )
        .order_by("handler__username")
    )
    return [
        FreeHandler(
            account=row.handler,
            places=0 if row.ended else max(0, row.capacity - row.talking),
            skills=frozenset(
                skills_in_force(row.handler.skills, chosen=row.skills, chosen_until=row.skills_until, now=now)
            ),
        )
        for row in present
        if may(row.handler, Permission.TAKE_CONTACTS)
    ]
