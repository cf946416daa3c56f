"""Saved replies over HTTP: the session, the token against forgery, and coded refusals."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from chat.models import SavedReply
from helpline.staff.models import Account
from helpline.staff.roles import Role

LIST = "/console/api/replies/"
REPLY = {"title": "Time out", "words": "Step out for [minutes].", "team": False}


def at_the_console(account: Account, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(account)
    return client


def saves(client: Client, id: object, body: Any = REPLY, **more: Any) -> Any:
    return client.post(f"{LIST}{id}/", json.dumps(body), content_type="application/json", **more)


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_reply_is_saved_listed_changed_and_deleted(handler1: Account) -> None:
    client, id = at_the_console(handler1), str(uuid4())

    assert saves(client, id).json() == {"id": id, **REPLY}
    assert saves(client, id).json() == {"id": id, **REPLY}
    assert saves(client, id, {**REPLY, "title": "Step out"}).status_code == 200
    assert client.get(LIST).json() == {
        "replies": [{"id": id, **REPLY, "title": "Step out"}],
        "may_keep_for_team": False,
        "most": {"title": 60, "words": 1000, "replies": 100},
    }
    assert client.post(f"{LIST}{id}/delete/").json() == {"id": id}
    assert code_of(client.post(f"{LIST}{id}/delete/")) == (404, "reply.not_found")
    assert client.get(LIST).json()["replies"] == []


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"title", "words"}),
        ({**REPLY, "title": None, "words": ["a"]}, {"title", "words"}),
        ({**REPLY, "team": "yes"}, {"team"}),
        ({**REPLY, "title": " "}, {"title"}),
        ({**REPLY, "title": "t" * 61, "words": "w" * 1001}, {"title", "words"}),
        ([REPLY], {"body"}),
        ({**REPLY, "words": "w" * 30_000}, {"body"}),
    ],
)
def test_a_body_that_does_not_fit_names_its_fields_and_stores_nothing(
    handler1: Account, body: Any, fields: set[str]
) -> None:
    answer = saves(at_the_console(handler1), uuid4(), body)

    assert code_of(answer) == (400, "request.invalid")
    assert set(answer.json()["error"]["fields"]) == fields
    assert SavedReply.objects.count() == 0


def test_half_a_character_pair_is_no_words(handler1: Account) -> None:
    answer = at_the_console(handler1).post(
        f"{LIST}{uuid4()}/",
        '{"title": "\\ud83d", "words": "\\ud83d", "team": false}',
        content_type="application/json",
    )

    assert (code_of(answer), set(answer.json()["error"]["fields"])) == (
        (400, "request.invalid"),
        {"title", "words"},
    )


def test_somebody_elses_the_teams_and_the_hundred_and_first_have_their_codes(
    handler1: Account, handler2: Account
) -> None:
    mine, theirs, id = at_the_console(handler1), at_the_console(handler2), uuid4()
    saves(mine, id)

    assert code_of(saves(theirs, id)) == (404, "reply.not_found")
    assert code_of(theirs.post(f"{LIST}{id}/delete/")) == (404, "reply.not_found")
    assert code_of(saves(mine, uuid4(), {**REPLY, "team": True})) == (403, "forbidden")
    for _ in range(99):
        assert saves(mine, uuid4()).status_code == 200
    refused = saves(mine, uuid4())
    assert (code_of(refused), refused.json()["error"]["most"]) == ((409, "reply.too_many"), 100)


def test_a_forged_request_changes_nothing(handler1: Account) -> None:
    client, id = at_the_console(handler1, enforce_csrf_checks=True), uuid4()
    assert saves(client, id).status_code == 403
    assert client.post(f"{LIST}{id}/delete/").status_code == 403
    assert SavedReply.objects.count() == 0

    client.get("/console/")
    token = {"X-CSRFToken": client.cookies["csrftoken"].value}
    assert saves(client, id, headers=token).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_and_an_analyst_are_refused(transactional_db: None, method: str) -> None:
    analyst = Account.objects.create_account(username="analyst1", password=None, role=Role.ANALYST)
    path = LIST if method == "get" else f"{LIST}{uuid4()}/"

    for client in (Client(), at_the_console(analyst)):
        assert code_of(getattr(client, method)(path)) == (403, "forbidden")


def test_the_list_is_kept_by_no_browser(handler1: Account) -> None:
    assert "no-store" in at_the_console(handler1).get(LIST)["Cache-Control"]
