"""What stands around a talk ends with it: an open transfer, and whoever reads along."""

from datetime import datetime

from django.utils import timezone

from chat import events
from chat.models import Contact, Transfer, Watching
from chat.services.free_handlers import FreeHandler, handlers_there
from helpline.kernel.live import announce_on_commit
from helpline.staff.audit import record
from helpline.staff.models import Account


def clear_talk(contact: Contact) -> None:
    """Call for a locked contact that is no longer talked with, or not by the one who asked."""
    settle(contact, Transfer.Gone.OVER)
    Watching.objects.filter(contact=contact).delete()


def settle(contact: Contact, gone: Transfer.Gone, *, by: Account | None = None) -> Transfer | None:
    """Note how the open transfer of a locked contact came out and tell whoever it concerns; None without one.

    `by` is whose act it was, None the system's.
    """
    rows = Transfer.objects.select_for_update(of=("self",)).filter(contact=contact, gone="")
    transfer = rows.select_related("by", "to").first()
    if transfer is None:
        return None
    transfer.gone = gone
    transfer.save(update_fields=["gone"])
    record(event=f"transfer.{gone}", by=by, subject=contact.pk, detail={"from": transfer.by.username})
    tell(transfer, by)
    return transfer


def asked_of(transfer: Transfer, *, now: datetime) -> list[FreeHandler]:
    """Return who is asked and there: the named handler, or those with the skill who have not said no."""
    there, known_to = handlers_there(besides=transfer.by, now=now), who_know(transfer)
    return [each for each in there if is_asked_there(transfer, each, known_to=known_to)]


def who_know(transfer: Transfer) -> frozenset[int]:
    """Return the accounts that know the caller; without a query where they were fetched along."""
    return frozenset(each.handler_id for each in transfer.contact.acquaintances.all())


def is_asked_there(transfer: Transfer, there: FreeHandler, *, known_to: frozenset[int]) -> bool:
    """Tell whether an open transfer asks somebody who is there, with the skills that are on now."""
    skilled = transfer.to_id or not transfer.skill or transfer.skill in there.skills
    return bool(skilled) and is_asked(transfer, there.account, known_to=known_to)


def is_asked(transfer: Transfer, account: Account, *, known_to: frozenset[int]) -> bool:
    """Tell whether an open transfer asks this account, there or not.

    Nobody is asked who knows the caller; whoever let the contact pass is not asked along with everybody.
    """
    if account.pk == transfer.by_id or account.pk in transfer.declined_by or account.pk in known_to:
        return False
    if transfer.to_id:
        return account.pk == transfer.to_id
    trained = not transfer.skill or transfer.skill in account.skills
    return trained and account.pk not in transfer.contact.passed_by


def tell(transfer: Transfer, *others: Account | None) -> None:
    """Let the sockets of whoever asked and is asked (and `others`) look again, after commit."""
    people = {each.account.pk for each in asked_of(transfer, now=timezone.now())}
    people |= {other.pk for other in (transfer.by, transfer.to, *others) if other}
    for account in people:
        announce_on_commit(events.handler_group(account), events.own_hint())
