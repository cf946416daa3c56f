"""Whether a handler is really there: what they last did, the question when that was long ago, and the answer.

The console's heart-beat keeps a lease (chat/services/presence.py) and says nothing about the person.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chat import events
from chat.desk_states import ANSWER_WITHIN, desk_state, is_idle
from chat.models import AwayBecause, Presence
from chat.selectors import line_settings
from chat.services.board import announce_board
from chat.services.presence import open_contacts, wrap_ups
from chat.services.rounds import round_on_commit
from chat.services.untaken import alert_if_unattended
from helpline.kernel.live import announce_on_commit
from helpline.staff.access import check_may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission


@transaction.atomic
def note_active(*, by: Account) -> None:
    """Note that this person did something just now; it also answers the question whether they are there."""
    own = Presence.objects.filter(handler=by)
    if own.filter(asked_at__isnull=False).update(asked_at=None, active_at=timezone.now()):
        announce_on_commit(events.handler_group(by.pk), events.own_hint())
    else:
        own.update(active_at=timezone.now())


def still_here(*, by: Account) -> None:
    """Answer the question whether one is there. Raises Forbidden."""
    check_may(by, Permission.TAKE_CONTACTS)
    note_active(by=by)


def ask_idle(*, now: datetime, queue: str = "main") -> int:
    """Ask whoever is available, has nobody and has done nothing for the line's time; return how many.

    A line with 0 minutes asks nobody.
    """
    minutes = line_settings(queue).idle_minutes
    if not minutes:
        return 0
    idle = timedelta(minutes=minutes)
    quiet = Presence.objects.filter(
        available=True, training=False, leased_until__gt=now, asked_at__isnull=True, active_at__lte=now - idle
    )
    return sum(_ask(handler, now, idle) for handler in _handlers(quiet))


def set_idle_away(*, now: datetime) -> int:
    """Set away whoever was asked two minutes ago and has not answered; return how many.

    Was it the last one available, and somebody waits: the supervisors are alerted at once. Whoever has a
    talk by now keeps being available: nobody with a talk is set away for doing nothing.
    """
    unanswered = Presence.objects.filter(available=True, asked_at__lte=now - ANSWER_WITHIN)
    return sum(_set_away(handler, now) for handler in _handlers(unanswered))


def _handlers(rows: QuerySet[Presence]) -> list[int]:
    return list(rows.values_list("handler", flat=True))


def _locked(handler: int) -> Presence | None:
    rows = Presence.objects.select_for_update(of=("self",)).select_related("handler")
    return rows.filter(handler=handler).first()


def _is_idle(presence: Presence, now: datetime, idle: timedelta) -> bool:
    paused = presence.paused_until is not None and presence.paused_until > now
    state = desk_state(
        leased=presence.leased_until > now,
        available=presence.available,
        break_reason=presence.break_reason,
        wrapping_up=wrap_ups(presence.handler),
    )
    talks = open_contacts(presence.handler)
    return not paused and is_idle(
        state=state, open_contacts=talks, active_at=presence.active_at, now=now, idle=idle
    )


@transaction.atomic
def _ask(handler: int, now: datetime, idle: timedelta) -> bool:
    presence = _locked(handler)
    if presence is None or presence.asked_at is not None or not _is_idle(presence, now, idle):
        return False
    presence.asked_at = now
    presence.save(update_fields=["asked_at"])
    announce_on_commit(events.handler_group(handler), events.own_hint())
    return True


@transaction.atomic
def _set_away(handler: int, now: datetime) -> bool:
    presence = _locked(handler)
    if presence is None or presence.asked_at is None or presence.asked_at > now - ANSWER_WITHIN:
        return False
    presence.asked_at = None
    left = _is_idle(presence, now, timedelta(0))
    if left:
        presence.available, presence.away_because = False, AwayBecause.IDLE
        presence.save(update_fields=["available"])
        alert_if_unattended(now=now)
        detail = {"handler": presence.handler.username}
        record(event="presence.set_away", by=None, subject=AwayBecause.IDLE, detail=detail)
        announce_board()
        round_on_commit()
    presence.save(update_fields=["asked_at", "available", "away_because"])
    announce_on_commit(events.handler_group(handler), events.own_hint())
    return left
