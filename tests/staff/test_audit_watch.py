"""Once a day the timers check the audit, and admins are told on every page while it does not hold."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.test import Client

from helpline import timers
from helpline.kernel.logs import safe_record
from helpline.staff import audit_watch
from helpline.staff.audit_check import check_audit
from helpline.staff.audit_seals import seal_days
from helpline.staff.audit_watch import check_daily, standing_fault
from helpline.staff.models import Account, AuditCheck, SealedDay
from tests.chat.acts import BOTH
from tests.staff.audit_logs import Forger, written

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
A_DAY = timedelta(days=1)
TOLD = "The audit does not hold."


def day(number: int) -> datetime:
    """Return half past midnight of a day, the first of which is the one after the first lines."""
    return NOON.replace(hour=0, minute=30) + A_DAY * number


def checks(number: int) -> int:
    with time_machine.travel(day(number), tick=False):
        seal_days(now=day(number))
        return check_daily(now=day(number))


def told(client: Client, path: str = "/supervision/staff/") -> bool:
    return TOLD in client.get(path).content.decode()


def test_it_runs_once_a_day_with_the_timers_after_the_days_are_sealed() -> None:
    written(NOON)
    names = list(timers.PURGE)
    assert names.index("seal_days") < names.index("check_audit")
    for moment in (day(1), day(1) + timedelta(hours=5), day(2)):
        with time_machine.travel(moment, tick=False):
            assert "check_audit" in timers.run_due(now=moment, started_at=moment)

    assert [(check.at, check.lines, check.days) for check in AuditCheck.objects.all()] == [
        (day(1), 1, 1),
        (day(2), 1, 2),
    ]


def test_a_check_by_hand_is_the_one_of_that_day() -> None:
    written(NOON)
    with time_machine.travel(day(1), tick=False):
        check_audit()

    assert checks(1) == 0
    assert AuditCheck.objects.count() == 1


def test_a_changed_line_is_told_to_admins_on_every_page_and_to_the_log(
    admin: Account,
    supervisor: Account,
    signed_in: Callable[[Account], Client],
    caplog: pytest.LogCaptureFixture,
) -> None:
    written(NOON, NOON)
    office, floor = signed_in(admin), signed_in(supervisor)
    assert checks(1) == 0
    assert not told(office)

    Forger().changes(0, actor="somebody else")
    with caplog.at_level(logging.CRITICAL, "helpline.staff.audit_watch"):
        assert checks(2) == 1

    assert told(office)
    assert told(office, "/accounts/")
    # Who reads along without need would be the one to watch over it.
    assert not told(floor, "/supervision/")
    (line,) = caplog.records
    assert safe_record(line).getMessage() == "the audit does not hold: audit.changed"
    page = office.get("/supervision/audit/").content.decode()
    assert "found something wrong at line" in page
    assert "<code>changed</code>" in page


def test_a_long_log_is_read_on_from_a_sealed_day_that_a_sound_check_has_passed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audit_watch, "WHOLE_UP_TO_LINES", 3)
    written(*(NOON + A_DAY * number for number in range(4)))
    assert [checks(number) for number in (1, 2, 3, 4)] == [0, 0, 0, 0]

    sealed = SealedDay.objects.order_by("day")
    # The first check finds no sealed day that one has passed, so it reads the whole.
    assert [(check.began, check.lines) for check in AuditCheck.objects.all()] == [
        (0, 4),
        *[(sealed[number].through, 4) for number in range(3)],
    ]
    # What was changed since is found, and found again the day after.
    (newest,) = written(NOON + A_DAY * 4)
    Forger().changes(4, actor="somebody else")
    assert [checks(number) for number in (5, 6)] == [1, 1]
    assert AuditCheck.objects.latest("at").line == newest.pk


def test_what_the_whole_check_found_still_stands_when_later_days_hold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audit_watch, "WHOLE_UP_TO_LINES", 1)
    written(*(NOON + A_DAY * number for number in range(3)))
    assert [checks(number) for number in (1, 2, 3)] == [0, 0, 0]
    Forger().changes(0, actor="somebody else")
    assert checks(4) == 0
    assert standing_fault() is None

    with time_machine.travel(day(5), tick=False):
        check_audit()
    assert checks(6) == 0

    fault = standing_fault()
    assert fault is not None
    assert (fault.fault, fault.began) == ("changed", 0)


@pytest.mark.parametrize("spoils", ["signature", "seal"])
def test_the_seals_are_looked_at_whatever_is_read(monkeypatch: pytest.MonkeyPatch, spoils: str) -> None:
    monkeypatch.setattr(audit_watch, "WHOLE_UP_TO_LINES", 0)
    written(*(NOON + A_DAY * number for number in range(4)))
    assert [checks(number) for number in (1, 2, 3)] == [0, 0, 0]
    # Past the database's own guards.
    Forger()
    first, second = SealedDay.objects.order_by("day")[:2]
    change: dict[str, Callable[[], object]] = {
        "signature": partial(SealedDay.objects.filter(pk=first.pk).update, lines=9),
        "seal": partial(SealedDay.objects.filter(pk=second.pk).delete),
    }
    change[spoils]()

    assert checks(4) == 1
    assert AuditCheck.objects.latest("at").fault == {"signature": "seal_changed", "seal": "seal_gone"}[spoils]


def test_an_auditor_of_a_long_log_reads_when_the_whole_was_read(
    admin: Account, signed_in: Callable[[Account], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_watch, "WHOLE_UP_TO_LINES", 1)
    written(*(NOON + A_DAY * number for number in range(3)))
    for number in (1, 2, 3):
        checks(number)

    page = signed_in(admin).get("/supervision/audit/").content.decode()

    assert "The log was checked on 27 November 2026, 00:30 from line" in page
    assert "the whole of it on 25 November 2026, 00:30, and holds: 3 lines" in page


def test_every_page_of_an_admin_asks_once_whether_the_audit_holds(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert standing_fault() is None
    AuditCheck.objects.create(at=day(1), lines=9, days=0, began=5, fault="newer")
    whole = AuditCheck.objects.create(at=day(0), lines=9, days=0, fault="changed")
    AuditCheck.objects.create(at=day(-1), lines=9, days=0, fault="older")

    with django_assert_num_queries(1):
        assert standing_fault() == whole
