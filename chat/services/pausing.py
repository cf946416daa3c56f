"""A pause after a talk was ended for abuse, and the offer of a debrief."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from chat import events
from chat.errors import Paused
from chat.models import Alert, Presence
from chat.selectors import line_settings
from chat.services.alerts import raise_alert
from chat.services.board import announce_board
from chat.services.rounds import round_on_commit
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may
from helpline.staff.models import Account
from helpline.staff.roles import Permission


def begin_pause(*, by: Account, queue: str, now: datetime) -> None:
    """Offer this handler nobody for the minutes that the line is set to. Talks go on."""
    minutes = line_settings(queue).pause_minutes
    Presence.objects.filter(handler=by).update(paused_until=now + timedelta(minutes=minutes))
    announce_on_commit(events.handler_group(by.pk), events.own_hint())
    announce_board()


@transaction.atomic
def carry_on(*, by: Account, queue: str = "main") -> None:
    """End the pause early, because the handler says that they are all right. Without one: nothing happens.

    In no audit line: a pause follows an ending for abuse alone (docs/adr/0019).
    """
    check_may(by, Permission.TAKE_CONTACTS)
    if Presence.objects.filter(handler=by, paused_until__gt=timezone.now()).update(paused_until=None):
        announce_on_commit(events.handler_group(by.pk), events.own_hint())
        announce_board()
        # Whoever waits may be offered to them at once.
        round_on_commit(queue)


@transaction.atomic
def ask_for_debrief(*, by: Account, queue: str = "main") -> Alert:
    """Tell the supervisors that this handler would like to talk; asked twice, it is one alert."""
    check_may(by, Permission.TAKE_CONTACTS)
    return raise_alert(kind=Alert.Kind.DEBRIEF, about=by, queue=queue)


def is_paused(presence: Presence, *, now: datetime) -> bool:
    """Tell whether nothing may be offered to this handler now."""
    return presence.paused_until is not None and presence.paused_until > now


def check_not_paused(presence: Presence, *, now: datetime) -> None:
    """Raise Paused (with `until`) while this handler has a pause."""
    if is_paused(presence, now=now):
        raise Paused(until=events.moment(presence.paused_until))
