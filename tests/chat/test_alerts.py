"""Alerts stay open until a supervisor says that they looked."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from chat.errors import AlertGone
from chat.models import Alert
from chat.services.alerts import ANSWERED_KEPT, answer_alert, forget_alerts, raise_alert
from helpline.kernel.errors import Forbidden
from helpline.staff.models import Account, AuditEvent
from helpline.staff.roles import Role
from tests.chat.acts import BOTH

pytestmark = pytest.mark.django_db(databases=BOTH)


@pytest.fixture
def sue(make_account: Callable[..., Account]) -> Account:
    return make_account(Role.SUPERVISOR, "sue")


def test_an_open_alert_is_not_raised_twice_and_an_answered_one_is(ann: Account, sue: Account) -> None:
    contact = uuid4()
    first = raise_alert(kind=Alert.Kind.HELP, contact=contact, about=ann)
    assert raise_alert(kind=Alert.Kind.HELP, contact=contact, about=ann) == first
    assert raise_alert(kind=Alert.Kind.DROPPED, contact=contact, about=ann) != first

    answer_alert(alert=first.pk, by=sue)
    assert raise_alert(kind=Alert.Kind.HELP, contact=contact, about=ann) != first


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
