"""Dates, graces and rules as an administrator sets them, and what they do to an account."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from helpline.kernel.errors import Forbidden, RequestInvalid
from helpline.staff.errors import OwnAccount
from helpline.staff.models import Account, AuditEvent, Departure
from helpline.staff.services import deactivate
from helpline.standing.errors import NotNeeded, RulesChanged
from helpline.standing.models import Grace, StandingDate
from helpline.standing.overview import step, warnings
from helpline.standing.rules import Kind, Reason, Rule, Rules, Unit
from helpline.standing.services import (
    end_grace,
    forget_leavers,
    give_grace,
    note_date,
    reckon_all,
    set_rules,
    would_hold_back,
)
from helpline.standing.standings import why_held_back

pytestmark = pytest.mark.django_db


def rules(**needed: bool) -> Rules:
    return {kind: Rule(1, Unit.MONTHS, needed.get(kind.value, False)) for kind in Kind}


def today() -> date:
    return timezone.localdate()


def held(account: Account) -> bool:
    account.refresh_from_db()
    return account.held_back_from is not None and account.held_back_from <= today()


def test_nobody_is_held_back_until_an_admin_decides(handler: Account, admin: Account) -> None:
    assert reckon_all(now=timezone.now()) == 0
    assert not held(handler)
    assert warnings([handler], today=today()) == {handler.pk: []}
    assert not step().done

    assert would_hold_back(rules(supervision=True), today=today()) == [handler]
    set_rules(rules=rules(supervision=True), by=admin, replaces=0)

    assert held(handler)
    assert step().done
    assert warnings([handler], today=today()) == {handler.pk: ["Supervision: no date is written down."]}


def test_a_date_lets_somebody_go_on_and_its_end_does_not(handler: Account, admin: Account) -> None:
    set_rules(rules=rules(vetting=True, supervision=True), by=admin)
    note_date(account=handler, kind=Kind.SUPERVISION, done_on=today(), by=admin)
    assert held(handler)

    note_date(account=handler, kind=Kind.VETTING, done_on=today() - timedelta(days=40), by=admin)
    assert held(handler)
    note_date(
        account=handler,
        kind=Kind.VETTING,
        done_on=today() - timedelta(days=40),
        due_on=today() + timedelta(days=3),
        by=admin,
    )

    assert not held(handler)
    assert handler.held_back_from == today() + timedelta(days=4)
    lines = AuditEvent.objects.filter(event="standing.noted")
    assert [line.detail["kind"] for line in lines] == ["supervision", "vetting", "vetting"]
    assert lines[0].subject == handler.username


def test_a_grace_has_a_reason_and_an_end_and_goes_with_the_next_date(
    handler: Account, admin: Account
) -> None:
    set_rules(rules=rules(training=True), by=admin)
    until = today() + timedelta(days=14)
    give_grace(account=handler, kind=Kind.TRAINING, reason=Reason.APPOINTMENT, until=until, by=admin)

    assert not held(handler)
    assert handler.held_back_from == until + timedelta(days=1)
    line = AuditEvent.objects.get(event="standing.grace_given")
    assert (line.actor, line.detail["reason"], line.detail["last_day"]) == (
        admin.username, "appointment", until.isoformat(),
    )  # fmt: skip
    end_grace(account=handler, kind=Kind.TRAINING, by=admin)
    assert held(handler)

    give_grace(account=handler, kind=Kind.TRAINING, reason=Reason.OTHER, until=until, by=admin)
    note_date(account=handler, kind=Kind.TRAINING, done_on=today(), by=admin)
    assert not Grace.objects.exists()


@pytest.mark.parametrize("days", [-1, 91])
def test_a_grace_ends_within_90_days_and_not_before_today(
    handler: Account, admin: Account, days: int
) -> None:
    set_rules(rules=rules(training=True), by=admin)

    with pytest.raises(RequestInvalid) as refused:
        give_grace(
            account=handler,
            kind=Kind.TRAINING,
            reason=Reason.AWAY,
            until=today() + timedelta(days=days),
            by=admin,
        )
    assert list(refused.value.extra["fields"]) == ["until"]
    with pytest.raises(NotNeeded):
        give_grace(account=handler, kind=Kind.VETTING, reason=Reason.AWAY, until=today(), by=admin)
    assert held(handler)


@pytest.mark.parametrize(
    ("field", "dates"),
    [
        ("done_on", {"done_on": 1}),
        ("due_on", {"done_on": 0, "due_on": 0}),
        ("due_on", {"done_on": 0, "due_on": 3_660}),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(
    handler: Account, admin: Account, field: str, dates: dict[str, int]
) -> None:
    days: dict[str, Any] = {name: today() + timedelta(days=number) for name, number in dates.items()}

    with pytest.raises(RequestInvalid) as refused:
        note_date(account=handler, kind=Kind.VETTING, by=admin, **days)
    assert list(refused.value.extra["fields"]) == [field]
    assert not StandingDate.objects.exists()


def test_only_an_admin_and_never_of_oneself(handler: Account, supervisor: Account, admin: Account) -> None:
    with pytest.raises(Forbidden):
        note_date(account=handler, kind=Kind.VETTING, done_on=today(), by=supervisor)
    with pytest.raises(Forbidden):
        set_rules(rules=rules(), by=supervisor)
    with pytest.raises(OwnAccount):
        note_date(account=admin, kind=Kind.VETTING, done_on=today(), by=admin)


def test_rules_that_changed_meanwhile_or_cannot_be_are_refused(admin: Account) -> None:
    set_rules(rules=rules(), by=admin, replaces=0)

    with pytest.raises(RulesChanged):
        set_rules(rules=rules(training=True), by=admin, replaces=0)
    never = {**rules(), Kind.TRAINING: Rule(0, Unit.WEEKS)}
    with pytest.raises(RequestInvalid) as refused:
        set_rules(rules=never, by=admin, replaces=1)
    assert list(refused.value.extra["fields"]) == ["training"]


def test_somebody_let_in_past_our_pages_is_found_by_the_timer(
    admin: Account, make_account: Callable[..., Account]
) -> None:
    from helpline.staff.roles import Role

    set_rules(rules=rules(vetting=True), by=admin)
    late = make_account(Role.HANDLER, "late")
    assert not held(late)

    assert reckon_all(now=timezone.now()) == 1
    assert held(late)
    assert "Ask admin1 (an admin)." in why_held_back(late)


def test_a_year_after_somebody_left_their_dates_are_gone(handler: Account, admin: Account) -> None:
    note_date(account=handler, kind=Kind.VETTING, done_on=today(), by=admin)
    deactivate(account=handler, by=admin)

    assert forget_leavers(now=timezone.now() + timedelta(days=364)) == 0
    assert forget_leavers(now=timezone.now() + timedelta(days=366)) == 2
    assert not StandingDate.objects.exists()
    assert not Departure.objects.exists()
