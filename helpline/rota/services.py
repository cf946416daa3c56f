"""Shifts are added, copied, removed. `by` needs MANAGE_ROTA; each act is audited once.

Whoever changes a shift locks its person's account first, then the shift, the audit last: two that would put
somebody into two places come one after the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from helpline.hours.rules import Span, span_instants
from helpline.kernel.errors import RequestInvalid
from helpline.rota.cover import Stretch, overlap
from helpline.rota.errors import OnAlready, ShiftGone
from helpline.rota.models import CalendarAddress, Shift
from helpline.rota.wording import shift_text
from helpline.staff.access import check_may, may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import PERMISSIONS, Permission

TAKERS = [str(role) for role, held in PERMISSIONS.items() if Permission.TAKE_CONTACTS in held]
MOST_REPEATS = 26
LONGEST_MINUTES = 14 * 60
FURTHEST_DAYS = 400
KEPT = timedelta(days=92)
WEEK = timedelta(weeks=1)


def who_can_be_on() -> QuerySet[Account]:
    """Return everybody who takes contacts, by username."""
    return Account.objects.filter(is_active=True, role__in=TAKERS).order_by("username")


@transaction.atomic
def add_shifts(
    *, account: Account, day: date, start: time, end: time, repeats: int = 0, by: Account
) -> list[Shift]:
    """Put somebody on, and on the same time of so many weeks that follow; all of them or none.

    An end at or before the start is on the next day. Raises Forbidden, OnAlready, or RequestInvalid with
    `fields`.
    """
    check_may(by, Permission.MANAGE_ROTA)
    account = lock(account.pk)
    if fields := _mistakes(account, day, Span(start, end), repeats):
        raise RequestInvalid(fields=fields)
    days = [day + number * WEEK for number in range(repeats + 1)]
    taken = taken_by(account, around=days)
    for each in days:
        if other := in_the_way(span_instants(each, Span(start, end)), taken):
            text = shift_text(other.day, other.span)
            raise OnAlready(
                f"{account.username} is on already: {text}. Nothing was saved. Choose another time."
            )
    made = [Shift.objects.create(account=account, day=each, start=start, end=end) for each in days]
    detail = {"day": day.isoformat(), "shifts": len(made)}
    record(event="rota.added", by=by, subject=account.username, detail=detail)
    return made


def _mistakes(account: Account, day: date, span: Span, repeats: int) -> dict[str, str]:
    today = timezone.localdate()
    fields = {}
    if not may(account, Permission.TAKE_CONTACTS):
        fields["who"] = "Choose somebody who takes contacts and may sign in."
    if not today <= day <= today + timedelta(days=FURTHEST_DAYS):
        fields["day"] = "Give a day from today on, within about a year."
    if span.start == span.end or span.minutes > LONGEST_MINUTES:
        hours = LONGEST_MINUTES // 60
        fields["end"] = (
            f"A shift is {hours} hours at most. If it goes past midnight, give the end of the next day."
        )
    if not 0 <= repeats <= MOST_REPEATS:
        fields["repeats"] = f"Repeat it for {MOST_REPEATS} weeks at most."
    return fields


@transaction.atomic
def remove_shift(*, shift: int, by: Account) -> Shift:
    """Take somebody off; an open question about the shift goes with it. Raises Forbidden or ShiftGone."""
    check_may(by, Permission.MANAGE_ROTA)
    found = locked_shift(shift)
    found.delete()
    detail = {"day": found.day.isoformat()}
    record(event="rota.removed", by=by, subject=found.account.username, detail=detail)
    return found


@dataclass(frozen=True)
class Copied:
    """What came of a copy: how many shifts were made, and sentences about those that were not."""

    made: int
    left_out: tuple[str, ...]


@transaction.atomic
def copy_week(*, monday: date, by: Account) -> Copied:
    """Copy the week before into the one that begins on `monday`. What is there stays.

    Raises Forbidden.
    """
    check_may(by, Permission.MANAGE_ROTA)
    rows = list(
        Shift.objects.filter(day__range=(monday - WEEK, monday - timedelta(days=1))).order_by("day", "start")
    )
    people = {each.pk: each for each in lock_all({row.account_id for row in rows})}
    taken = {pk: taken_by(person, around=[monday, monday + WEEK]) for pk, person in people.items()}
    left_out: list[str] = []
    made = 0
    for row in rows:
        person, day = people[row.account_id], row.day + WEEK
        if not may(person, Permission.TAKE_CONTACTS):
            left_out.append(f"{person.username} takes no contacts any more: {shift_text(day, row.span)}.")
        elif day < timezone.localdate():
            left_out.append(f"{shift_text(day, row.span)} is over ({person.username}).")
        elif other := in_the_way(span_instants(day, row.span), taken[person.pk]):
            if (other.day, other.span) != (day, row.span):
                left_out.append(f"{person.username} is on already: {shift_text(other.day, other.span)}.")
        else:
            taken[person.pk].append(
                Shift.objects.create(account=person, day=day, start=row.start, end=row.end)
            )
            made += 1
    if made:
        record(event="rota.copied", by=by, subject=monday.isoformat(), detail={"shifts": made})
    return Copied(made, tuple(left_out))


def free_shifts(*, account: Account, by: Account | None) -> int:
    """Take somebody off all that comes, whose account is locked, and end their calendars; return how many."""
    CalendarAddress.objects.filter(account=account).delete()
    coming = Shift.objects.filter(account=account, day__gte=timezone.localdate())
    freed = coming.count()
    if freed:
        coming.delete()
        record(event="rota.freed", by=by, subject=account.username, detail={"shifts_freed": freed})
    return freed


def forget_shifts(*, now: datetime) -> int:
    """Destroy shifts of three months ago; return how many."""
    return Shift.objects.filter(day__lt=timezone.localdate(now) - KEPT).delete()[0]


def lock(account: int) -> Account:
    """Lock somebody's account, and return it as it stands."""
    return lock_all([account])[0]


def lock_all(accounts: Iterable[int]) -> list[Account]:
    # In one order, and without the key: see helpline/staff/services.py.
    rows = Account.objects.select_for_update(no_key=True).filter(pk__in=list(accounts))
    return list(rows.order_by("pk"))


def locked_shift(shift: int, *, more: Iterable[int] = ()) -> Shift:
    """Lock a shift, its person's account first, and those of `more` with it. Raises ShiftGone."""
    owner = Shift.objects.filter(pk=shift).values_list("account", flat=True).first()
    if owner is None:
        raise ShiftGone
    lock_all({owner, *more})
    rows = Shift.objects.select_for_update(of=("self",)).select_related("account")
    found = rows.filter(pk=shift, account=owner).first()
    if found is None:
        # Swapped between the look and the lock.
        raise ShiftGone
    return found


def taken_by(account: Account, *, around: Iterable[date]) -> list[Shift]:
    """Return what somebody has from the day before the first of these days to the day after the last."""
    days = sorted(around)
    first, last = days[0] - timedelta(days=1), days[-1] + timedelta(days=1)
    return list(Shift.objects.filter(account=account, day__range=(first, last)))


def in_the_way(stretch: Stretch, taken: Iterable[Shift]) -> Shift | None:
    """Return the first of somebody's shifts that shares time with a stretch."""
    return next((each for each in taken if overlap(stretch, span_instants(each.day, each.span))), None)
