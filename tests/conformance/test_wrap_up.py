"""The wrap-up over HTTP: how it ended is noted, then closed; bad input has its code."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from chat.models import Contact
from chat.services.contacts import start_contact
from chat.services.ending import end_by_caller
from chat.services.presence import set_presence
from chat.services.queue import take
from chat.starting import StartRequest
from helpline.staff.models import Account


@pytest.fixture
def ended(handler1: Account) -> Contact:
    start_contact(request=StartRequest(about="own_behaviour"))
    set_presence(by=handler1, available=True, capacity=2)
    return end_by_caller(contact=take(by=handler1, contact=None).pk)


def at_the_console(account: Account, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(account)
    return client


def asks(client: Client, contact: object, act: str, body: Any) -> Any:
    path = f"/console/api/contacts/{contact}/{act}/"
    return client.post(path, json.dumps(body), content_type="application/json")


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_how_it_ended_is_noted_told_and_closed(handler1: Account, ended: Contact) -> None:
    client = at_the_console(handler1)

    noted = asks(client, ended.pk, "outcome", {"outcome": "plan_made"})
    assert noted.json() == {"state": "ended", "outcome": "plan_made"}
    assert client.get(f"/console/api/contacts/{ended.pk}/").json()["outcome"] == "plan_made"
    assert asks(client, ended.pk, "wrap-up", {"outcome": "signposted"}).json() == {"state": "closed"}
    assert code_of(asks(client, ended.pk, "outcome", {"outcome": "plan_made"})) == (404, "contact.not_found")


@pytest.mark.parametrize("act", ["outcome", "wrap-up"])
@pytest.mark.parametrize(
    "outcome", [None, "", "abandoned", "closed_by_hours", "marvellous", 7, ["completed"]]
)
def test_what_is_no_outcome_of_a_handler_is_refused(
    handler1: Account, ended: Contact, act: str, outcome: Any
) -> None:
    answer = asks(at_the_console(handler1), ended.pk, act, {"outcome": outcome})

    assert code_of(answer) == (400, "request.invalid")
    assert set(answer.json()["error"]["fields"]) == {"outcome"}
    assert Contact.objects.get().state == "ended"


def test_a_danger_that_is_open_is_asked_about_and_closed_with_a_reason(handler1: Account) -> None:
    start_contact(request=StartRequest(about="own_behaviour", first_message="I want to kill her"))
    set_presence(by=handler1, available=True, capacity=2)
    contact = end_by_caller(contact=take(by=handler1, contact=None).pk).pk
    client = at_the_console(handler1)

    asked = asks(client, contact, "wrap-up", {"outcome": "completed"})
    assert code_of(asked) == (409, "danger.open")
    assert asked.json()["error"] | {"message": ""} == {
        "code": "danger.open", "message": "", "level": None, "suggested": None, "not_safe_now": False,
        "cues": ["threat_ultimatum"], "markers": ["threat_to_kill"], "unreadable": False, "standing": False,
    }  # fmt: skip
    for because in ("because", "", 7, ["judged"]):
        wrong = asks(client, contact, "wrap-up", {"outcome": "completed", "because": because})
        assert (code_of(wrong), set(wrong.json()["error"]["fields"])) == (
            (400, "request.invalid"),
            {"because"},
        )
    assert Contact.objects.get().state == "ended"
    closed = asks(client, contact, "wrap-up", {"outcome": "completed", "because": "told"})
    assert closed.json() == {"state": "closed"}


def test_somebody_elses_contact_and_none_look_alike(handler2: Account, ended: Contact) -> None:
    client = at_the_console(handler2)
    for contact in (ended.pk, uuid4()):
        assert code_of(asks(client, contact, "outcome", {"outcome": "plan_made"})) == (
            404,
            "contact.not_found",
        )


def test_a_forged_note_changes_nothing(handler1: Account, ended: Contact) -> None:
    client = at_the_console(handler1, enforce_csrf_checks=True)

    assert asks(client, ended.pk, "outcome", {"outcome": "plan_made"}).status_code == 403
    assert Contact.objects.get().outcome == ""
