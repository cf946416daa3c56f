"""Each way to tamper with the audit is found, and the first line that is wrong is named."""

import json
import threading
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from helpline.staff import audit_chain
from helpline.staff.audit import record
from helpline.staff.audit_check import Verdict, check_audit
from helpline.staff.audit_seals import paper_of, seal_days
from helpline.staff.models import AuditCheck, AuditEvent, AuditHead, SealedDay
from tests.staff.audit_logs import Forger, written

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
A_DAY = timedelta(days=1)
# Two lines on each of three days; the days are sealed on the fourth.
MOMENTS = [NOON + A_DAY * day + timedelta(hours=hour) for day in range(3) for hour in range(2)]
FOURTH = NOON + A_DAY * 3


@pytest.fixture
def lines(db: None) -> list[AuditEvent]:
    return written(*MOMENTS)


@pytest.fixture
def days(lines: list[AuditEvent]) -> list[SealedDay]:
    assert seal_days(now=FOURTH) == 3
    return list(SealedDay.objects.all())


def found() -> tuple[str, int] | None:
    """Return code and id of what a check finds."""
    fault = check_audit().fault
    return (fault.code, fault.line) if fault else None


def test_a_log_that_nobody_touched_holds(days: list[SealedDay]) -> None:
    assert check_audit() == Verdict(lines=6, days=3, papers=0)


