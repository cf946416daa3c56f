"""A handler asks for somebody to take a shift, and a colleague agrees: the two change places at once.

Locks go as in services.py: accounts, shifts, the audit.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from helpline.hours.rules import span_instants
from helpline.rota.errors import NotThen, OnAlready, ShiftBegun, ShiftGone, SwapGone
from helpline.rota.models import Shift, Swap
from helpline.rota.services import in_the_way, lock_all, taken_by
from helpline.rota.wording import shift_text
from helpline.staff.access import check_may, may
from helpline.staff.audit import record
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.standing.rules import is_held_back


@transaction.atomic
def ask_swap(*, shift: int, by: Account, to: Account | None = None, in_return: int | None = None) -> Swap:
    """Ask a colleague, or everybody, to take one's own shift; asked again, the newer question stands.

    `in_return` is a shift of `to` that one would take for it. Raises ShiftGone or ShiftBegun.
    """
    check_may(by, Permission.TAKE_CONTACTS)
    found = _own(shift, by)
    theirs = None
    if in_return is not None:
        theirs = Shift.objects.filter(pk=in_return).exclude(account=by).select_related("account").first()
        if theirs is None:
            raise ShiftGone
        _check_to_come(theirs)
        to = theirs.account
    if to is not None and (to.pk == by.pk or not may(to, Permission.TAKE_CONTACTS)):
        raise ShiftGone
    Swap.objects.filter(shift=found).delete()
    return Swap.objects.create(shift=found, to=to, in_return=theirs)


@transaction.atomic
def withdraw_swap(*, shift: int, by: Account) -> None:
    """Keep the shift after all; without a question nothing happens. Raises ShiftGone or ShiftBegun."""
    check_may(by, Permission.TAKE_CONTACTS)
    Swap.objects.filter(shift=_own(shift, by)).delete()


@transaction.atomic
def decline_swap(*, swap: int, by: Account) -> None:
    """Say no to what was asked of oneself alone; the question is over. Raises SwapGone."""
    check_may(by, Permission.TAKE_CONTACTS)
    if not Swap.objects.filter(pk=swap, to=by).delete()[0]:
        raise SwapGone


@transaction.atomic
def agree_swap(*, swap: int, by: Account) -> Shift:
    """Take somebody's shift, and give one's own for it where that was asked; return the shift taken.

    Of two who agree at once one gets it. Raises SwapGone, ShiftBegun, OnAlready or NotThen.
    """
    check_may(by, Permission.TAKE_CONTACTS)
    asked = Swap.objects.filter(pk=swap).select_related("shift").first()
    if asked is None:
        raise SwapGone
    people = {each.pk: each for each in lock_all({asked.shift.account_id, by.pk})}
    wanted = [pk for pk in (asked.shift_id, asked.in_return_id) if pk]
    shifts = {
        row.pk: row
        for row in Shift.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    }
    # As it is now that all is locked.
    found = Swap.objects.filter(pk=swap).first()
    asker = people.get(shifts[asked.shift_id].account_id) if asked.shift_id in shifts else None
    if found is None or asker is None or not _is_for(found, by, asker, shifts):
        raise SwapGone
    given, back = shifts[found.shift_id], shifts.get(found.in_return_id or 0)
    _check_free(given, people[by.pk], besides=back, own=True)
    if back is not None:
        _check_free(back, asker, besides=given, own=False)
    # Where both begin alike, neither may stand under one name twice, not even between two lines.
    Swap.objects.filter(shift__in=list(shifts)).delete()
    Shift.objects.filter(pk__in=list(shifts)).delete()
    new = [Shift(account=people[by.pk], day=given.day, start=given.start, end=given.end)]
    if back is not None:
        new.append(Shift(account=asker, day=back.day, start=back.start, end=back.end))
    for each in new:
        each.save()
    detail = {"from": asker.username, "day": given.day.isoformat(), "shifts": len(new)}
    record(event="rota.swapped", by=by, subject=by.username, detail=detail)
    return new[0]


def forget_swaps(*, now: datetime) -> int:
    """End questions about shifts of days gone by; return how many."""
    return Swap.objects.filter(shift__day__lt=timezone.localdate(now)).delete()[0]


def _own(shift: int, by: Account) -> Shift:
    lock_all([by.pk])
    found = Shift.objects.select_for_update(of=("self",)).filter(pk=shift, account=by).first()
    if found is None:
        raise ShiftGone
    _check_to_come(found)
    return found


def _is_for(swap: Swap, by: Account, asker: Account, shifts: dict[int, Shift]) -> bool:
    if by.pk == asker.pk or swap.to_id not in {None, by.pk}:
        return False
    return swap.in_return_id is None or (
        swap.in_return_id in shifts and shifts[swap.in_return_id].account_id == by.pk
    )


def _check_to_come(shift: Shift) -> None:
    if span_instants(shift.day, shift.span)[0] <= timezone.now():
        raise ShiftBegun


def _check_free(shift: Shift, who: Account, *, besides: Shift | None, own: bool) -> None:
    """Raise where somebody cannot be on then; `besides` is what they give away for it."""
    _check_to_come(shift)
    if not may(who, Permission.TAKE_CONTACTS):
        raise SwapGone
    if is_held_back(who.held_back_from, today=shift.day):
        raise NotThen() if own else NotThen(f"A date of {who.username} is out of date by then.")
    taken = [each for each in taken_by(who, around=[shift.day]) if besides is None or each.pk != besides.pk]
    if other := in_the_way(span_instants(shift.day, shift.span), taken):
        name = "You are" if own else f"{who.username} is"
        raise OnAlready(
            f"{name} on already: {shift_text(other.day, other.span)}. Nothing has changed. Choose another."
        )
