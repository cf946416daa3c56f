"""Practice leaks into no figure: each is the same with it as without it, and would notice a real contact."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from chat.board_view import board
from chat.boundaries import Kind
from chat.handler_view import queue_event
from chat.models import Alert, Contact, PracticeRun, Presence, QueueMinute
from chat.selectors import ahead_of_newcomer, handlers_at_work
from chat.services import deadlines, minutes, practice, practice_ending, practice_turns, retention
from chat.services.boundaries import end_for_abuse
from chat.services.contacts import set_level
from chat.services.ending import end_by_caller, end_by_handler, note_outcome, wrap_up
from chat.services.presence import open_contacts, renew_presence, wrap_ups
from chat.services.rates import forget_rates, rates_of
from chat.services.triage import assess
from chat.services.waits import newcomers_wait
from chat.states import Outcome
from helpline.staff.models import Account, AuditEvent
from helpline.statistics.models import DailyCounter, DraftFact, Fact, SurveyAnswer, SurveyDraft
from tests.chat.acts import BOTH, UTC_NOON, is_there, says, starts, takes
from tests.chat.conftest import ann, ben, content

__all__ = ["ann", "ben", "content"]

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime.fromisoformat(UTC_NOON)
PRACTICE_EVENTS = {"practice.started", "practice.ended"}


@pytest.fixture
def clock(content: None) -> Any:
    with time_machine.travel(UTC_NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def trainee(make_account: Callable[..., Account]) -> Account:
    """Somebody who is signed in and away, as they are before, during and after practice."""
    account = make_account("handler", "trainee")
    renew_presence(by=account)
    return account


def figures() -> dict[str, Any]:
    """Read every figure that there is, exactly."""
    forget_rates()
    seen = board()
    queue = queue_event("queue.snapshot", Account.objects.get(username="ann"))
    return {
        "board line": seen["line"],
        "board talks": [talk["handler"] for talk in seen["talks"]],
        "board waiting": len(seen["waiting"]),
        "board handlers": [{**row, "training": None} for row in seen["handlers"]],
        "board alerts": seen["alerts"],
        "console talking": queue["talking"],
        "console waiting": len(queue["waiting"]),
        "status": Client().get("/status.json").json(),
        "rates": rates_of(),
        "estimate": newcomers_wait(),
        "ahead": ahead_of_newcomer(),
        "handlers": [(row["name"], row["available"], row["talking"]) for row in handlers_at_work()],
        "drafts": list(DraftFact.objects.order_by("pk").values_list("about", "outcome", "talk_band")),
        "facts": sorted(Fact.objects.values_list("about", "outcome", "talk_band")),
        "counters": list(DailyCounter.objects.values_list("day", "kind", "number")),
        "surveys": SurveyDraft.objects.count() + SurveyAnswer.objects.count(),
        "alerts": Alert.objects.count(),
        "minutes": list(QueueMinute.objects.order_by("at").values_list("waiting", "talking", "available")),
        "audit": list(
            AuditEvent.objects.exclude(event__in=PRACTICE_EVENTS)
            .order_by("pk")
            .values_list("event", "detail")
        ),
    }


def a_busy_hour(ann: Account, ben: Account, clock: Any) -> None:
    """Real callers: four talked with, one gave up, one talks and one waits still."""
    for at, account in enumerate([ann, ben, ann, ben]):
        contact = takes(is_there(account), starts().contact)
        clock.move_to(NOON + timedelta(minutes=5 * at + 5))
        end_by_handler(contact=contact.pk, by=account)
        wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=account)
    end_by_caller(contact=starts().contact.pk)
    takes(is_there(ann), starts().contact)
    starts()
    minutes.note_minute(now=timezone.now())


def practises(trainee: Account) -> Contact:
    """A practice talk in which something was said on both sides."""
    found = practice.start_practice(caller="going_round_tonight", client_id=uuid4(), by=trainee)
    contact = Contact.objects.get(pk=found)
    for _ in range(2):
        practice_turns.take_turn(contact=contact.pk, now=PracticeRun.objects.get().due_at)
    says(contact, "Is everyone safe right now?", by=trainee)
    return contact


def everything_due(clock: Any) -> None:
    """Let every job do what it does, now and when all times are over."""
    for later in (timedelta(0), timedelta(hours=80)):
        now = timezone.now() + later
        for job in (
            practice_turns.take_turns,
            deadlines.close_unwrapped,
            lambda now: practice_ending.clear_closed(),
            retention.purge_expired,
            retention.let_go,
        ):
            job(now=now)


def test_while_somebody_practises_every_figure_is_as_without(
    ann: Account, ben: Account, trainee: Account, clock: Any
) -> None:
    a_busy_hour(ann, ben, clock)
    before = figures()
    contact = practises(trainee)

    assert contact.practice
    assert figures() == before
    assert open_contacts(trainee) == 0

    end_by_handler(contact=contact.pk, by=trainee)
    fills_in(contact, trainee)
    assert figures() == before
    assert wrap_ups(trainee) == 0


def fills_in(contact: Contact, trainee: Account) -> None:
    """The trainee fills in the whole wrap-up, as if it were about somebody."""
    changes = {"caller_type": "person_using_abuse", "markers": {"weapon_access": "yes"}}
    assess(contact=contact.pk, changes=changes, by=trainee)
    set_level(contact=contact.pk, level="immediate", by=trainee)
    note_outcome(contact=contact.pk, outcome=Outcome.DANGER_ACTED_ON, by=trainee)


@pytest.mark.parametrize(
    "ends", ["by the handler", "by the script", "by a lost connection", "for abuse", "and nobody wraps it up"]
)
def test_afterwards_every_figure_is_as_without(
    ends: str, ann: Account, ben: Account, trainee: Account, clock: Any
) -> None:
    a_busy_hour(ann, ben, clock)
    before = figures()
    contact = practises(trainee)
    if ends in {"by the handler", "and nobody wraps it up"}:
        end_by_handler(contact=contact.pk, by=trainee)
    elif ends == "for abuse":
        end_for_abuse(contact=contact.pk, kind=Kind.THREAT, by=trainee, block=True)
    elif ends == "by the script":
        at = timezone.now()
        while due := practice_turns.take_turn(contact=contact.pk, now=at):
            at = due.at
    else:
        Presence.objects.filter(handler=trainee).update(leased_until=timezone.now())
        assert deadlines.return_dropped(now=timezone.now()) == 1
        renew_presence(by=trainee)
    if ends == "and nobody wraps it up":
        late = timezone.now() + timedelta(minutes=10)
        assert deadlines.close_unwrapped(now=late) == 1
    elif ends != "by a lost connection":
        fills_in(contact, trainee)
        wrap_up(contact=contact.pk, outcome=Outcome.DANGER_ACTED_ON, by=trainee)
    practice_ending.clear_closed()

    assert not Contact.objects.filter(practice=True).exists()
    assert figures() == before


def test_when_everything_is_sealed_and_purged_the_figures_are_those_of_the_real_callers(
    ann: Account, ben: Account, trainee: Account, clock: Any
) -> None:
    a_busy_hour(ann, ben, clock)
    contact = practises(trainee)
    end_by_handler(contact=contact.pk, by=trainee)
    fills_in(contact, trainee)
    everything_due(clock)

    assert Fact.objects.count() == 5
    purged = AuditEvent.objects.filter(event="words.destroyed").values_list("detail__contacts", flat=True)
    assert sum(purged) == 5


# What each figure would say if the contact were counted; each of them is looked at by `figures`.
NOTICED_TALKING = {"board line", "board talks", "board handlers", "console talking", "handlers"}
NOTICED_ENDED = {"drafts", "audit", "rates"}


def test_the_figures_would_notice_the_talk_if_it_were_not_practice(
    ann: Account, ben: Account, trainee: Account, clock: Any
) -> None:
    a_busy_hour(ann, ben, clock)
    before = figures()
    contact = practises(trainee)
    Contact.objects.filter(pk=contact.pk).update(practice=False, queue="main")
    now = figures()

    assert {name for name in now if now[name] != before[name]} >= NOTICED_TALKING


def test_the_figures_would_notice_its_end_if_it_were_not_practice(
    ann: Account, ben: Account, trainee: Account, clock: Any
) -> None:
    a_busy_hour(ann, ben, clock)
    before = figures()
    contact = practises(trainee)
    Contact.objects.filter(pk=contact.pk).update(practice=False, queue="main")
    clock.move_to(timezone.now() + timedelta(minutes=25))
    end_by_handler(contact=contact.pk, by=trainee)
    why = Alert.Because.JUDGED
    wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=trainee, because=why)
    clock.move_to(timezone.now() - timedelta(minutes=25))
    now = figures()

    assert {name for name in now if now[name] != before[name]} >= NOTICED_ENDED


def test_the_figures_would_notice_one_who_waits(
    ann: Account, ben: Account, trainee: Account, clock: Any
) -> None:
    a_busy_hour(ann, ben, clock)
    before = figures()
    contact = practises(trainee)
    Contact.objects.filter(pk=contact.pk).update(practice=False, queue="main", state="waiting", handler=None)
    now = figures()

    assert {name for name in now if now[name] != before[name]} >= {
        "board waiting", "console waiting", "ahead", "estimate", "status",
    }  # fmt: skip


def test_the_figures_would_notice_an_alert(ann: Account, ben: Account, clock: Any) -> None:
    a_busy_hour(ann, ben, clock)
    before = figures()
    Alert.objects.create(kind=Alert.Kind.HELP, contact=uuid4(), about=ann, raised_at=timezone.now())

    assert {name for name, value in figures().items() if value != before[name]} == {"board alerts", "alerts"}
