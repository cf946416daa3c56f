"""Blocks: no new chat from a network for a day at most. Rows say who, why and until when, not whose.

The audit hears of a block in the night after its time: who made and who lifted one, and on which day
(docs/adr/0019).

The network itself is known to the process that holds the caller's connection, and to no other. It puts the
block into force (`enforce`) before it tells the caller of the end, or at the caller's next request; see
helpline/kernel/blocked.py.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat.boundaries import Kind
from chat.errors import BlockGone, NetworkBlocked
from chat.models import Block, Contact
from chat.services.load import day_began, day_of
from chat.states import OVER, Outcome
from helpline.kernel.blocked import BlockedNetworks
from helpline.kernel.networks import shared_blocked_networks
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

BLOCK_HOURS = 24


@lru_cache(maxsize=1)
def blocked_networks() -> BlockedNetworks:
    """Return what this process knows of blocked networks, made at first use."""
    return shared_blocked_networks()


def block_network(contact: Contact, *, kind: Kind, by: Account, now: datetime) -> Block:
    """Note that this contact's network is blocked from now on. Call inside the transaction that ends it."""
    until = now + timedelta(hours=BLOCK_HOURS)
    return Block.objects.create(contact=contact.pk, reason=kind, by=by, at=now, until=until)


def enforce(*, contact: Contact, address: str) -> int:
    """Put the blocks of an ended contact into force for the network its caller is on; return how many.

    Cheap for every other contact, so that each request of a caller may ask.
    """
    if contact.state not in OVER or contact.outcome != Outcome.ENDED_INAPPROPRIATE:
        return 0
    now = timezone.now()
    live = Block.objects.filter(contact=contact.pk, until__gt=now, lifted_at__isnull=True)
    seconds = {block.pk: int((block.until - now).total_seconds()) for block in live}
    return sum(blocked_networks().put(block, address, seconds=left) for block, left in seconds.items())


def enforce_for(*, contact: UUID, address: str) -> int:
    """The same for a contact by its id; its row may be gone."""
    found = Contact.objects.filter(pk=contact).first()
    return enforce(contact=found, address=address) if found else 0


def is_blocked(address: str) -> bool:
    """Tell whether a new chat may not start from here now. The rows decide: a lifted block acts nowhere."""
    held = blocked_networks().of(address)
    live = Block.objects.filter(pk__in=held, until__gt=timezone.now(), lifted_at__isnull=True)
    return bool(held) and live.exists()


def check_not_blocked(address: str) -> None:
    """Raise NetworkBlocked when a new chat may not start from here now."""
    if is_blocked(address):
        raise NetworkBlocked


def live_blocks() -> list[dict[str, Any]]:
    """Return the blocks whose time is not over, the newest first.

    {id, reason, until, by, contact, short, acts, lifted_by, lifted_at}; `short` is the beginning of the
    contact's id, `acts` whether some process knows a network for it.
    """
    acting = blocked_networks().in_force()
    rows = Block.objects.filter(until__gt=timezone.now()).select_related("by", "lifted_by").order_by("-at")
    return [
        {
            "id": row.pk,
            "reason": row.get_reason_display(),
            "until": row.until,
            "by": row.by.username if row.by else "",
            "contact": row.contact,
            "short": str(row.contact)[:8],
            "acts": row.pk in acting and row.lifted_at is None,
            "lifted_by": row.lifted_by.username if row.lifted_by else "",
            "lifted_at": row.lifted_at,
        }
        for row in rows
    ]


@transaction.atomic
def lift_block(*, block: UUID, by: Account) -> Block:
    """Lift a block before its time; lifted already by somebody: that stays. Raises Forbidden or BlockGone."""
    check_may(by, Permission.LIFT_BLOCKS)
    found = Block.objects.select_for_update(of=("self",)).filter(pk=block).first()
    if found is None:
        raise BlockGone
    if found.lifted_at is None:
        found.lifted_at, found.lifted_by = timezone.now(), by
        found.save(update_fields=["lifted_at", "lifted_by"])
    transaction.on_commit(lambda: blocked_networks().lift(found.pk))
    return found


@transaction.atomic
def forget_blocks(*, now: datetime) -> int:
    """Let go of blocks once the day in which their time was over has ended; return how many.

    Their lines in the audit are written now, a day's blocks in random order: at the moment itself they would
    say of whoever the handler talked with how the talk ended. What acted for a block goes with its time.
    """
    over = list(Block.objects.select_for_update(of=("self",)).filter(until__lt=day_began(now)).order_by("pk"))
    # By the random id, which knows no order: of a day's blocks the log tells none.
    for block in over:
        _write_down(block)
        blocked_networks().lift(block.pk)
    Block.objects.filter(pk__in=[block.pk for block in over]).delete()
    return len(over)


def _write_down(block: Block) -> None:
    record(event="block.made", by=block.by, subject=block.pk, detail={"day": str(day_of(block.at))})
    if block.lifted_at is not None:
        lifted = {"day": str(day_of(block.lifted_at))}
        record(event="block.lifted", by=block.lifted_by, subject=block.pk, detail=lifted)
