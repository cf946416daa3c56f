"""Alerts stay open until a supervisor says that they looked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from chat.errors import AlertGone
from chat.models import Alert
from chat.services.alerts import ANSWERED_KEPT, answer_alert, forget_alerts, raise_alert
from helpline.kernel.errors import Forbidden
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(databases=BOTH)


def test_an_open_alert_is_not_raised_twice_and_an_answered_one_is(ann: Account, sue: Account) -> None:
    contact = uuid4()
    first = raise_alert(kind=Alert.Kind.HELP, contact=contact, about=ann)
    assert raise_alert(kind=Alert.Kind.HELP, contact=contact, about=ann) == first
    assert raise_alert(kind=Alert.Kind.DROPPED, contact=contact, about=ann) != first

    answer_alert(alert=first.pk, by=sue)
    assert raise_alert(kind=Alert.Kind.HELP, contact=contact, about=ann) != first


@pytest.mark.parametrize(("seconds", "times"), [(59, 1), (60, 2)])
def test_what_happens_again_a_minute_later_is_told_again(
    seconds: int, times: int, ann: Account, ben: Account
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first = raise_alert(kind=Alert.Kind.MISSED, about=ann)
        raise_alert(kind=Alert.Kind.MISSED, about=ben)
        clock.shift(seconds)
        assert raise_alert(kind=Alert.Kind.MISSED, about=ann) == first

    again = Alert.objects.get(pk=first.pk)
    last = NOON + timedelta(seconds=60) if times == 2 else None
    assert (again.raised_at, again.times, again.again_at) == (NOON, times, last)
    assert AuditEvent.objects.filter(event="alert.raised_again").count() == times - 1
    assert Alert.objects.get(about=ben).times == 1


def test_an_old_alert_swallows_nothing_however_often_it_comes_again(ann: Account, sue: Account) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(4):
            alert = raise_alert(kind=Alert.Kind.DEBRIEF, about=ann)
            clock.shift(3600)
        assert (alert.times, alert.again_at) == (4, NOON + timedelta(hours=3))
        answer_alert(alert=alert.pk, by=sue)
        assert raise_alert(kind=Alert.Kind.DEBRIEF, about=ann).times == 1


def test_a_hand_that_is_up_counts_once(ann: Account) -> None:
    contact = uuid4()
    with time_machine.travel(NOON, tick=False) as clock:
        raise_alert(kind=Alert.Kind.HELP, contact=contact, about=ann)
        clock.shift(3600)
        assert raise_alert(kind=Alert.Kind.HELP, contact=contact, about=ann).times == 1


def test_the_first_who_looks_is_the_one_who_looked(
    ann: Account, sue: Account, make_account: Callable[..., Account]
) -> None:
    alert = raise_alert(kind=Alert.Kind.HELP, about=ann)
    answer_alert(alert=alert.pk, by=sue)
    again = answer_alert(alert=alert.pk, by=make_account(Role.SUPERVISOR, "sid"))

    assert again.answered_by == sue
    assert list(AuditEvent.objects.values_list("event", flat=True)) == ["alert.raised", "alert.answered"]


def test_only_supervisors_answer_and_only_what_there_is(ann: Account, sue: Account) -> None:
    alert = raise_alert(kind=Alert.Kind.HELP, about=ann)
    with pytest.raises(Forbidden):
        answer_alert(alert=alert.pk, by=ann)
    with pytest.raises(AlertGone):
        answer_alert(alert=uuid4(), by=sue)


def test_a_day_after_somebody_looked_an_alert_is_gone_and_an_open_one_stays(
    ann: Account, sue: Account
) -> None:
    looked, waits = (raise_alert(kind=kind, contact=uuid4(), about=ann) for kind in ("boundary", "help"))
    answered_at = answer_alert(alert=looked.pk, by=sue).answered_at
    assert answered_at is not None

    assert forget_alerts(now=answered_at + ANSWERED_KEPT - timedelta(seconds=1)) == 0
    assert forget_alerts(now=answered_at + ANSWERED_KEPT) == 1
    assert forget_alerts(now=answered_at + timedelta(days=365)) == 0
    assert list(Alert.objects.values_list("pk", flat=True)) == [waits.pk]
