"""Shifts as a calendar: a file to take, and a secret address from which a calendar program reads them.

There is nothing in it but days, times and, in the whole rota, usernames: no caller, no talk, no place.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from icalendar import Calendar, Event

from helpline.hours.rules import span_instants
from helpline.rota.models import CalendarAddress, Shift
from helpline.staff.access import check_may, may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission

SECRET_BYTES = 32
BACK, AHEAD = timedelta(days=14), timedelta(days=183)


def calendar_of(account: Account, *, whole: bool) -> bytes:
    """Return somebody's own shifts, or everybody's, as iCalendar (RFC 5545), for half a year."""
    today = timezone.localdate()
    rows = Shift.objects.filter(day__range=(today - BACK, today + AHEAD), account__is_active=True)
    rows = rows if whole else rows.filter(account=account)
    return written(rows.select_related("account").order_by("day", "start", "pk"), named=whole)


def written(shifts: Iterable[Shift], *, named: bool) -> bytes:
    """Return these shifts as a file. A telephone may show it to others, so it says "Shift" and no more."""
    calendar = Calendar()
    calendar.add("prodid", "-//Helpline//Rota//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Shifts")
    for shift in shifts:
        start, end = span_instants(shift.day, shift.span)
        event = Event()
        event.add("uid", f"shift-{shift.pk}@rota.invalid")
        event.add("dtstamp", shift.made_at)
        event.add("dtstart", start)
        event.add("dtend", end)
        event.add("summary", f"Shift: {shift.account.username}" if named else "Shift")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


@transaction.atomic
def renew_address(*, by: Account, whole: bool) -> str:
    """Return a new secret, which is kept nowhere; the one before stops working. Raises Forbidden."""
    check_may(by, _needed(whole=whole))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    CalendarAddress.objects.update_or_create(
        account=by, whole=whole, defaults={"digest": _digest(secret), "made_at": timezone.now()}
    )
    what = "everybody" if whole else "own"
    record(event="rota.address_renewed", by=by, subject=by.username, detail={"what": what})
    return secret


@transaction.atomic
def end_address(*, by: Account, whole: bool) -> None:
    """Let an address stop working; without one nothing happens."""
    if CalendarAddress.objects.filter(account=by, whole=whole).delete()[0]:
        what = "everybody" if whole else "own"
        record(event="rota.address_ended", by=by, subject=by.username, detail={"what": what})


def read_by_secret(secret: str) -> bytes | None:
    """Return the calendar that an address stands for; None: unknown, or its person may not any more."""
    wanted = _digest(secret) if secret.isascii() else ""
    found = CalendarAddress.objects.filter(digest=wanted).select_related("account").first()
    if found is None or not may(found.account, _needed(whole=found.whole)):
        return None
    return calendar_of(found.account, whole=found.whole)


def _needed(*, whole: bool) -> Permission:
    return Permission.MANAGE_ROTA if whole else Permission.TAKE_CONTACTS


def _digest(secret: str) -> str:
    # A random secret needs no salt and no slow hash.
    return hashlib.sha256(secret.encode()).hexdigest()
