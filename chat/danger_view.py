"""What staff are shown of dangers: those of contacts on their desk, and which call supervisors."""

from collections.abc import Collection, Iterable, Set
from typing import Any
from uuid import UUID

from chat import events
from chat.channels import Channel
from chat.models import Alert, Contact, Danger
from helpline.staff.access import may
from helpline.staff.models import Account
from helpline.staff.roles import Permission


def danger_events(contacts: Collection[UUID]) -> list[events.Event]:
    """Return the last danger of each of these contacts that had one."""
    if not contacts:
        return []
    raised = Danger.objects.filter(contact__in=contacts).order_by("raised_at")
    last = {danger.contact: danger for danger in raised.select_related("by", "answered_by")}
    return [_event(danger) for danger in last.values()]


def _event(danger: Danger) -> events.Event:
    return {
        "type": "danger",
        "contact": str(danger.contact),
        "raised_at": events.moment(danger.raised_at),
        "raised_by": danger.by.username,
        "answered_at": events.moment(danger.answered_at),
        "by": danger.answered_by.username if danger.answered_by else None,
        "rang_at": events.moment(danger.rang_at),
        "over_at": events.moment(danger.over_at),
    }


def calls_for(account: Account) -> list[dict[str, Any]]:
    """Return the dangers that call this supervisor and that nobody has answered; none for anybody else.

    [{"alert", "contact", "about", "raised_at", "times"}], the first raised first; `contact` is None where
    there is no talk to follow, as on the phone.
    """
    return calls_by_account([account]).get(account.pk, [])


def calls_by_account(accounts: Iterable[Account]) -> dict[int, list[dict[str, Any]]]:
    """Return the same for many, by account; whom nothing can call is left out. Two queries, or none."""
    called = [account for account in accounts if may(account, Permission.SAFEGUARD)]
    if not called:
        return {}
    open_ = Alert.objects.filter(kind=Alert.Kind.DANGER, answered_at__isnull=True)
    alerts = list(open_.select_related("about").order_by("raised_at", "pk"))
    named = [alert.contact for alert in alerts if alert.contact]
    written = Contact.objects.filter(pk__in=named, channel=Channel.WEB_CHAT)
    followable = set(written.values_list("pk", flat=True)) if named else set()
    return {
        account.pk: [_call(alert, followable) for alert in alerts if alert.about_id != account.pk]
        for account in called
    }


def _call(alert: Alert, followable: Set[UUID]) -> dict[str, Any]:
    return {
        "alert": str(alert.pk),
        "contact": str(alert.contact) if alert.contact in followable else None,
        "about": alert.about.username if alert.about else None,
        "raised_at": events.moment(alert.raised_at),
        "times": alert.times,
    }
