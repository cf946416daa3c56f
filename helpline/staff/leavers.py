"""The list of who left: what is still to be done for each, ticked with a name and a date."""

from dataclasses import dataclass

from django.db import transaction

from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.errors import NotLeft
from helpline.staff.leaver_items import ITEMS
from helpline.staff.models import Account, Departure, LeaverTick
from helpline.staff.roles import Permission


@dataclass(frozen=True)
class ToDo:
    """One line of the list; `tick` says who saw to it and when, None: nobody has."""

    item: str
    words: str
    tick: LeaverTick | None


def list_of(departure: Departure) -> list[ToDo]:
    """Return every line of somebody who left."""
    ticks = {tick.item: tick for tick in departure.ticks.select_related("by")}
    return [ToDo(item, words, ticks.get(item)) for item, words in ITEMS.items()]


@transaction.atomic
def tick(*, account: Account, item: str, done: bool, by: Account) -> None:
    """Say that a thing was seen to, or that it was not after all; twice is once.

    An unknown item is nothing. Raises Forbidden, or NotLeft.
    """
    check_may(by, Permission.MANAGE_STAFF)
    rows = Departure.objects.select_for_update(of=("self",)).filter(account=account)
    departure = rows.filter(account__is_active=False).first()
    if departure is None:
        raise NotLeft
    if item not in ITEMS:
        return
    if done:
        _, changed = LeaverTick.objects.get_or_create(departure=departure, item=item, defaults={"by": by})
    else:
        changed = bool(LeaverTick.objects.filter(departure=departure, item=item).delete()[0])
    if changed:
        event = "staff.leaver_ticked" if done else "staff.leaver_unticked"
        record(event=event, by=by, subject=account.username, detail={"what": item})
