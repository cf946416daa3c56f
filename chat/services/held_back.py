"""Nobody new for whom training, vetting or supervision is out of date; the talks they have go on.

One column of the account says from which day on (helpline/standing/), so that a round reads nothing more.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from chat import events
from chat.errors import HeldBack
from chat.models import AwayBecause, Presence
from chat.services.board import announce_board
from chat.services.rounds import round_on_commit
from chat.services.untaken import alert_if_unattended
from helpline.kernel.live import announce_on_commit
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.standing.rules import is_held_back
from helpline.standing.standings import why_each_held_back, why_held_back


def holds_back(account: Account, *, now: datetime | None = None) -> bool:
    """Tell whether no new contact may come to this account, as it was read."""
    return is_held_back(account.held_back_from, today=timezone.localdate(now))


def check_not_held_back(account: Account) -> None:
    """Raise HeldBack, with the sentence that says why and whom to ask."""
    if holds_back(account):
        raise HeldBack(why_held_back(account))


def held_back_words(accounts: Iterable[Account]) -> dict[int, str]:
    """Return the sentence for each of these to whom nobody new comes, by account."""
    return why_each_held_back([account for account in accounts if holds_back(account)])


def set_held_back_away(*, now: datetime) -> int:
    """Set away whoever is available and may take nobody any more; return how many. Their talks stay."""
    today = timezone.localdate(now)
    late = Presence.objects.filter(available=True, handler__held_back_from__lte=today)
    return sum(_set_away(handler, now) for handler in list(late.values_list("handler", flat=True)))


@transaction.atomic
def _set_away(handler: int, now: datetime) -> bool:
    rows = Presence.objects.select_for_update(of=("self",)).select_related("handler")
    presence = rows.filter(handler=handler, available=True).first()
    if presence is None or not holds_back(presence.handler, now=now):
        return False
    presence.available, presence.away_because = False, AwayBecause.HELD_BACK
    presence.break_reason, presence.asked_at = "", None
    presence.save(update_fields=["available", "away_because", "break_reason", "asked_at"])
    alert_if_unattended(now=now)
    detail = {"handler": presence.handler.username}
    record(event="presence.set_away", by=None, subject=AwayBecause.HELD_BACK, detail=detail)
    announce_board()
    round_on_commit()
    announce_on_commit(events.handler_group(handler), events.own_hint())
    return True
