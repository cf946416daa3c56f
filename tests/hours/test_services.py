from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpline.hours import services
from helpline.hours.configuration_section import OTHER_LINES
from helpline.hours.conflicts import HoursInvalid
from helpline.hours.models import HoursVersion
from helpline.hours.rules import Intake
from helpline.hours.services import (
    HoursChanged,
    NothingToRestore,
    OpeningState,
    opening_state,
    previous_version,
    publish_hours,
    restore_previous_hours,
    schedule_in_force,
)
from helpline.kernel.errors import Forbidden
from helpline.kernel.privacy import Decision
from helpline.staff.models import Account, AuditEvent
from tests.hours.schedules import ALWAYS, NIGHTS, OFFICE, london, utc

pytestmark = pytest.mark.django_db


def test_without_hours_the_demo_is_open_without_end(settings: Any):
    settings.HELPLINE_MODE = "demo"

    assert opening_state() == OpeningState(Intake.OPEN, configured=False)


def test_without_hours_a_service_is_closed_and_promises_nothing(settings: Any):
    settings.HELPLINE_MODE = "service"

    assert opening_state() == OpeningState(Intake.CLOSED, configured=False)


@pytest.mark.parametrize("mode", ["demo", "service"])
def test_published_hours_count_in_both_modes(mode: str, settings: Any, supervisor: Account):
    settings.HELPLINE_MODE = mode
    publish_hours(schedule=OFFICE, by=supervisor)

    evening = opening_state(at=london("2026-12-24T18:00"))

    assert evening == OpeningState(Intake.CLOSED, opens_at=utc("2026-12-29T09:00"))
    assert not evening.is_open
    assert opening_state(at=london("2026-12-24T10:00")).is_open
    assert not opening_state(at=london("2026-12-24T16:45")).is_open


def test_the_newest_version_is_in_force_and_read_with_one_query(supervisor: Account):
    for schedule in (OFFICE, ALWAYS, NIGHTS):
        publish_hours(schedule=schedule, by=supervisor)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        in_force = schedule_in_force()

    assert in_force == NIGHTS
    assert len(queries) == 1


def test_each_queue_has_hours_of_its_own(supervisor: Account):
    publish_hours(queue="second", schedule=ALWAYS, by=supervisor)

    assert schedule_in_force(queue="second") == ALWAYS
    assert schedule_in_force() is None


def test_publishing_is_audited_with_the_version_alone(supervisor: Account):
    publish_hours(schedule=OFFICE, by=supervisor)

    line = AuditEvent.objects.get()
    assert (line.event, line.actor, line.subject, line.detail) == (
        "hours.changed",
        "supervisor1",
        "main",
        {"version": 1},
    )


def test_hours_that_contradict_themselves_are_refused_and_change_nothing(supervisor: Account):
    publish_hours(schedule=OFFICE, by=supervisor)

    with pytest.raises(HoursInvalid) as refused:
        publish_hours(schedule=replace(OFFICE, last_intake_minutes=-5), by=supervisor)

    assert refused.value.extra == {"fields": {"last_intake_minutes": "Give 0 to 720 minutes."}}
    assert schedule_in_force() == OFFICE
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("who", ["handler", "analyst"])
def test_other_roles_change_no_hours(who: str, request: pytest.FixtureRequest):
    account = request.getfixturevalue(who)

    with pytest.raises(Forbidden):
        publish_hours(schedule=OFFICE, by=account)
    with pytest.raises(Forbidden):
        restore_previous_hours(by=account)

    assert not HoursVersion.objects.exists()


def test_a_change_made_from_an_old_version_is_refused(supervisor: Account, admin: Account):
    publish_hours(schedule=OFFICE, by=supervisor, replaces=0)
    publish_hours(schedule=NIGHTS, by=admin, replaces=1)

    with pytest.raises(HoursChanged):
        publish_hours(schedule=ALWAYS, by=supervisor, replaces=1)
    with pytest.raises(HoursChanged):
        restore_previous_hours(by=supervisor, replaces=1)

    assert schedule_in_force() == NIGHTS


def test_of_two_who_publish_at_once_one_is_told(supervisor: Account, monkeypatch: pytest.MonkeyPatch):
    publish_hours(schedule=OFFICE, by=supervisor)
    # The second read the versions before the first had committed.
    monkeypatch.setattr(services, "version_in_force", lambda *, queue: None)

    with pytest.raises(HoursChanged):
        publish_hours(schedule=ALWAYS, by=supervisor, replaces=0)

    assert HoursVersion.objects.count() == 1
    assert AuditEvent.objects.count() == 1


def test_undo_puts_the_earlier_hours_back_and_may_be_undone(supervisor: Account, admin: Account):
    publish_hours(schedule=OFFICE, by=supervisor)
    publish_hours(schedule=NIGHTS, by=supervisor)

    restored = restore_previous_hours(by=admin)

    assert schedule_in_force() == OFFICE
    assert (restored.number, restored.created_by) == (3, admin)
    line = AuditEvent.objects.latest("id")
    assert (line.event, line.detail) == ("hours.restored", {"version": 3, "restored": 1})

    restore_previous_hours(by=admin)

    assert schedule_in_force() == NIGHTS


def test_the_first_hours_have_nothing_before_them(supervisor: Account):
    with pytest.raises(NothingToRestore):
        restore_previous_hours(by=supervisor)

    publish_hours(schedule=OFFICE, by=supervisor)

    assert previous_version() is None
    with pytest.raises(NothingToRestore):
        restore_previous_hours(by=supervisor)


def test_hours_outlive_the_account_that_set_them(supervisor: Account):
    publish_hours(schedule=OFFICE, by=supervisor)

    supervisor.delete()

    assert schedule_in_force() == OFFICE


def test_every_field_says_what_becomes_of_it_at_purge():
    fields = {field.name for field in HoursVersion._meta.concrete_fields}

    assert set(HoursVersion.privacy) == fields
    assert all(isinstance(decision, Decision) for decision in HoursVersion.privacy.values())


def test_a_file_of_the_configuration_is_the_whole_truth_of_phone_and_email(supervisor: Account):
    publish_hours(queue="phone", schedule=NIGHTS, by=supervisor)
    publish_hours(queue="email", schedule=OFFICE, by=supervisor)
    found = OTHER_LINES.export()
    assert list(found) == ["phone", "email"]
    del found["phone"]
    found["email"]["last_intake_minutes"] = 0

    assert OTHER_LINES.check(found) == []
    OTHER_LINES.apply(found, supervisor)

    assert OTHER_LINES.export() == found
    assert OTHER_LINES.check({"phone": found["email"] | {"last_intake_minutes": 999}}) == [
        "Phone line: Give 0 to 720 minutes."
    ]
