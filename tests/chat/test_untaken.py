"""Somebody waits and can come to nobody: one alert for as long as it lasts, and gone when it is over."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from chat.models import Alert, Contact, Presence
from chat.services.alerts import answer_alert
from chat.services.ending import end_by_caller
from chat.services.idle import ask_idle, set_idle_away
from chat.services.known import hand_over_known
from chat.services.presence import renew_presence, set_presence
from chat.services.untaken import watch_waiting
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, is_there, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def known_to_ann(contact_talking: Contact, ann: Account) -> Contact:
    hand_over_known(contact=contact_talking.pk, by=ann)
    return contact_talking


def standing() -> list[tuple[str, Any]]:
    return list(Alert.objects.order_by("raised_at").values_list("kind", "contact"))


# -- whom all who are available know --------------------------------------------------------


def test_whom_all_who_are_available_know_is_an_alert_once_while_it_lasts(known_to_ann: Contact) -> None:
    assert watch_waiting(now=NOON) == 1
    assert watch_waiting(now=NOON) == 0

    assert standing() == [("untaken", known_to_ann.pk)]
    # What is never deleted does not say who knows a caller.
    assert not AuditEvent.objects.filter(event__startswith="alert.").exists()


def test_one_more_who_may_take_them_is_no_alarm_also_with_a_full_desk(
    known_to_ann: Contact, ben: Account
) -> None:
    set_presence(by=ben, available=True, capacity=1)
    takes(ben, starts().contact)

    assert watch_waiting(now=NOON) == 0
    assert standing() == []


def test_a_supervisor_who_has_it_is_not_told_again_and_it_goes_when_somebody_can_take_them(
    known_to_ann: Contact, ann: Account, sue: Account, make_account: Callable[..., Account]
) -> None:
    watch_waiting(now=NOON)
    answer_alert(alert=Alert.objects.get().pk, by=sue)
    assert watch_waiting(now=NOON) == 0
    assert not AuditEvent.objects.filter(event__startswith="alert.").exists()

    ben = is_there(make_account(Role.HANDLER, "ben"))
    assert watch_waiting(now=NOON) == 0
    assert standing() == []

    # Another time is another alert: also he knows them.
    hand_over_known(contact=takes(ben, known_to_ann).pk, by=ben)
    assert watch_waiting(now=NOON) == 1
    assert Alert.objects.get().answered_at is None


def test_it_goes_with_the_caller_and_stays_while_nobody_is_there_at_all(
    known_to_ann: Contact, ann: Account
) -> None:
    watch_waiting(now=NOON)
    set_presence(by=ann, available=False, capacity=2)
    watch_waiting(now=NOON)
    assert standing() == [("untaken", known_to_ann.pk)]

    end_by_caller(contact=known_to_ann.pk)
    watch_waiting(now=NOON)
    assert standing() == []


def test_each_of_several_has_an_alert_of_its_own(known_to_ann: Contact, ann: Account) -> None:
    second = takes(ann, starts().contact)
    hand_over_known(contact=second.pk, by=ann)
    starts()

    assert watch_waiting(now=NOON) == 2
    assert {contact for _, contact in standing()} == {known_to_ann.pk, second.pk}


# -- nobody is available --------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "raised"), [(59, 0), (60, 1)])
def test_somebody_who_waits_a_minute_with_nobody_available_is_one_alert(
    seconds: int, raised: int, content: None
) -> None:
    starts()
    starts()
    now = NOON + timedelta(seconds=seconds)

    assert watch_waiting(now=now) == raised
    assert watch_waiting(now=now) == 0
    assert standing() == [("unattended", None)] * raised


def test_it_is_over_when_somebody_comes_or_nobody_waits(content: None, ann: Account) -> None:
    waits = starts().contact
    later = NOON + timedelta(minutes=1)
    set_presence(by=ann, available=False, capacity=2, break_reason="meal")
    assert watch_waiting(now=later) == 1

    set_presence(by=ann, available=True, capacity=2)
    Presence.objects.update(leased_until=later + timedelta(seconds=1))
    watch_waiting(now=later)
    assert standing() == []

    set_presence(by=ann, available=False, capacity=2)
    assert watch_waiting(now=later) == 1
    end_by_caller(contact=waits.pk)
    watch_waiting(now=later)
    assert standing() == []


def test_nobody_available_and_nobody_waiting_is_no_alarm(content: None) -> None:
    assert watch_waiting(now=NOON + timedelta(hours=1)) == 0


# -- the last one is set away ---------------------------------------------------------------


def idles(clock: Any, *here: Account) -> datetime:
    """Twenty minutes and two more pass with open consoles and nobody at them; returns the moment."""
    for seconds in (20 * 60, 120):
        clock.shift(seconds)
        for account in here:
            renew_presence(by=account)
        ask_idle(now=datetime.now(UTC))
    return datetime.now(UTC)


def test_the_last_one_who_is_set_away_while_somebody_waits_is_an_alert_at_once(
    content: None, ann: Account, ben: Account, clock: Any
) -> None:
    now = idles(clock, ann, ben)
    # A moment ago: no minute is waited for.
    starts()
    Presence.objects.filter(handler=ben).update(asked_at=None)
    assert set_idle_away(now=now) == 1
    assert standing() == []

    Presence.objects.filter(handler=ben).update(asked_at=now - timedelta(minutes=2))
    assert set_idle_away(now=now) == 1
    assert standing() == [("unattended", None)]
    assert watch_waiting(now=now) == 0


def test_the_last_one_who_is_set_away_while_nobody_waits_alarms_nobody(
    content: None, ann: Account, clock: Any
) -> None:
    assert set_idle_away(now=idles(clock, ann)) == 1
    assert standing() == []
