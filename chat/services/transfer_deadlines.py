"""Transfers that nobody answered, or nobody can answer any more; each job is safe to run twice."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from chat.access import locked
from chat.errors import ContactNotFound
from chat.models import Transfer
from chat.services.talk_over import asked_of, settle
from helpline.staff.models import Account


def expire_transfers(*, now: datetime) -> int:
    """Settle what was not answered in time; whoever asked keeps the talk. Returns how many."""
    late = Transfer.objects.filter(gone="", expires_at__lte=now)
    return _each([t.pk for t in late], lambda transfer: transfer.expires_at <= now, Transfer.Gone.EXPIRED)


def settle_unanswerable(*, now: datetime) -> int:
    """Settle what asks nobody who is still there. Returns how many."""
    return _each(
        list(Transfer.objects.filter(gone="").values_list("pk", flat=True)),
        lambda transfer: not asked_of(transfer, now=now),
        Transfer.Gone.AWAY,
    )


def settle_after_leaving(*, by: Account, now: datetime) -> None:
    """Settle at once what asked somebody who has just gone away or signed out, and nobody else."""
    named = Transfer.objects.filter(gone="", to=by) | Transfer.objects.filter(gone="", to__isnull=True)
    _each(
        list(named.exclude(by=by).values_list("pk", flat=True)),
        lambda transfer: not asked_of(transfer, now=now),
        Transfer.Gone.AWAY,
    )


def _each(transfers: list[int], due: Callable[[Transfer], bool], gone: Transfer.Gone) -> int:
    """Lock the contact of each in a transaction of its own and settle what is due; return how many were."""
    settled = 0
    for pk in transfers:
        with transaction.atomic():
            open_one = Transfer.objects.filter(pk=pk, gone="").first()
            if open_one is None:
                continue
            try:
                contact = locked(open_one.contact_id)
            except ContactNotFound:
                continue
            transfer = Transfer.objects.select_related("by", "contact").filter(pk=pk, gone="").first()
            if transfer is not None and due(transfer):
                settle(contact, gone)
                settled += 1
    return settled
