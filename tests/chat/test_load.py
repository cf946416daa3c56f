"""Handlers' load today: stretches, breaks, and who needs one; nothing of a caller."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.boundaries import Kind
from chat.load import BREAK, LONG, Move, Talk, Why, load_of, talks_of
from chat.models import Alert, Contact
from chat.services.boundaries import end_for_abuse
from chat.services.contacts import set_level
from chat.services.correcting import correct
from chat.services.ending import end_by_handler, wrap_up
from chat.services.known import hand_over_known
from chat.services.load import day_began, loads_today
from chat.services.queue import release
from chat.states import Outcome
from helpline.staff.models import Account
from helpline.staff.roles import Permission, Role, role_may
from tests.chat.acts import BOTH, is_there, starts, takes

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PAGE = "/supervision/load/"
with_rows = pytest.mark.django_db(databases=BOTH)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def talk(begin: float, end: float, contact: int = 0) -> Talk:
    return Talk("ann", UUID(int=contact or int(begin * 100) + 1), at(begin), at(end))


def in_minutes(span: timedelta) -> float:
    return span.total_seconds() / 60


# -- the rule -------------------------------------------------------------------------------


def test_a_contact_is_whose_it_was_until_the_next_move_or_its_end() -> None:
    one, two = UUID(int=1), UUID(int=2)
    moves = [
        Move(at(0), one, "ann"),
        Move(at(5), two, "ben"),
        Move(at(10), one, None),
        Move(at(12), one, "ben"),
        Move(at(20), one, "cat"),
    ]

    assert talks_of(moves, ended={one: at(30)}, now=at(60)) == [
        Talk("ann", one, at(0), at(10)),
        Talk("ben", two, at(5), at(60)),
        Talk("ben", one, at(12), at(20)),
        Talk("cat", one, at(20), at(30)),
    ]


def test_two_talks_at_once_are_counted_once_and_a_short_pause_is_no_break() -> None:
    load = load_of("ann", [talk(0, 30), talk(10, 40), talk(49, 60)], now=at(60))

    assert in_minutes(load.talking) == 51
    assert (in_minutes(load.longest), in_minutes(load.current), load.breaks) == (60, 60, 0)
    assert load.contacts == 3


@pytest.mark.parametrize(("pause", "breaks", "current"), [(9.9, 0, 39.9), (10, 1, 10), (30, 1, 10)])
def test_ten_minutes_without_a_talk_are_a_break(pause: float, breaks: int, current: float) -> None:
    load = load_of("ann", [talk(0, 20), talk(20 + pause, 30 + pause)], now=at(30 + pause))

    assert (load.breaks, in_minutes(load.current)) == (breaks, pytest.approx(current))


def test_a_break_that_goes_on_is_one_and_nobody_in_it_needs_another() -> None:
    talks = [talk(0, 120)]
    resting = load_of("ann", talks, abuse=[at(120)], now=at(130))

    assert (resting.breaks, in_minutes(resting.current), in_minutes(resting.longest)) == (1, 0, 120)
    assert resting.why == ()
    assert load_of("ann", talks, abuse=[at(120)], now=at(129)).why == (Why.ABUSE, Why.LONG)


@pytest.mark.parametrize(("minutes", "why"), [(89, ()), (90, (Why.LONG,))])
def test_ninety_minutes_without_a_break_are_long(minutes: int, why: tuple[Why, ...]) -> None:
    assert load_of("ann", [talk(0, minutes)], now=at(minutes)).why == why


def test_two_pressing_contacts_since_the_last_break_are_many_and_those_before_it_are_not() -> None:
    pressing = frozenset(UUID(int=n) for n in (1, 2, 3))
    before = [talk(0, 5, 1), talk(5, 10, 2)]

    assert load_of("ann", before, pressing=pressing, now=at(10)).why == (Why.PRESSING,)
    after = load_of("ann", [*before, talk(30, 40, 3)], pressing=pressing, now=at(40))
    assert (after.why, after.pressing) == ((), 3)


def test_whoever_had_nobody_has_nothing() -> None:
    load = load_of("ann", [], now=NOON)

    assert (load.contacts, in_minutes(load.talking), load.breaks, load.why) == (0, 0, 0, ())


def test_who_needs_a_break_stands_first_then_who_has_been_at_it_for_longest() -> None:
    now = at(200)
    loads = [
        load_of("rests", [talk(0, 60)], now=now),
        load_of("short", [talk(190, 200)], now=now),
        load_of("long", [talk(100, 200)], now=now),
        load_of("longer", [talk(50, 200)], now=now),
        load_of("both", [talk(110, 200)], abuse=[at(150)], now=now),
    ]

    assert [load.handler for load in sorted(loads, key=lambda load: load.key())] == [
        "both", "longer", "long", "short", "rests",
    ]  # fmt: skip


days = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 90)).map(lambda t: talk(t[0], t[0] + t[1])), max_size=12
).map(lambda talks: sorted(talks, key=lambda each: each.begin))


@settings(deadline=None)
@given(days)
def test_whatever_the_day_no_minute_is_counted_twice_and_no_stretch_is_longer_than_it(
    talks: list[Talk],
) -> None:
    now = max([each.end for each in talks], default=NOON)
    load = load_of("ann", talks, now=now)
    day = now - (talks[0].begin if talks else now)

    assert load.talking <= day
    assert timedelta() <= load.current <= load.longest <= day
    assert load.breaks * BREAK <= day
    assert (Why.LONG in load.why) == (load.current >= LONG)


@pytest.mark.parametrize(
    ("now", "began"),
    [
        (datetime(2026, 11, 20, 4, 0, tzinfo=UTC), datetime(2026, 11, 20, 4, 0, tzinfo=UTC)),
        (datetime(2026, 11, 20, 3, 59, tzinfo=UTC), datetime(2026, 11, 19, 4, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), datetime(2026, 7, 1, 3, 0, tzinfo=UTC)),
    ],
)
def test_a_night_s_shift_is_one_day(now: datetime, began: datetime) -> None:
    assert day_began(now) == began


# -- from the rows --------------------------------------------------------------------------


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def ends(contact: Contact, by: Account) -> None:
    end_by_handler(contact=contact.pk, by=by)
    wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=by, because=Alert.Because.JUDGED)


@with_rows
@pytest.mark.parametrize(("before", "after"), [(None, "immediate"), ("standard", "urgent")])
def test_what_is_corrected_to_a_pressing_level_counts(
    before: str | None, after: str, content: None, ann: Account, clock: time_machine.Traveller
) -> None:
    contact = takes(ann, starts().contact)
    set_level(contact=contact.pk, level=before, by=ann)
    clock.shift(60)
    ends(contact, ann)
    assert [load.pressing for load in loads_today(now=datetime.now(UTC))] == [0]

    correct(contact=contact.pk, changes={"level": after}, by=ann)
    assert [load.pressing for load in loads_today(now=datetime.now(UTC))] == [1]
    correct(contact=contact.pk, changes={"level": None}, by=ann)
    assert [load.pressing for load in loads_today(now=datetime.now(UTC))] == [0]


@with_rows
def test_a_day_is_read_from_takes_returns_and_ends(
    content: None, ann: Account, ben: Account, clock: time_machine.Traveller
) -> None:
    first, second = starts().contact, starts().contact
    takes(ann, first)
    set_level(contact=first.pk, level="urgent", by=ann)
    clock.shift(20 * 60)
    release(contact=first.pk, by=ann)
    takes(ben, first)
    clock.shift(5 * 60)
    takes(ann, second)
    hand_over_known(contact=second.pk, by=ann)
    clock.shift(15 * 60)
    ends(first, ben)
    end = takes(ben, second)
    clock.shift(10 * 60)
    end_for_abuse(contact=end.pk, kind=Kind.THREAT, by=ben)
    clock.shift(60)

    of_ben, of_ann = loads_today(now=datetime.now(UTC))
    assert (of_ben.handler, of_ben.contacts, in_minutes(of_ben.talking)) == ("ben", 2, 30)
    assert (of_ben.pressing, of_ben.abuse, of_ben.why) == (1, 1, (Why.ABUSE,))
    assert (of_ann.handler, of_ann.contacts, in_minutes(of_ann.talking)) == ("ann", 2, 20)
    assert (of_ann.pressing, of_ann.abuse, of_ann.breaks) == (1, 0, 1)


@with_rows
def test_a_talk_that_goes_on_counts_up_to_now_and_one_of_yesterday_from_this_morning(
    content: None, ann: Account, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOON.replace(hour=3, minute=30))
    takes(ann, starts().contact)
    clock.shift(45 * 60)

    (load,) = loads_today(now=datetime.now(UTC))
    assert (load.contacts, in_minutes(load.talking)) == (1, 15)


@with_rows
def test_practice_is_no_load(content: None, ann: Account, clock: time_machine.Traveller) -> None:
    contact = takes(ann, starts().contact)
    Contact.objects.filter(pk=contact.pk).update(practice=True)

    assert loads_today(now=datetime.now(UTC)) == []


# -- the page -------------------------------------------------------------------------------


@with_rows
def test_the_page_shows_who_needs_a_break_and_why_and_nothing_of_a_caller(
    content: None,
    ann: Account,
    supervisor: Account,
    signed_in: Callable[[Account], Client],
    clock: time_machine.Traveller,
) -> None:
    contact = takes(ann, starts(about="being_hurt", area="Leeds", first_message="violet umbrellas").contact)
    clock.shift(95 * 60)
    page = signed_in(supervisor).get(PAGE).content.decode()

    assert "Needs a break" in page
    assert "has talked for long without a break" in page
    assert "since Friday 04:00, as it is at 13:35" in page
    for word in ("umbrellas", "Leeds", "hurt", str(contact.pk), str(contact.pk)[:8]):
        assert word not in page


@with_rows
@pytest.mark.parametrize(("seconds", "said"), [(20, "Not yet"), (600, "Has one now")])
def test_whoever_has_just_begun_has_no_break(
    seconds: int,
    said: str,
    content: None,
    ann: Account,
    supervisor: Account,
    signed_in: Callable[[Account], Client],
    clock: time_machine.Traveller,
) -> None:
    ends(takes(ann, starts().contact), ann)
    clock.shift(seconds)

    assert said in signed_in(supervisor).get(PAGE).content.decode()


@with_rows
def test_an_empty_day_says_so(supervisor: Account, signed_in: Callable[[Account], Client]) -> None:
    assert "Nobody has had a talk today." in signed_in(supervisor).get(PAGE).content.decode()


@with_rows
@pytest.mark.parametrize("role", list(Role))
def test_who_may_see_it_says_the_role(
    role: Role, make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    may = role_may(role, Permission.SEE_BOARD)
    assert may is (role == Role.SUPERVISOR)

    assert signed_in(make_account(role)).get(PAGE).status_code == (200 if may else 403)


@with_rows
@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_much_of_the_database_for_many(
    number: int,
    content: None,
    make_account: Callable[..., Account],
    supervisor: Account,
    signed_in: Callable[[Account], Client],
    django_assert_num_queries: Any,
) -> None:
    for n in range(number):
        takes(is_there(make_account(Role.HANDLER, f"zoe{n}")), starts().contact)
    browser = signed_in(supervisor)

    # Session and account; the audit's lines, the contacts, the alerts; how the service is called.
    with django_assert_num_queries(6):
        page = browser.get(PAGE).content.decode()
    assert page.count("zoe") == number
