"""Closing early, extending and taking it back: versions, the audit, two people at once, other roles."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

import pytest
import time_machine

from helpline.hours.codec import schedule_from_json, schedule_to_json
from helpline.hours.models import HoursVersion
from helpline.hours.on_the_day import close_early, extend_today, undo_today
from helpline.hours.rules import ExceptionDay, Intake, Span, TodayAct
from helpline.hours.services import (
    HoursChanged,
    OpeningState,
    opening_state,
    publish_hours,
    schedule_in_force,
)
from helpline.hours.today import NothingToUndo, NotOpenToday
from helpline.kernel.errors import Forbidden, RequestInvalid
from helpline.staff.models import Account, AuditEvent
from tests.hours.schedules import NIGHTS, OFFICE, utc

pytestmark = pytest.mark.django_db
WHY = "The heating is broken"
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-25T14:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def office(supervisor: Account) -> HoursVersion:
    return publish_hours(schedule=OFFICE, by=supervisor)


def test_closing_early_is_a_version_with_its_reason_and_a_line_in_the_log(
    office: HoursVersion, supervisor: Account
) -> None:
    version = close_early(until=time(16), reason=f" {WHY} ", by=supervisor, replaces=1)

    assert (version.number, version.created_by) == (2, supervisor)
    assert schedule_from_json(version.schedule).exceptions == (
        ExceptionDay(TODAY, WHY, (Span(time(9), time(16)),), TodayAct.CLOSED_EARLY),
    )
    line = AuditEvent.objects.latest("id")
    assert (line.event, line.actor, line.subject) == ("hours.closed_early", "supervisor1", "main")
    assert line.detail == {"version": 2, "until": "16:00"}


def test_closed_now_is_closed_at_once_and_says_why(office: HoursVersion, supervisor: Account) -> None:
    close_early(until=None, reason=WHY, by=supervisor, replaces=1)

    assert opening_state() == OpeningState(
        Intake.CLOSED, opens_at=utc("2026-11-26T09:00"), act=TodayAct.CLOSED_EARLY, act_reason=WHY
    )
    assert AuditEvent.objects.latest("id").detail == {"version": 2}


def test_extending_is_one_too(office: HoursVersion, supervisor: Account) -> None:
    extend_today(until=time(19), reason=WHY, by=supervisor, replaces=1)

    state = opening_state()
    assert (state.intake, state.closes_at) == (Intake.OPEN, utc("2026-11-25T19:00"))
    assert (state.act, state.act_reason) == (TodayAct.EXTENDED, WHY)
    line = AuditEvent.objects.latest("id")
    assert (line.event, line.detail) == ("hours.extended", {"version": 2, "until": "19:00"})


def test_undo_gives_the_day_back_and_keeps_what_was_changed_meanwhile(
    office: HoursVersion, supervisor: Account, admin: Account
) -> None:
    planned = ExceptionDay(date(2026, 12, 24), "", (Span(time(9), time(12)),))
    close_early(until=None, reason=WHY, by=supervisor, replaces=1)
    in_force = schedule_in_force()
    assert in_force is not None
    publish_hours(schedule=replace(in_force, exceptions=(*in_force.exceptions, planned)), by=admin)

    undo_today(by=supervisor, replaces=3)

    assert schedule_in_force() == replace(OFFICE, exceptions=(planned,))
    assert opening_state().closes_at == utc("2026-11-25T17:00")
    assert AuditEvent.objects.latest("id").event == "hours.today_undone"


def test_undo_after_two_acts_gives_back_what_was_planned_for_the_day(supervisor: Account) -> None:
    planned = ExceptionDay(TODAY, "training", (Span(time(12), time(18)),))
    publish_hours(schedule=replace(OFFICE, exceptions=(planned,)), by=supervisor)
    close_early(until=time(15), reason=WHY, by=supervisor, replaces=1)
    extend_today(until=time(20), reason=WHY, by=supervisor, replaces=2)

    undo_today(by=supervisor, replaces=3)

    assert schedule_in_force() == replace(OFFICE, exceptions=(planned,))
    with pytest.raises(NothingToUndo):
        undo_today(by=supervisor, replaces=4)


def test_a_night_that_was_closed_early_is_given_back_after_midnight(
    supervisor: Account, clock: time_machine.Traveller
) -> None:
    publish_hours(schedule=NIGHTS, by=supervisor)
    clock.move_to(utc("2026-11-25T23:00"))
    close_early(until=time(4), reason=WHY, by=supervisor, replaces=1)
    clock.move_to(utc("2026-11-26T04:30"))
    assert opening_state().intake is Intake.CLOSED

    undo_today(by=supervisor, replaces=2)

    assert opening_state().closes_at == utc("2026-11-26T06:00")


def test_of_two_who_act_at_once_the_second_is_told(
    office: HoursVersion, supervisor: Account, admin: Account
) -> None:
    close_early(until=time(16), reason=WHY, by=supervisor, replaces=1)

    for act in (
        lambda: close_early(until=time(15), reason=WHY, by=admin, replaces=1),
        lambda: extend_today(until=time(19), reason=WHY, by=admin, replaces=1),
        lambda: undo_today(by=admin, replaces=1),
    ):
        with pytest.raises(HoursChanged):
            act()
    assert HoursVersion.objects.count() == 2


@pytest.mark.parametrize("who", ["handler", "analyst"])
def test_other_roles_change_nothing(who: str, office: HoursVersion, request: pytest.FixtureRequest) -> None:
    account = request.getfixturevalue(who)

    with pytest.raises(Forbidden):
        close_early(until=None, reason=WHY, by=account, replaces=1)
    with pytest.raises(Forbidden):
        extend_today(until=time(19), reason=WHY, by=account, replaces=1)
    with pytest.raises(Forbidden):
        undo_today(by=account, replaces=1)
    assert HoursVersion.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "  ", "x" * 81])
def test_without_a_reason_nothing_is_done(reason: str, office: HoursVersion, supervisor: Account) -> None:
    with pytest.raises(RequestInvalid) as refused:
        close_early(until=None, reason=reason, by=supervisor, replaces=1)

    assert refused.value.extra["fields"] == {"reason": "Give a reason of at most 80 characters."}
    assert HoursVersion.objects.count() == 1


def test_without_hours_there_is_nothing_to_shorten(supervisor: Account) -> None:
    with pytest.raises(NotOpenToday, match="No hours are set yet"):
        close_early(until=None, reason=WHY, by=supervisor, replaces=0)


def test_what_was_done_survives_being_stored(office: HoursVersion, supervisor: Account) -> None:
    version = close_early(until=None, reason=WHY, by=supervisor, replaces=1)

    assert schedule_to_json(schedule_from_json(version.schedule)) == version.schedule
    assert version.schedule["exceptions"][0]["act"] == "closed_early"
