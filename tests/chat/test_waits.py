"""How long the wait may be: from the queue's own hour, and never from a guess."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from chat.models import Contact, Presence
from chat.services.deadlines import end_left
from chat.services.presence import set_presence
from chat.services.queue import release
from chat.services.rates import rates_of
from chat.services.waits import estimated_wait, newcomers_wait
from chat.states import EndReason
from helpline.staff.models import Account
from tests.chat.acts import BOTH, is_there, starts, takes
from tests.chat.hours_past import Clock, gives_up, is_full, talk_with

pytestmark = [pytest.mark.django_db(databases=BOTH), pytest.mark.usefixtures("content")]
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def three_talks(clock: Clock, ann: Account) -> None:
    """Three talks of 15 minutes each, one after the other, have ended."""
    for _ in range(3):
        talk_with(ann, clock, minutes=15)


def test_the_band_is_half_and_four_in_five_of_those_in_that_place(three_talks: None, ann: Account) -> None:
    is_full(ann, capacity=3)

    # Stages of 3/15 and j/8 a minute: nobody has given up, so 8 minutes' patience is assumed.
    assert estimated_wait(ahead=0) == {"low_seconds": 208, "high_seconds": 483}
    assert estimated_wait(ahead=3) == {"low_seconds": 649, "high_seconds": 1_004}


def test_fewer_than_three_talks_say_nothing(clock: Clock, ann: Account, ben: Account) -> None:
    for minutes in (10, 20):
        talk_with(ann, clock, minutes=minutes)
    is_full(ben, capacity=1)
    set_presence(by=ann, available=False, capacity=1)
    assert estimated_wait(ahead=0) is None

    talk_with(ann, clock, minutes=15)
    set_presence(by=ann, available=False, capacity=1)
    is_there(ben, capacity=1)
    assert estimated_wait(ahead=0) == {"low_seconds": 624, "high_seconds": 1_448}


def test_a_talk_counts_for_an_hour_after_its_end(three_talks: None, clock: Clock, ann: Account) -> None:
    # The first of them ended half an hour ago.
    clock.shift(1_800)
    is_there(ann)
    assert rates_of().talks == 3

    clock.shift(15)
    assert rates_of().talks == 2


def test_without_an_available_handler_nobody_can_tell(
    three_talks: None, clock: Clock, ann: Account, ben: Account
) -> None:
    is_full(ann, capacity=1)
    set_presence(by=ben, available=False, capacity=4)
    assert (rates_of().places, rates_of().free) == (1, 0)

    clock.shift(45)
    assert Presence.objects.get(handler=ann).available
    assert rates_of().places == 0
    assert estimated_wait(ahead=0) is None


def test_a_handler_who_left_the_service_counts_no_place(three_talks: None, ann: Account) -> None:
    is_there(ann, capacity=3)
    Account.objects.filter(pk=ann.pk).update(is_active=False)

    assert rates_of().places == 0


def test_while_a_place_is_free_it_may_be_a_moment(three_talks: None, ann: Account, ben: Account) -> None:
    is_full(ann, capacity=2)
    is_there(ben, capacity=1)

    # The free place is for the first; behind them every handler is busy.
    assert estimated_wait(ahead=0) is None
    assert estimated_wait(ahead=1) == {"low_seconds": 208, "high_seconds": 483}


def test_more_talks_than_a_lowered_capacity_leave_no_free_place_to_others(
    three_talks: None, ann: Account, ben: Account
) -> None:
    is_full(ann, capacity=3)
    set_presence(by=ann, available=True, capacity=1)
    is_there(ben, capacity=1)

    assert (rates_of().places, rates_of().free) == (2, 1)


def test_patience_is_all_waiting_over_those_who_gave_up(clock: Clock, ann: Account) -> None:
    for minutes in (2, 4, 6):
        gives_up(clock, after_minutes=minutes)
    talk_with(ann, clock, waited=5)
    starts()
    clock.shift(60)

    # 2 + 4 + 6, 5 of one who was taken, 1 of one who waits still; three gave up.
    assert rates_of().patience_seconds == 6 * 60


def test_eight_minutes_are_assumed_while_fewer_than_three_gave_up(clock: Clock) -> None:
    gives_up(clock, after_minutes=1)
    gives_up(clock, after_minutes=1)
    assert rates_of().patience_seconds == 480

    gives_up(clock, after_minutes=4)
    assert rates_of().patience_seconds == 120


def test_whose_line_was_lost_gave_up_and_whom_the_hours_ended_did_not(clock: Clock) -> None:
    gives_up(clock, after_minutes=4)
    gives_up(clock, after_minutes=4)
    starts()
    clock.shift(240)
    end_left(now=datetime(2026, 11, 20, 12, 12, tzinfo=UTC))
    assert Contact.objects.filter(end_reason=EndReason.CALLER_GONE).count() == 1
    assert rates_of().patience_seconds == 240

    Contact.objects.filter(end_reason=EndReason.CALLER_GONE).update(end_reason=EndReason.HOURS_CLOSED)
    clock.shift(15)
    assert rates_of().patience_seconds == 480


def test_leaving_at_once_is_no_measure_of_patience(clock: Clock) -> None:
    for _ in range(3):
        gives_up(clock, after_minutes=0.1)

    assert rates_of().patience_seconds == 60


def test_the_band_reaches_to_what_the_last_one_taken_has_waited(
    three_talks: None, clock: Clock, ann: Account
) -> None:
    contact = starts().contact
    clock.shift(24 * 60 + 20)
    takes(is_there(ann, capacity=1), contact)

    # Four in five would be taken within 1,448 seconds; another's wait is told in whole minutes.
    assert estimated_wait(ahead=0) == {"low_seconds": 624, "high_seconds": 1_500}


def test_the_band_reaches_to_what_the_first_in_the_queue_has_waited(
    three_talks: None, clock: Clock, ann: Account
) -> None:
    is_full(ann, capacity=3)
    starts()
    clock.shift(20 * 60)
    starts()
    Presence.objects.update(leased_until=datetime(2026, 11, 20, 14, tzinfo=UTC))

    assert estimated_wait(ahead=2) == {"low_seconds": 541, "high_seconds": 1_200}


def test_a_talk_before_coming_back_is_no_wait(clock: Clock, ann: Account) -> None:
    contact = takes(ann, starts().contact)
    clock.shift(20 * 60)
    release(contact=contact.pk, by=ann)
    clock.shift(60)

    assert rates_of().recent_seconds == 0
    assert rates_of().talks == 0


def test_rates_are_kept_for_fifteen_seconds(
    three_talks: None, clock: Clock, ann: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    is_full(ann, capacity=1)
    first = estimated_wait(ahead=0)
    clock.shift(14)
    set_presence(by=ann, available=True, capacity=2)

    with django_assert_num_queries(0):
        assert estimated_wait(ahead=0) == first
    clock.shift(1)
    assert estimated_wait(ahead=0) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(
    rows: int,
    clock: Clock,
    ann: Account,
    ben: Account,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for account in (ann, ben)[:rows]:
        is_full(account, capacity=1)
    for _ in range(rows):
        gives_up(clock, after_minutes=1)
        starts()

    with django_assert_num_queries(4):
        rates_of()


def test_each_queue_has_rates_of_its_own(three_talks: None) -> None:
    assert (rates_of("main").talks, rates_of("other").talks) == (3, 0)


def test_behind_two_hundred_nobody_can_tell(three_talks: None, ann: Account) -> None:
    is_full(ann, capacity=1)

    assert estimated_wait(ahead=200) is not None
    assert estimated_wait(ahead=201) is None


def test_a_newcomer_stands_behind_all_but_those_set_behind(three_talks: None, ann: Account) -> None:
    is_full(ann, capacity=3)
    starts(safe_now=False)
    starts()
    starts()
    last = starts().contact
    Contact.objects.filter(pk=last.pk).update(level="standard", rank=5)

    assert newcomers_wait() == estimated_wait(ahead=3)
