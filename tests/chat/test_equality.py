"""The equality questions after the end: once, for a day, counted by year, and kept under nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from chat.boundaries import Kind
from chat.models import Contact
from chat.services.boundaries import end_for_abuse
from chat.services.ending import end_by_caller
from chat.services.equality import may_tell
from chat.services.retention import let_go
from helpline.staff.models import Account, AuditEvent
from helpline.statistics.models import EqualityTally, EqualityTicket
from tests.chat.acts import BOTH, finishes, is_there, starts, takes

pytestmark = pytest.mark.django_db(databases=BOTH)
NOON = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
ADDRESS = "/api/contact/equality"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


class Told:
    """A caller whose talk Ann had, with their token."""

    def __init__(self, ann: Account) -> None:
        started = starts()
        self.token = started.token
        self.contact = takes(is_there(ann), started.contact)

    def says(self, body: object, token: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        return Client().post(ADDRESS, json.dumps(body), content_type="application/json", headers=headers)


@pytest.fixture
def caller(content: None, ann: Account) -> Told:
    return Told(ann)


def sums() -> list[tuple[Any, ...]]:
    return sorted(EqualityTally.objects.values_list("year", "question", "answer", "number"))


def test_answers_are_counted_once_in_the_year_of_the_talk(caller: Told, clock: Any) -> None:
    end_by_caller(contact=caller.contact.pk)
    # After midnight: the talk was last year's.
    clock.shift(3_600)
    first = caller.says({"ethnicity": "asian", "sexuality": "prefer_not", "disability": None})
    second = caller.says({"ethnicity": "white"})

    assert [(each.status_code, each.json()) for each in (first, second)] == [(200, {"thanks": True})] * 2
    assert sums() == [(2026, "ethnicity", "asian", 1), (2026, "sexuality", "prefer_not", 1)]
    assert first["Cache-Control"] == "no-store"
    assert not first.cookies


def test_nothing_says_who_answered_what(caller: Told, clock: Any, ann: Account) -> None:
    finishes(caller.contact)
    before = AuditEvent.objects.count(), Contact.objects.values().get()
    caller.says({"ethnicity": "gypsy_roma_traveller", "sexuality": "bi"})

    assert (AuditEvent.objects.count(), Contact.objects.values().get()) == before
    for model in apps.get_models():
        if model is not EqualityTally:
            assert "gypsy_roma" not in str(list(model._default_manager.values()))
    # No two answers of one caller stand together, and the ticket goes with the draft.
    assert {field.name for field in EqualityTally._meta.concrete_fields} == {
        "id", "year", "question", "answer", "number", "key",
    }  # fmt: skip
    assert EqualityTicket.objects.get().contact == caller.contact.pk
    clock.shift(timedelta(hours=25).total_seconds())
    let_go(now=NOON + timedelta(hours=25))
    assert not EqualityTicket.objects.exists()
    assert caller.says({"ethnicity": "white"}).json()["error"]["code"] == "survey.closed"
    assert len(sums()) == 2


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"ethnicity", "disability", "sexuality", "relationship"}),
        ({"ethnicity": "I am Dai from Bala"}, {"ethnicity"}),
        ({"disability": True, "sexuality": ["bi"]}, {"disability", "sexuality"}),
        ([], {"body"}),
    ],
)
def test_what_does_not_fit_is_refused_by_name(caller: Told, body: object, fields: set[str]) -> None:
    end_by_caller(contact=caller.contact.pk)
    error = caller.says(body).json()["error"]

    assert (error["code"], set(error["fields"])) == ("request.invalid", fields)
    assert not EqualityTicket.objects.exists()


def test_who_may_not_answer(caller: Told, clock: Any, ann: Account) -> None:
    answer = {"disability": "no"}
    assert caller.says(answer).json()["error"]["code"] == "survey.not_yet"
    assert caller.says(answer, token="nonsense").json()["error"]["code"] == "survey.closed"
    assert Client().post(ADDRESS).status_code == 401
    assert Client().get(ADDRESS).status_code == 405

    end_for_abuse(contact=caller.contact.pk, kind=Kind.THREAT, by=ann, block=False)
    assert caller.says(answer).json()["error"]["code"] == "survey.closed"
    left = starts()
    end_by_caller(contact=left.contact.pk)
    assert not may_tell(Contact.objects.get(pk=left.contact.pk), now=NOON)
    assert sums() == []


def test_without_script_they_stand_under_the_survey_and_say_what_becomes_of_them(caller: Told) -> None:
    form = {"lang": "cy", "token": caller.token, "shown": "0"}
    end_by_caller(contact=caller.contact.pk)
    page = Client().post("/chat/plain", form | {"step": "equality"}).content.decode()
    assert "Caiff pob ateb ei ychwanegu at gyfrif y flwyddyn gyfan" in page
    assert "Dewiswch o leiaf un ateb" in page
    assert page.index('value="survey"') < page.index('value="equality"')

    page = (
        Client().post("/chat/plain", form | {"step": "equality", "relationship": "married"}).content.decode()
    )
    assert "weld pwy rydym yn eu cyrraedd" in page
    assert 'value="equality"' not in page
    assert sums() == [(2026, "relationship", "married", 1)]