def test_an_empty_log_holds(db: None) -> None:
    assert check_audit() == Verdict(lines=0, days=0, papers=0)


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "somebody else"},
        {"event": "contact.closed"},
        {"subject": "another"},
        {"detail": {"n": 7}},
        {"at": NOON - A_DAY},
        {"digest": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_line_is_named(lines: list[AuditEvent], change: dict[str, Any]) -> None:
    Forger().changes(2, **change)

    assert found() == ("changed", lines[2].pk)


def test_a_line_that_was_written_anew_is_missed_by_the_next(lines: list[AuditEvent]) -> None:
    Forger().writes_anew(2, actor="somebody else")

    assert found() == ("gone_before", lines[3].pk)


@pytest.mark.parametrize("gone", [(0,), (2,), (2, 3), (0, 1, 2)])
def test_a_deleted_line_is_missed_by_the_next(lines: list[AuditEvent], gone: tuple[int, ...]) -> None:
    Forger().deletes(*gone)

    assert found() == ("gone_before", lines[max(gone) + 1].pk)


@pytest.mark.parametrize("gone", [(5,), (3, 4, 5)])
def test_a_line_deleted_at_the_end_is_missed_by_the_head(
    lines: list[AuditEvent], gone: tuple[int, ...]
) -> None:
    Forger().deletes(*gone)

    assert found() == ("gone_at_end", lines[min(gone) - 1].pk)


def test_a_log_deleted_whole_is_missed_by_the_head(lines: list[AuditEvent]) -> None:
    Forger().deletes(*range(6))

    assert found() == ("gone_at_end", 0)


def test_a_head_that_is_gone_is_said_to_be(lines: list[AuditEvent]) -> None:
    Forger()
    AuditHead.objects.all().delete()

    assert found() == ("head_gone", lines[5].pk)


def test_lines_in_another_order_are_named(lines: list[AuditEvent]) -> None:
    Forger().swaps(1, 3)

    # What stands second now continues the third line.
    assert found() == ("moved", lines[1].pk)


@pytest.mark.parametrize("after", [0, 2])
def test_a_line_put_in_between_is_named(lines: list[AuditEvent], after: int) -> None:
    put_in = Forger().puts_in(after)

    assert found() == ("put_in", put_in)


def test_a_line_put_in_at_the_end_is_named(lines: list[AuditEvent]) -> None:
    put_in = Forger().puts_in(5)

    assert found() == ("put_in", put_in)


@pytest.mark.parametrize("forgery", ["cut", "anew"])
def test_what_the_chain_cannot_show_the_sealed_days_do(days: list[SealedDay], forgery: str) -> None:
    forger = Forger()
    if forgery == "cut":
        forger.turns_head(forger.line(4).digest)
        forger.deletes(5)
        expected = ("day_differs", days[2].through - 1)
    else:
        forger.writes_anew(1, on=True, actor="somebody else")
        expected = ("day_differs", days[0].through)

    assert found() == expected


@pytest.mark.parametrize(
    "change",
    [
        {"lines": 3},
        {"total": 3},
        {"digest": "0" * 64},
        {"sound": False},
        {"through": 99},
        {"signature": "QUJD"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_seal_is_found(days: list[SealedDay], change: dict[str, Any]) -> None:
    Forger()
    SealedDay.objects.filter(pk=days[1].pk).update(**change)

    fault = check_audit().fault
    assert fault
    assert (fault.code, "2026-11-25" in fault.sentence) == ("seal_changed", True)


def test_a_seal_that_is_gone_is_found(days: list[SealedDay]) -> None:
    Forger()
    days[1].delete()

    fault = check_audit().fault
    assert fault
    assert (fault.code, fault.sentence) == ("seal_gone", "the seal of 2026-11-25 is gone")


def forge_everything(forger: Forger) -> None:
    """Do what whoever has the host can do: write log, head and seals anew, and sign."""
    forger.writes_anew(1, on=True, actor="somebody else")
    SealedDay.objects.all().delete()
    seal_days(now=FOURTH)


def test_what_was_sent_elsewhere_shows_what_nothing_here_can(days: list[SealedDay]) -> None:
    papers = [paper_of(day) for day in days]
    assert check_audit(papers=papers) == Verdict(lines=6, days=3, papers=3)

    forge_everything(Forger())

    assert check_audit().fault is None
    fault = check_audit(papers=papers).fault
    assert fault
    assert (fault.code, fault.line) == ("paper_differs", days[0].through)


def test_a_day_sealed_once_more_is_not_the_one_that_was_sent(days: list[SealedDay]) -> None:
    papers = [paper_of(day) for day in days]
    Forger()
    days[2].delete()
    assert (check_audit(papers=papers).fault or days).code == "seal_gone"  # type: ignore[union-attr]

    seal_days(now=FOURTH + timedelta(seconds=1))

    assert (check_audit(papers=papers).fault or days).code == "paper_differs"  # type: ignore[union-attr]


def test_a_new_secret_key_leaves_old_papers_as_good_as_they_were(
    days: list[SealedDay], settings: Settings
) -> None:
    settings.SECRET_KEY = "another, since last night"

    assert check_audit(papers=[paper_of(day) for day in days]).fault is None


@pytest.mark.parametrize("page", [1, 2, 3, 100])
def test_the_log_is_read_in_pages(days: list[SealedDay], monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    monkeypatch.setattr(audit_chain, "PAGE", page)

    with CaptureQueriesContext(connection) as asked:
        assert check_audit() == Verdict(lines=6, days=3, papers=0)

    reads = [query["sql"] for query in asked.captured_queries if '"detail"' in query["sql"]]
    # Never more than a page at once; the last finds nothing.
    assert len(reads) == -(-6 // page) + 1
    assert all(f"LIMIT {page}" in sql for sql in reads)


def test_a_line_written_while_the_log_is_read_is_read_as_well(
    lines: list[AuditEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    late = iter([True])
    ours = audit_chain.walk

    def walk(*args: Any, **kwargs: Any) -> Any:
        yield from ours(*args, **kwargs)
        if next(late, False):
            record(event="contact.closed", by=None)

    monkeypatch.setattr(audit_chain, "walk", walk)

    assert check_audit() == Verdict(lines=7, days=0, papers=0)


@pytest.mark.django_db(transaction=True)
def test_a_line_written_by_another_while_the_log_is_read_breaks_nothing() -> None:
    written(*MOMENTS)
    places = audit_chain.walk_to_head()
    next(places)
    other = threading.Thread(target=_write_elsewhere)
    other.start()
    other.join()

    assert [place.total for place in places] == [2, 3, 4, 5, 6, 7]


def _write_elsewhere() -> None:
    try:
        record(event="contact.closed", by=None)
    finally:
        connection.close()


# -- Days ---------------------------------------------------------------------------------------


def test_each_day_in_london_is_sealed_once_when_it_is_over(lines: list[AuditEvent]) -> None:
    last_minute = datetime(2026, 11, 25, 23, 59, 59, tzinfo=UTC)

    assert seal_days(now=last_minute) == 1
    assert seal_days(now=last_minute + timedelta(seconds=1)) == 1
    assert seal_days(now=last_minute + timedelta(seconds=1)) == 0
    assert [(str(day.day), day.lines, day.total) for day in SealedDay.objects.all()] == [
        ("2026-11-24", 2, 2),
        ("2026-11-25", 2, 4),
    ]


def test_a_day_ends_at_midnight_in_london_also_in_summer(db: None) -> None:
    written(datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC), datetime(2026, 7, 1, 23, 0, tzinfo=UTC))

    assert seal_days(now=datetime(2026, 7, 2, 12, tzinfo=UTC)) == 1
    assert [(day.day, day.lines) for day in SealedDay.objects.all()] == [(date(2026, 7, 1), 1)]


def test_days_on_which_nothing_was_done_are_sealed_too(db: None) -> None:
    written(NOON, NOON + A_DAY * 2)

    seal_days(now=FOURTH)

    assert [day.lines for day in SealedDay.objects.all()] == [1, 0, 1]
    assert check_audit().fault is None


def test_a_line_from_a_clock_that_was_set_back_belongs_to_the_day_being_written(db: None) -> None:
    written(NOON, NOON + A_DAY)
    seal_days(now=NOON + A_DAY * 2)
    written(NOON, NOON + A_DAY * 2)
    seal_days(now=FOURTH)

    assert [day.lines for day in SealedDay.objects.all()] == [1, 1, 2]
    assert check_audit().fault is None


def test_a_long_pause_is_made_up_for_in_rounds(db: None) -> None:
    written(NOON)

    assert seal_days(now=NOON + A_DAY * 150) == 100
    assert seal_days(now=NOON + A_DAY * 150) == 50


def test_a_day_whose_lines_do_not_hold_is_sealed_as_such(lines: list[AuditEvent]) -> None:
    Forger().changes(2, actor="somebody else")

    seal_days(now=FOURTH)

    assert [(day.sound, day.lines) for day in SealedDay.objects.all()] == [(True, 2), (False, 2), (True, 2)]


def test_a_log_without_a_line_has_no_day(db: None) -> None:
    assert seal_days(now=FOURTH) == 0


# -- Commands -----------------------------------------------------------------------------------


def told(command: str, *args: str) -> str:
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def test_the_command_says_that_all_is_well(days: list[SealedDay]) -> None:
    assert told("verify_audit") == "The audit holds: 6 lines, 3 sealed days, 0 from elsewhere.\n"
    assert [(check.lines, check.fault) for check in AuditCheck.objects.all()] == [(6, "")]


def test_the_command_says_which_line_is_wrong_and_ends_with_status_1(lines: list[AuditEvent]) -> None:
    Forger().changes(2, actor="somebody else")

    with pytest.raises(CommandError, match=f"line {lines[2].pk} was changed") as refusal:
        told("verify_audit")

    assert refusal.value.returncode == 1
    kept = AuditCheck.objects.get()
    assert (kept.line, kept.fault, kept.lines) == (lines[2].pk, "changed", 2)


def test_what_one_command_prints_the_other_holds_the_log_against(
    days: list[SealedDay], tmp_path: Path
) -> None:
    paper = tmp_path / "papers.jsonl"
    paper.write_text(told("audit_digest", "--since", "2026-11-24"))
    assert len(paper.read_text().splitlines()) >= 3
    assert "The audit holds" in told("verify_audit", "--against", str(paper))

    paper.write_text(paper.read_text().replace('"lines": 2', '"lines": 3', 1))

    with pytest.raises(CommandError, match="paper 1 does not fit"):
        told("verify_audit", "--against", str(paper))


def test_a_day_is_printed_by_its_date_and_the_newest_without_one(days: list[SealedDay]) -> None:
    assert json.loads(told("audit_digest", "--day", "2026-11-25")) == paper_of(days[1])
    assert json.loads(told("audit_digest")) == paper_of(SealedDay.objects.latest("day"))


def test_a_day_that_is_not_sealed_is_said_not_to_be(days: list[SealedDay]) -> None:
    with pytest.raises(CommandError, match="No such day"):
        told("audit_digest", "--day", "2020-01-01")


@pytest.mark.parametrize("content", [None, "", "no json", "[1]", "3"])
def test_a_file_that_is_none_ends_with_status_2(db: None, tmp_path: Path, content: str | None) -> None:
    paper = tmp_path / "papers.jsonl"
    if content is not None:
        paper.write_text(content)

    with pytest.raises(CommandError) as refusal:
        told("verify_audit", "--against", str(paper))

    assert refusal.value.returncode == 2
