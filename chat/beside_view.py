"""What staff are shown beside their contacts: asides, help that was asked for, transfers."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils import timezone

from chat import events
from chat.assignment import UNDER_18
from chat.models import Alert, Contact, Transfer
from chat.selectors import answers_of
from chat.services.asides import asides_after
from chat.services.free_handlers import handlers_there
from chat.services.talk_over import is_asked_there, who_know
from helpline.staff.models import Account


def aside_events(contact: UUID, after: int) -> list[events.Event]:
    """Return the asides of a contact that the reader has been let into, with `seq > after`."""
    return [
        {
            "type": "aside",
            "contact": str(contact),
            "seq": aside.seq,
            "kind": aside.kind,
            "by": aside.by,
            "body": aside.body,
            "at": events.moment(aside.at),
        }
        for aside in asides_after(contact, after)
    ]


def help_events(contacts: Collection[UUID]) -> list[events.Event]:
    """Return, for each of these contacts in which help was asked for, the last time of it."""
    if not contacts:
        return []
    raised = Alert.objects.filter(kind=Alert.Kind.HELP, contact__in=contacts).order_by("raised_at")
    last = {alert.contact: alert for alert in raised.select_related("answered_by")}
    return [
        {
            "type": "help",
            "contact": str(alert.contact),
            "raised_at": events.moment(alert.raised_at),
            "answered_at": events.moment(alert.answered_at),
            "by": alert.answered_by.username if alert.answered_by else None,
        }
        for alert in last.values()
    ]


def transfer_events(account: Account) -> list[events.Event]:
    """Return the open transfers that this account asked for (`transfer.asked`) or is asked (`transfer`)."""
    return transfers_by_account([account]).get(account.pk, [])


def transfers_by_account(accounts: Collection[Account]) -> dict[int, list[events.Event]]:
    """Return the same for many, by account; who has none is left out. Three queries at most."""
    rows = Transfer.objects.filter(gone="").select_related("by", "to", "contact")
    rows = rows.prefetch_related("contact__acquaintances")
    free = handlers_there(now=timezone.now(), only=accounts) if rows else []
    there = {each.account.pk: each for each in free}
    told: dict[int, list[events.Event]] = {}
    for transfer in rows:
        known_to = who_know(transfer)
        for account in accounts:
            here = there.get(account.pk)
            if transfer.by_id == account.pk:
                told.setdefault(account.pk, []).append(_asked(transfer))
            elif here and is_asked_there(transfer, here, known_to=known_to):
                told.setdefault(account.pk, []).append(_asking(transfer))
    return told


def how_it_came_out(contact: UUID, account: Account) -> str:
    """Return why a transfer is no longer shown to this account: how it came out, else its own answer."""
    last = Transfer.objects.filter(contact=contact).first()
    if last is None:
        return str(Transfer.Gone.OVER)
    if last.gone:
        return last.gone
    return str(Transfer.Gone.DECLINED if account.pk in last.declined_by else Transfer.Gone.AWAY)


def _asked(transfer: Transfer) -> events.Event:
    return {
        "type": "transfer.asked",
        "contact": str(transfer.contact_id),
        "to": transfer.to.username if transfer.to else None,
        "skill": transfer.skill or None,
        "expires_at": events.moment(transfer.expires_at),
    }


def _asking(transfer: Transfer) -> events.Event:
    """What somebody sees of a contact that is not theirs yet: answers and badges, never words.

    The note comes with the contact: it may tell what the caller wrote. See docs/confidentiality.md, point 8.
    """
    return {
        "type": "transfer",
        "contact": str(transfer.contact_id),
        "from": transfer.by.username,
        "skill": transfer.skill or None,
        "entry": _entry(transfer.contact),
        "expires_at": events.moment(transfer.expires_at),
    }


def _entry(contact: Contact) -> dict[str, Any]:
    return {
        **answers_of(contact),
        "under_18": contact.age_band in UNDER_18,
        "level": contact.level or None,
        "badges": contact.badges,
    }
