"""Shifts are added, repeated, copied, removed; swaps are asked and agreed; cover is set."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from helpline.hours.rules import Schedule, WeeklyInterval
from helpline.hours.services import publish_hours
from helpline.kernel.errors import Forbidden, HelplineError, RequestInvalid
from helpline.rota.cover import Cover, MoreAt, week_of
from helpline.rota.covering import newest_cover, set_cover, step, week_from
from helpline.rota.errors import CoverChanged, NotThen, OnAlready, ShiftBegun, ShiftGone, SwapGone
from helpline.rota.models import CalendarAddress, Shift, Swap
from helpline.rota.services import add_shifts, copy_week, forget_shifts, free_shifts, remove_shift
from helpline.rota.swaps import agree_swap, ask_swap, decline_swap, forget_swaps, withdraw_swap
from helpline.staff.models import Account, AuditEvent

pytestmark = pytest.mark.django_db
NINE, ONE, TEN, SIX = time(9), time(13), time(22), time(6)


def puts(account: Account, day: date, by: Account, start: time = NINE, end: time = ONE, **more: int) -> Shift:
    return add_shifts(account=account, day=day, start=start, end=end, by=by, **more)[0]


def rota() -> list[tuple[str, date, time]]:
    return list(Shift.objects.order_by("day", "start").values_list("account__username", "day", "start"))


def test_a_shift_repeats_and_a_night_belongs_to_its_first_day(
    ann: Account, supervisor: Account, monday: date
) -> None:
    puts(ann, monday, supervisor, TEN, SIX, repeats=2)

    assert rota() == [("ann", monday + timedelta(weeks=number), TEN) for number in range(3)]
    line = AuditEvent.objects.get(event="rota.added")
    assert (line.subject, line.detail) == ("ann", {"day": monday.isoformat(), "shifts": 3})


def test_nobody_is_on_twice_at_a_time_and_then_nothing_is_saved(
    ann: Account, ben: Account, supervisor: Account, monday: date
) -> None:
    puts(ann, monday + timedelta(weeks=1), supervisor, TEN, SIX)

    with pytest.raises(OnAlready, match="ann is on already"):
        puts(ann, monday + timedelta(days=1), supervisor, time(5), NINE, repeats=1)
    assert len(rota()) == 1
    puts(ann, monday + timedelta(days=8), supervisor, SIX, NINE)
    puts(ben, monday + timedelta(weeks=1), supervisor, TEN, SIX)


@pytest.mark.parametrize(
    ("field", "days", "end", "repeats"),
    [
        ("day", -30, ONE, 0),
        ("day", 500, ONE, 0),
        ("end", 0, NINE, 0),
        ("end", 0, time(8), 0),
        ("repeats", 0, ONE, 27),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    ann: Account, supervisor: Account, monday: date, field: str, days: int, end: time, repeats: int
) -> None:
    with pytest.raises(RequestInvalid) as refused:
        puts(ann, monday + timedelta(days=days), supervisor, NINE, end, repeats=repeats)
    assert list(refused.value.extra["fields"]) == [field]
    assert rota() == []


def test_who_takes_no_contacts_is_on_no_rota_and_who_handles_makes_none(
    ann: Account, analyst: Account, supervisor: Account, monday: date
) -> None:
    with pytest.raises(RequestInvalid):
        puts(analyst, monday, supervisor)
    with pytest.raises(Forbidden):
        puts(ann, monday, ann)


def test_last_week_is_copied_once_and_says_what_it_left_out(
    ann: Account, ben: Account, supervisor: Account, monday: date
) -> None:
    puts(ann, monday, supervisor)
    puts(ben, monday, supervisor)
    puts(ann, monday + timedelta(days=2), supervisor)
    after = monday + timedelta(weeks=1)
    puts(ann, after + timedelta(days=2), supervisor, time(8), time(12))
    Account.objects.filter(pk=ben.pk).update(is_active=False)

    copied = copy_week(monday=after, by=supervisor)

    assert copied.made == 1
    assert [text.partition(":")[0] for text in copied.left_out] == [
        "ben takes no contacts any more", "ann is on already",
    ]  # fmt: skip
    assert copy_week(monday=after, by=supervisor).made == 0
    assert len(rota()) == 5


def test_a_shift_is_removed_once(ann: Account, supervisor: Account, monday: date) -> None:
    shift = puts(ann, monday, supervisor)
    remove_shift(shift=shift.pk, by=supervisor)

    with pytest.raises(ShiftGone):
        remove_shift(shift=shift.pk, by=supervisor)
    assert AuditEvent.objects.filter(event="rota.removed", subject="ann").count() == 1


def test_a_colleague_takes_a_shift_that_was_asked_of_all(
    ann: Account, ben: Account, supervisor: Account, monday: date
) -> None:
    shift = puts(ann, monday, supervisor)
    asked = ask_swap(shift=shift.pk, by=ann)

    with pytest.raises(SwapGone):
        agree_swap(swap=asked.pk, by=ann)
    agree_swap(swap=asked.pk, by=ben)
    assert rota() == [("ben", monday, NINE)]
    with pytest.raises(SwapGone):
        agree_swap(swap=asked.pk, by=supervisor)
    line = AuditEvent.objects.get(event="rota.swapped")
    assert (line.actor, line.detail["from"]) == ("ben", "ann")


def test_two_change_places_and_both_are_checked(
    ann: Account, ben: Account, supervisor: Account, monday: date
) -> None:
    mine, theirs = puts(ann, monday, supervisor), puts(ben, monday, supervisor, time(10), time(14))
    asked = ask_swap(shift=mine.pk, in_return=theirs.pk, by=ann)

    with pytest.raises(SwapGone):
        agree_swap(swap=asked.pk, by=supervisor)
    agree_swap(swap=asked.pk, by=ben)
    assert rota() == [("ben", monday, NINE), ("ann", monday, time(10))]
    assert not Swap.objects.exists()


def is_on(ann: Account, ben: Account, by: Account, day: date) -> None:
    puts(ben, day, by, time(12), time(15))


def runs_out(ann: Account, ben: Account, by: Account, day: date) -> None:
    Account.objects.filter(pk=ben.pk).update(held_back_from=day)


def is_removed(ann: Account, ben: Account, by: Account, day: date) -> None:
    remove_shift(shift=Shift.objects.get(account=ann).pk, by=by)


def is_kept(ann: Account, ben: Account, by: Account, day: date) -> None:
    withdraw_swap(shift=Shift.objects.get(account=ann).pk, by=ann)


def begins(ann: Account, ben: Account, by: Account, day: date) -> None:
    Shift.objects.filter(account=ann).update(day=timezone.localdate() - timedelta(days=1))


@pytest.mark.parametrize(
    ("meanwhile", "refusal"),
    [
        (is_on, OnAlready),
        (runs_out, NotThen),
        (is_removed, SwapGone),
        (is_kept, SwapGone),
        (begins, ShiftBegun),
    ],
)
def test_what_came_meanwhile_leaves_the_shift_where_it_is(
    ann: Account,
    ben: Account,
    supervisor: Account,
    monday: date,
    meanwhile: Callable[..., None],
    refusal: type[HelplineError],
) -> None:
    asked = ask_swap(shift=puts(ann, monday, supervisor).pk, to=ben, by=ann)
    meanwhile(ann, ben, supervisor, monday)
    before = rota()

    with pytest.raises(refusal):
        agree_swap(swap=asked.pk, by=ben)
    assert rota() == before


def test_a_question_is_declined_by_whom_it_was_asked_and_ends_with_its_day(
    ann: Account, ben: Account, supervisor: Account, monday: date
) -> None:
    shift = puts(ann, monday, supervisor)
    asked = ask_swap(shift=shift.pk, to=ben, by=ann)
    with pytest.raises(SwapGone):
        decline_swap(swap=asked.pk, by=supervisor)
    with pytest.raises(ShiftGone):
        ask_swap(shift=shift.pk, by=ben)

    decline_swap(swap=asked.pk, by=ben)
    assert not Swap.objects.exists()
    ask_swap(shift=shift.pk, by=ann)
    over = timezone.now() + (monday - timezone.localdate()) + timedelta(days=1)
    assert forget_swaps(now=over) == 1
    assert forget_shifts(now=over + timedelta(days=90)) == 0
    assert forget_shifts(now=over + timedelta(days=93)) == 1


def test_whoever_leaves_frees_what_comes_and_their_calendar_ends(
    ann: Account, supervisor: Account, admin: Account, monday: date
) -> None:
    puts(ann, monday, supervisor, repeats=1)
    Shift.objects.create(account=ann, day=timezone.localdate() - timedelta(days=3), start=NINE, end=ONE)
    CalendarAddress.objects.create(account=ann, digest="d")

    assert free_shifts(account=ann, by=admin) == 2
    assert len(rota()) == 1
    assert not CalendarAddress.objects.exists()


def test_the_week_is_held_against_hours_and_numbers_that_were_set(
    ann: Account, ben: Account, supervisor: Account, monday: date
) -> None:
    assert not week_from(monday).has_hours
    publish_hours(schedule=Schedule(weekly=(WeeklyInterval(0, NINE, ONE),)), by=supervisor)
    puts(ann, monday, supervisor)
    assert [part.needed for part in week_from(monday).gaps] == [2]

    set_cover(cover=Cover(1, (MoreAt(0, time(12), ONE, 2),)), by=supervisor, replaces=0)
    assert [(part.on, part.needed) for part in week_from(monday).gaps] == [(("ann",), 2)]
    with pytest.raises(CoverChanged):
        set_cover(cover=Cover(1), by=supervisor, replaces=0)
    with pytest.raises(RequestInvalid):
        set_cover(cover=Cover(51), by=supervisor)
    puts(ben, monday, supervisor)
    assert week_from(monday).gaps == []
    Account.objects.filter(pk=ben.pk).update(held_back_from=monday)
    assert len(week_from(monday).gaps) == 1
    assert [(shift.who, first) for shift, first in week_from(monday).held] == [("ben", monday)]


def test_the_checklist_says_what_next_week_lacks(ann: Account, supervisor: Account) -> None:
    assert "Nobody has decided" in step().sentence
    set_cover(cover=Cover(1), by=supervisor)
    assert "no opening hours" in step().sentence
    publish_hours(schedule=Schedule(weekly=(WeeklyInterval(0, NINE, ONE),)), by=supervisor)
    assert step().sentence == "Next week fewer are on than you decided, at one time."
    puts(ann, week_of(timezone.localdate()) + timedelta(weeks=1), supervisor)
    assert step().done
    assert newest_cover() is not None
