"""What is counted beside the facts: waits to the minute, openings of the closed page; never practice."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError
from django.test import Client

from chat.channels import Channel
from chat.models import Contact
from chat.services import practice
from chat.services.ending import end_by_caller, end_by_handler, wrap_up
from chat.services.equality import tell_equality
from chat.services.queue import release
from chat.services.recording import start_recording
from chat.services.retention import let_go, purge_expired
from chat.services.survey import answer_survey
from chat.states import Outcome
from helpline.hours.services import publish_hours
from helpline.staff.models import Account
from helpline.statistics.answers import SurveyAnswers
from helpline.statistics.models import (
    DailyCounter,
    DraftFact,
    EqualityTicket,
    Fact,
    SurveyAnswer,
    SurveyDraft,
    WaitTally,
)
from tests.chat.acts import BOTH, is_there, starts, takes
from tests.hours.schedules import OFFICE

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
Committed = Callable[..., Any]


def everything_of(*tables: Any) -> str:
    """Return every row of these tables as text."""
    return str([list(table._default_manager.values()) for table in tables])


def named(table: Any) -> list[str]:
    return [field.name for field in table._meta.concrete_fields]


def waits() -> list[tuple[Any, ...]]:
    return sorted(WaitTally.objects.values_list("month", "minutes", "answered", "number"))


def test_each_wait_is_counted_once_answered_or_not(
    content: None, ann: Account, django_capture_on_commit_callbacks: Committed
) -> None:
    with time_machine.travel(NOON, tick=False) as clock, django_capture_on_commit_callbacks(execute=True):
        gave_up, taken = starts().contact, starts().contact
        clock.shift(3 * 60 + 20)
        end_by_caller(contact=gave_up.pk)
        takes(is_there(ann), taken)
        # Back to the queue and taken again: they were answered once.
        release(contact=taken.pk, by=ann)
        clock.shift(20 * 60)
        takes(is_there(ann), taken)
        release(contact=taken.pk, by=ann)
        end_by_caller(contact=taken.pk)

    assert waits() == [(date(2026, 11, 1), 3, False, 1), (date(2026, 11, 1), 3, True, 1)]
    assert sorted(DraftFact.objects.values_list("answered", "wait_band")) == [
        (False, "1_to_5"),
        (True, "1_to_5"),
    ]


def test_neither_practice_nor_a_call_waits(
    content: None, ann: Account, django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        practice.start_practice(caller="going_round_tonight", client_id=uuid4(), by=ann)
    assert not WaitTally.objects.exists()


def test_a_call_is_a_fact_and_no_wait(
    content: None, ann: Account, django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        call = start_recording(channel=Channel.PHONE, about="unsure", by=is_there(ann))
        end_by_handler(contact=call, by=ann)
        wrap_up(contact=call, outcome=Outcome.COMPLETED, by=ann)

    assert DraftFact.objects.get().confidentiality_given is False
    assert not WaitTally.objects.exists()


def test_no_figure_is_joined_to_a_contact_once_it_is_gone(
    content: None, ann: Account, django_capture_on_commit_callbacks: Committed
) -> None:
    with time_machine.travel(NOON, tick=False) as clock, django_capture_on_commit_callbacks(execute=True):
        contact = takes(is_there(ann), starts(area="Leeds").contact)
        Contact.objects.update(rang_programme="yes")
        end_by_caller(contact=contact.pk)
        answer_survey(contact=contact.pk, answers=SurveyAnswers(heard=2))
        tell_equality(contact=contact.pk, answers={"disability": "a_lot"})
        wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=ann)
        assert str(contact.pk) in everything_of(SurveyDraft, EqualityTicket, DraftFact)
        clock.shift(timedelta(hours=80).total_seconds())
        purge_expired(now=NOON + timedelta(hours=80))
        let_go(now=NOON + timedelta(hours=80))

    fact, answer = Fact.objects.get(), SurveyAnswer.objects.get()
    held = everything_of(*apps.get_app_config("statistics").get_models())
    for said in ("'area': 'Leeds'", "'heard': 2", "'answer': 'a_lot'", "'answer': 'yes'", "'minutes': 0"):
        assert said in held
    # What joins two tables of figures is a month, or a year: no key, no ticket, no order.
    assert {*named(Fact)} & {*named(SurveyAnswer)} == {"id", "month"}
    assert fact.pk != answer.pk
    assert not any(field.is_relation for model in (Fact, SurveyAnswer) for field in model._meta.get_fields())
    assert str(contact.pk) not in held
    assert f"'{ann.username}'" not in held
    assert "datetime.datetime" not in held
    assert fact.pk != contact.pk


def test_openings_of_the_closed_page_are_a_number_a_day_and_nothing_else(
    content: None, settings: Any, supervisor: Account, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HELPLINE_MODE = "service"
    publish_hours(schedule=OFFICE, by=supervisor)
    with time_machine.travel(NOON + timedelta(hours=10), tick=False):
        for _ in range(2):
            assert client.get("/chat/", HTTP_USER_AGENT="one", REMOTE_ADDR="192.0.2.7").status_code == 200
        client.head("/chat/")
    # Open, whether or not anybody is there: nobody stood before a closed door.
    with time_machine.travel(NOON, tick=False):
        client.get("/chat/")

    assert [field.name for field in DailyCounter._meta.concrete_fields] == ["id", "day", "kind", "number"]
    assert list(DailyCounter.objects.values_list("day", "kind", "number")) == [
        (date(2026, 11, 20), "visited_closed", 2)
    ]

    def busy(**_: Any) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr("chat.services.visits.count", busy)
    with time_machine.travel(NOON + timedelta(hours=10), tick=False):
        assert client.get("/chat/").status_code == 200
