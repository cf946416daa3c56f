"""A command of a handler's socket is done once; the same id again gets the answer of the first time.

That comes before access and state: the contact may have changed hands or ended meanwhile. An id counts
for the account that used it, so nobody learns anything from somebody else's.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat.errors import IdUsed
from chat.models import DoneCommand
from helpline.staff.models import Account

KEPT = timedelta(hours=24)


@transaction.atomic
def do_once(
    *, by: Account, id: UUID, kind: str, contact: UUID | None, act: Callable[[], UUID | None]
) -> UUID | None:
    """Do `act` unless this account's command was done before; return the contact that its ack names.

    What `act` refuses leaves nothing behind, so it may be asked again.
    Raises what `act` raises, or IdUsed when the id was for something else.
    """
    # Claimed before anything else is looked at: the same command on two sockets (the old one still at
    # work, the new one asking again) waits here for its twin, and is then answered without being done.
    done, new = DoneCommand.objects.get_or_create(
        by=by, command=id, defaults={"kind": kind, "contact": contact, "at": timezone.now()}
    )
    if not new:
        if done.kind != kind or (contact is not None and done.contact != contact):
            raise IdUsed
        return done.contact
    done.contact = act()
    if done.contact != contact:
        done.save(update_fields=["contact"])
    return done.contact


def forget_done(*, now: datetime) -> int:
    """Forget what was done a day ago: no console sends it again. Returns how many."""
    return DoneCommand.objects.filter(at__lte=now - KEPT).delete()[0]
