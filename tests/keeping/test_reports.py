"""Each day's purge leaves a signed report that counts, names nobody and shows when one is missing."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chat.models import ConfidenceBreak, Contact, Message, PracticeRun
from chat.services.confidence import propose_break
from chat.services.ending import end_by_caller, wrap_up
from chat.services.notes import add_note
from chat.states import Outcome
from helpline.keeping import reports
from helpline.keeping.counting import count_gone
from helpline.keeping.models import PurgeCount, PurgeReport
from helpline.keeping.reports import BEGINNING, as_paper, digest_of, follows, is_sound, report_days
from helpline.keeping.schedule import COUNTED, SCHEDULE
from helpline.kernel.signing import key_id
from helpline.staff.models import Account
from helpline.timers import PURGE, run_due, run_purge
from tests.chat.acts import BOTH, says, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DUE = NOON + timedelta(hours=72)
AFTER = DUE + timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def closed(content: None, ann: Account) -> Contact:
    contact = takes(ann, starts().contact)
    for words in ("one", "two"):
        says(contact, words)
    add_note(contact=contact.pk, body="beside", client_id=contact.pk, by=ann)
    end_by_caller(contact=contact.pk)
    return wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)


def counts() -> dict[str, int]:
    return dict(PurgeCount.objects.values_list("kind", "number"))


def purges(clock: Any, at: datetime) -> None:
    clock.move_to(at)
    run_purge(now=at)


def test_what_is_destroyed_is_counted_by_class(closed: Contact, clock: Any) -> None:
    purges(clock, DUE)

    assert counts() == {"keys": 1, "words": 2, "notes": 1, "contacts": 1, "drafts": 1}
    purges(clock, DUE + timedelta(hours=1))
    assert counts()["words"] == 2


def test_the_timers_and_the_command_count_the_same(closed: Contact, clock: Any) -> None:
    clock.move_to(DUE)
    PracticeRun.objects.all().delete()
    run_due(now=DUE, started_at=DUE)

    assert (counts()["words"], counts()["keys"]) == (2, 1)


def test_every_class_that_a_job_ends_is_destroyed_by_the_command_for_cron_too() -> None:
    jobs = {kept.job for kept in SCHEDULE if kept.job}

    assert jobs <= PURGE.keys()
    assert set(COUNTED) <= PURGE.keys()
    assert set(run_purge(now=NOON)) == set(PURGE)


def test_a_count_that_breaks_off_undoes_what_it_counts(
    monkeypatch: pytest.MonkeyPatch, closed: Contact, clock: Any
) -> None:
    def fails(*arguments: Any, **named: Any) -> None:
        raise RuntimeError("the database is away")

    with monkeypatch.context() as broken:
        broken.setattr("chat.services.retention.count_gone", fails)
        purges(clock, DUE)
    assert (Message.objects.count(), counts()) == (2, {})

    purges(clock, DUE)
    # The keys were destroyed the first time, past recall.
    assert counts() == {"words": 2, "notes": 1, "contacts": 1, "drafts": 1}


def test_a_failed_job_is_said_and_ends_with_status_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(now: datetime) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setitem(PURGE, "forget_codes", fails)
    said = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("purge_expired", stdout=StringIO(), stderr=said)

    assert end.value.code == 1
    assert said.getvalue() == "Failed, and tried again by the next run: forget_codes.\n"


def report(clock: Any) -> PurgeReport:
    purges(clock, DUE)
    purges(clock, AFTER)
    return PurgeReport.objects.get()


def test_a_day_s_report_is_made_once_when_the_day_is_over(closed: Contact, clock: Any) -> None:
    made = report(clock)

    assert made.day == date(2026, 11, 23)
    statement = made.statement
    assert statement["destroyed"] == {"keys": 1, "words": 2, "notes": 1, "contacts": 1, "drafts": 1}
    assert statement["remaining"]["words"] == {"rows": 0, "oldest_hours": None}
    assert (statement["held"], statement["previous"], statement["retention_hours"]) == (0, BEGINNING, 72)
    assert is_sound(as_paper(made))
    assert PurgeCount.objects.count() == 0
    assert report_days(now=AFTER) == 0


def test_a_day_without_anything_to_destroy_has_a_report_too_and_each_names_the_one_before(
    closed: Contact, clock: Any
) -> None:
    report(clock)
    purges(clock, DUE + timedelta(days=3))

    newest, middle, first = PurgeReport.objects.all()
    assert (middle.statement["destroyed"], newest.day - first.day) == ({}, timedelta(days=2))
    assert middle.statement["previous"] == digest_of(first.statement)
    assert [follows(each) for each in (newest, middle, first)] == [True, True, True]

    middle.delete()
    assert follows(newest) is False


def test_what_is_destroyed_once_the_day_s_report_is_made_counts_to_the_next(
    closed: Contact, clock: Any
) -> None:
    report(clock)

    count_gone("words", 7, now=DUE)

    assert PurgeCount.objects.get(kind="words").day == PurgeReport.objects.get().day + timedelta(days=1)


def test_holds_are_counted_and_what_is_held_shows_its_age(content: None, ann: Account, clock: Any) -> None:
    contact = takes(ann, starts().contact)
    says(contact, "held")
    propose_break(contact=contact.pk, reason=ConfidenceBreak.Reason.CHILD, by=ann)
    PurgeCount.objects.create(day=date(2026, 11, 20), kind="words", number=1)
    clock.move_to(NOON + timedelta(days=4))

    report_days(now=NOON + timedelta(days=1))

    statement = PurgeReport.objects.get().statement
    assert statement["held"] == 1
    assert statement["remaining"]["words"] == {"rows": 1, "oldest_hours": 24}


def test_a_report_names_nobody(closed: Contact, ann: Account, clock: Any) -> None:
    spelt = json.dumps(as_paper(report(clock)))

    for planted in (str(closed.pk), closed.pk.hex, ann.username, str(closed.closed_at)):
        assert planted not in spelt
    # The same search would find it.
    assert str(closed.pk) in json.dumps({"contact": str(closed.pk)})


def changed(paper: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return {**paper, **parts}


def test_a_changed_report_does_not_hold(closed: Contact, clock: Any) -> None:
    paper = as_paper(report(clock))
    lies = [
        changed(paper, statement={**paper["statement"], "held": 5}),
        changed(paper, signature=paper["signature"][:-4] + "AAA="),
        changed(paper, public_key="QUJD"),
        changed(paper, public_key=""),
        changed(paper, report="audit day"),
        changed(paper, statement=[]),
        {},
    ]

    assert [is_sound(lie) for lie in lies] == [False] * len(lies)


def verify(path: Path, paper: Any) -> str:
    path.write_text(paper if isinstance(paper, str) else json.dumps(paper))
    said = StringIO()
    call_command("verify_report", str(path), stdout=said)
    return said.getvalue()


def test_a_downloaded_report_is_verified_against_the_key_in_it_and_the_one_here(
    closed: Contact, clock: Any, tmp_path: Path
) -> None:
    made = report(clock)
    paper, path = as_paper(made), tmp_path / "report.json"

    assert verify(path, paper).splitlines() == [
        f"The signature holds: 2026-11-23, signed with the key {key_id(made.public_key)}.",
        "It is the report of that day here. Compare the key with what you wrote down.",
    ]
    with pytest.raises(CommandError, match="was changed after it was signed"):
        verify(path, changed(paper, statement={**paper["statement"], "held": 5}))
    with pytest.raises(CommandError, match="is no purge report"):
        verify(path, "no json")
    PurgeReport.objects.update(statement={**made.statement, "held": 9})
    with pytest.raises(CommandError, match="another one than the report of that day here"):
        verify(path, paper)
    PurgeReport.objects.all().delete()
    assert "has no report of that day" in verify(path, paper)


# -- the pages --------------------------------------------------------------------------------

PAGES = ["/supervision/keeping/", "/supervision/keeping/reports/", "/supervision/keeping/reports/2026-11-23/"]


@pytest.fixture
def browser(signed_in: Any, admin: Account) -> Client:
    browser: Client = signed_in(admin)
    return browser


def test_the_page_says_of_each_class_how_long_and_what_there_is(
    browser: Client, closed: Contact, settings: Any
) -> None:
    shown = browser.get(PAGES[0]).content.decode()

    for kept in SCHEDULE:
        assert kept.what.split("'")[0] in shown
    assert "72 hours after the contact is closed" in shown
    assert "365 days after they are closed" in shown
    assert "within four days" in shown
    assert str(closed.pk) not in shown


def test_reports_are_listed_shown_and_downloaded_as_they_were_signed(
    admin: Account, closed: Contact, clock: Any, signed_in: Any
) -> None:
    made = report(clock)
    browser = signed_in(admin)

    assert "23 Nov 2026" in browser.get(PAGES[1]).content.decode()
    detail = browser.get(PAGES[2]).content.decode()
    assert "The signature holds" in detail
    assert key_id(made.public_key) in detail
    file = browser.get("/supervision/keeping/reports/2026-11-23/report.json")
    assert file["Content-Disposition"] == 'attachment; filename="purge-report-2026-11-23.json"'
    assert json.loads(file.content) == as_paper(made)


def test_a_report_that_was_changed_here_is_said_to_be(
    admin: Account, closed: Contact, clock: Any, signed_in: Any
) -> None:
    made = report(clock)
    browser = signed_in(admin)
    PurgeReport.objects.update(statement={**made.statement, "held": 9})

    assert "was changed after it was signed" in browser.get(PAGES[2]).content.decode()


def test_without_reports_the_page_says_so_and_an_absent_one_is_not_found(browser: Client) -> None:
    assert "No report yet" in browser.get(PAGES[1]).content.decode()
    assert browser.get(PAGES[2]).status_code == 404
    assert browser.get("/supervision/keeping/reports/2026-13-45/").status_code == 404


@pytest.mark.parametrize("url", [*PAGES, "/supervision/keeping/reports/2026-11-23/report.json"])
def test_only_admins_see_them(
    url: str, signed_in: Any, supervisor: Account, handler: Account, analyst: Account
) -> None:
    PurgeReport.objects.create(day=date(2026, 11, 23), statement={}, public_key="", signature="")

    assert [signed_in(each).get(url).status_code for each in (supervisor, handler, analyst)] == [403] * 3
    assert Client().get(url)["Location"].startswith("/accounts/login/")


def test_the_list_takes_the_same_queries_for_one_and_three(browser: Client) -> None:
    PurgeCount.objects.create(day=date(2026, 11, 20), kind="words", number=1)
    report_days(now=NOON + timedelta(days=1))
    browser.get(PAGES[1])
    with CaptureQueriesContext(connection) as for_one:
        browser.get(PAGES[1])
    report_days(now=NOON + timedelta(days=3))
    assert PurgeReport.objects.count() == 3
    with CaptureQueriesContext(connection) as for_three:
        browser.get(PAGES[1])

    assert len(for_three) == len(for_one)


def test_after_a_long_pause_a_month_of_reports_is_made_in_one_round() -> None:
    PurgeCount.objects.create(day=date(2026, 8, 1), kind="words", number=1)

    assert report_days(now=NOON) == reports.MOST_AT_ONCE
    assert report_days(now=NOON) == reports.MOST_AT_ONCE
