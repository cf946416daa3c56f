"""The timers: who runs them, when judging by signs of life begins, and that one failure stops no other."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from chat.models import Contact, Message
from helpline import timers
from helpline.kernel.models import Lease
from helpline.staff.models import Account
from helpline.statistics.models import Fact
from tests.chat.acts import BOTH, starts, takes
from tests.chat.at_once import at_once
from tests.chat.conftest import ann, contact_talking, contact_waiting, content, on_disk

__all__ = ["ann", "contact_talking", "contact_waiting", "content", "on_disk"]

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
GRACE = timedelta(seconds=45)
ALL = [
    "expire_transfers", "close_unwrapped", "practice", "stop_old_tests", "end_waiting_at_closing",
    "hand_over_left", "set_held_back_away",
    "note_minute", "go_round", "return_dropped", "settle_unanswerable", "leave_absent", "end_left",
    "end_left_open", "expire_offers", "ask_idle", "set_idle_away", "watch_waiting", "purge_expired",
    "let_go", "clear_practice", "forget_look_backs", "forget_blocks", "forget_alerts", "watch_reviews",
    "forget_dangers", "forget_done", "forget_codes", "forget_minutes", "forget_complaints",
    "forget_feedback", "forget_history",
    "cut_logs", "seal_days", "check_audit", "forget_sessions", "forget_links", "forget_notices",
    "forget_handler_notices", "forget_refusals", "forget_queries", "keep_sums", "fold_loads",
    "make_reports", "tell_of_reports", "refresh_public",
    "forget_kept_reports", "forget_shifts", "forget_swaps", "forget_leavers", "reckon_standing",
    "forget_keys", "forget_backups", "forget_told", "watch_state", "report_purges",
]  # fmt: skip


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize(
    ("since_start", "judges"),
    [
        (timedelta(0), False),
        (GRACE - timedelta(microseconds=1), False),
        (GRACE, True),
        (timedelta(days=1), True),
    ],
)
def test_after_a_start_nobody_is_judged_gone_for_as_long_as_a_lease(
    since_start: timedelta, judges: bool
) -> None:
    ran = timers.run_due(now=NOON, started_at=NOON - since_start, purge=False)

    assert ran == ALL[: len(timers.ALWAYS) + len(timers.AFTER_GRACE) if judges else len(timers.ALWAYS)]


def test_after_a_long_stop_everyone_may_come_back(contact_talking: Contact, ann: Account) -> None:
    restarted = NOON + timedelta(hours=1)

    timers.run_due(now=restarted + GRACE - timedelta(seconds=1), started_at=restarted)
    assert Contact.objects.get().state == "talking"

    timers.run_due(now=restarted + GRACE, started_at=restarted)
    assert Contact.objects.get().state != "talking"


def test_a_whole_life_passes_without_anybody_s_hand(content: None, ann: Account) -> None:
    takes(ann, starts(first_message="hello").contact)
    run = partial(timers.run_due, started_at=NOON)

    run(now=NOON + timedelta(seconds=45))
    assert Contact.objects.get().state == "waiting"
    run(now=NOON + timedelta(seconds=120))
    assert (Contact.objects.get().state, Contact.objects.get().outcome) == ("closed", "left_early")
    run(now=NOON + timedelta(seconds=120, hours=24))
    assert (Fact.objects.count(), Message.objects.count()) == (1, 2)
    run(now=NOON + timedelta(seconds=120, hours=72))
    assert (Fact.objects.count(), Message.objects.count(), Contact.objects.count()) == (1, 0, 0)


def test_a_job_that_fails_stops_no_other_and_its_trace_holds_no_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(now: datetime) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setitem(timers.ALWAYS, "close_unwrapped", fails)

    rest = [name for name in ALL if name != "close_unwrapped"]
    assert timers.run_due(now=NOON, started_at=NOON - GRACE) == rest
    assert [(r.levelname, r.getMessage()) for r in caplog.records] == [
        ("ERROR", "the timer close_unwrapped failed")
    ]


def test_a_job_that_keeps_the_others_waiting_is_logged_with_its_time(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    seconds = iter([0.0, 10.0, 20.0, 31.5])
    monkeypatch.setattr(timers, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
    for job in ("practice", "go_round"):
        timers._ran(job, lambda now: None, NOON)

    assert [(r.levelname, r.getMessage()) for r in caplog.records] == [
        ("WARNING", "the timer go_round took 11 seconds")
    ]


def test_running_twice_changes_nothing_more(content: None, contact_waiting: Contact) -> None:
    late = NOON + timedelta(hours=1)
    timers.run_due(now=late, started_at=NOON)
    before = list(Contact.objects.values())
    timers.run_due(now=late, started_at=NOON)

    assert list(Contact.objects.values()) == before
    assert before[0]["outcome"] == "abandoned"


def test_one_process_holds_the_lease_until_it_runs_out() -> None:
    def holds(name: str, seconds: float) -> bool:
        return timers.hold_lease(holder=name, now=NOON + timedelta(seconds=seconds))

    assert holds("one", 0) is True
    assert holds("two", 29.999) is False
    assert holds("one", 29) is True
    assert holds("two", 58.999) is False
    assert holds("two", 59) is True
    assert holds("one", 60) is False
    assert Lease.objects.get().holder == "two"


def test_a_lease_that_is_left_is_taken_at_once_and_nobody_leaves_another_s() -> None:
    assert timers.hold_lease(holder="one", now=NOON) is True
    timers.release_lease(holder="two", now=NOON)
    assert timers.hold_lease(holder="two", now=NOON) is False

    timers.release_lease(holder="one", now=NOON)

    assert timers.hold_lease(holder="two", now=NOON) is True


def test_leases_of_other_names_are_others_leases() -> None:
    assert timers.hold_lease(holder="one", now=NOON) is True
    assert timers.hold_lease(holder="two", name="another", now=NOON) is True


@pytest.mark.django_db(transaction=True, databases=BOTH)
@pytest.mark.usefixtures("on_disk")
def test_of_several_processes_that_ask_at_once_one_gets_the_lease() -> None:
    asks = [partial(timers.hold_lease, holder=f"process {n}", now=NOON) for n in range(4)]

    assert sorted(map(bool, at_once(*asks))) == [False, False, False, True]


class Rounds:
    """A stop that lets the loop go round some times, each `seconds` later, and never sleeps."""

    def __init__(self, clock: time_machine.Traveller, *, rounds: int, seconds: float) -> None:
        self.clock, self.left, self.seconds = clock, rounds, seconds

    def is_set(self) -> bool:
        return self.left == 0

    def wait(self, timeout: float) -> None:
        self.left -= 1
        self.clock.shift(self.seconds)


@pytest.fixture
def loop(
    clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[dict[str, Any]]]:
    """Run the loop and return what it asked for in each round."""

    def run(*, rounds: int, seconds: float = 5, lease: Callable[..., bool] = lambda now: True) -> list[Any]:
        asked: list[dict[str, Any]] = []
        seconds_now = SimpleNamespace(monotonic=lambda: timezone.now().timestamp())
        monkeypatch.setattr(timers, "time", seconds_now)
        monkeypatch.setattr(timers, "run_due", lambda **kwargs: asked.append(kwargs))
        monkeypatch.setattr(timers, "hold_lease", lease)
        # The time of these tests is theirs, not PostgreSQL's.
        monkeypatch.setattr(timers.clock, "hold_to_the_database", lambda: None)
        # The test's own transaction must not be closed.
        monkeypatch.setattr(timers, "close_old_connections", lambda: None)
        monkeypatch.setattr(timers, "connections", SimpleNamespace(close_all=lambda: None))
        timers.run_forever(stop=Rounds(clock, rounds=rounds, seconds=seconds))  # type: ignore[arg-type]
        return asked

    return run


def test_the_loop_purges_at_once_and_then_once_a_minute(loop: Callable[..., list[dict[str, Any]]]) -> None:
    asked = loop(rounds=14, seconds=5)

    assert [n for n, kwargs in enumerate(asked) if kwargs["purge"]] == [0, 12]
    assert {kwargs["started_at"] for kwargs in asked} == {NOON}
    assert [kwargs["now"] for kwargs in asked] == [NOON + timedelta(seconds=5 * n) for n in range(14)]


def test_who_loses_the_lease_begins_its_grace_anew(loop: Callable[..., list[dict[str, Any]]]) -> None:
    held = iter([True, True, False, True, True])

    asked = loop(rounds=5, lease=lambda now: next(held))

    again = NOON + timedelta(seconds=15)
    assert [kwargs["started_at"] for kwargs in asked] == [NOON, NOON, again, again]


@pytest.mark.parametrize(("seconds", "anew"), [(29, False), (30, True), (3_600, True), (-3_600, True)])
def test_a_machine_that_stood_still_or_whose_clock_was_set_begins_its_grace_anew(
    seconds: float, anew: bool, loop: Callable[..., list[dict[str, Any]]]
) -> None:
    asked = loop(rounds=2, seconds=seconds)

    assert [kwargs["started_at"] for kwargs in asked] == [
        NOON, NOON + timedelta(seconds=seconds) if anew else NOON,
    ]  # fmt: skip


def test_a_database_that_is_away_ends_no_loop(
    loop: Callable[..., list[dict[str, Any]]], caplog: pytest.LogCaptureFixture
) -> None:
    answers = iter([RuntimeError("the database is away"), True])

    def lease(now: datetime) -> bool:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    asked = loop(rounds=2, lease=lease)

    assert [kwargs["started_at"] for kwargs in asked] == [NOON + timedelta(seconds=5)]
    assert [record.getMessage() for record in caplog.records] == [
        "the lease of the timers could not be asked for"
    ]
    assert caplog.records[0].levelno == logging.ERROR
