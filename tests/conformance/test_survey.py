"""The questions after the end over the wire: who may answer, and that no handler hears of it."""

import json
from typing import Any

import pytest
from django.test import AsyncClient, Client

from chat.services.contacts import Started
from chat.services.presence import set_presence
from chat.services.queue import take
from helpline.staff.models import Account
from helpline.statistics.models import SurveyDraft
from tests.people import Caller, Handler, a_caller_starts

START = {"consent": True, "about": "own_behaviour", "language": "en"}


@pytest.fixture
def browser(transactional_db: None) -> Client:
    return Client()


@pytest.fixture
def token(browser: Client, handler1: Account) -> str:
    """The token of a contact that talks."""
    answer = browser.post("/api/contacts", json.dumps(START), content_type="application/json")
    set_presence(by=handler1, available=True, capacity=1)
    take(by=handler1)
    held: str = answer.json()["token"]
    return held


def asks(token: str | None, body: object, method: str = "post") -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    return {"data": json.dumps(body), "content_type": "application/json", "headers": headers}


def answers(browser: Client, token: str | None, body: object) -> Any:
    return browser.post("/api/contact/survey", **asks(token, body))


def ends(browser: Client, token: str) -> None:
    command = {"type": "contact.end", "id": "0b7f5d6e-5a0d-4b62-9c3e-6b2f1c9a7d10"}
    assert browser.post("/api/contact/commands", **asks(token, command)).status_code == 200


def welcome(browser: Client, token: str) -> Any:
    headers = {"Authorization": f"Bearer {token}"}
    return browser.get("/api/contact/events?after=0", headers=headers).json()["events"][0]


def test_the_answers_are_thanked_for_and_a_second_time_changes_nothing(browser: Client, token: str) -> None:
    ends(browser, token)
    assert welcome(browser, token)["survey"] is True

    first = answers(browser, token, {"heard": 7, "clearer": None})
    second = answers(browser, token, {"heard": 0})

    assert [(a.status_code, a.json()) for a in (first, second)] == [(200, {"thanks": True})] * 2
    assert first["Cache-Control"] == "no-store"
    assert not first.cookies
    assert SurveyDraft.objects.get().heard == 7
    assert "survey" not in welcome(browser, token)


def test_before_the_end_it_is_not_yet_time(browser: Client, token: str) -> None:
    answer = answers(browser, token, {"heard": 7})

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "survey.not_yet")
    assert "survey" not in welcome(browser, token)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"heard", "clearer", "likely"}),
        ({"heard": None}, {"heard", "clearer", "likely"}),
        ({"heard": 11, "likely": "9"}, {"heard", "likely"}),
        ({"heard": True}, {"heard"}),
        ([], {"body"}),
    ],
)
def test_what_does_not_fit_is_refused_by_name(
    browser: Client, token: str, body: object, fields: set[str]
) -> None:
    ends(browser, token)
    error = answers(browser, token, body).json()["error"]

    assert (error["code"], set(error["fields"])) == ("request.invalid", fields)
    assert SurveyDraft.objects.count() == 0


def test_a_token_that_opens_nothing_is_too_late_and_none_is_none(browser: Client) -> None:
    unknown, missing = answers(browser, "nonsense", {"heard": 7}), answers(browser, None, {"heard": 7})

    assert (unknown.status_code, unknown.json()["error"]["code"]) == (410, "survey.closed")
    assert (missing.status_code, missing.json()["error"]["code"]) == (401, "token.invalid")
    assert browser.get("/api/contact/survey").status_code == 405


async def test_no_handler_hears_that_a_caller_answered(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        await handler.is_available()
        await handler.takes()
        await handler.hears("welcome")
        await caller.ends()
        assert (await caller.hears("state", state="ended"))["survey"] is True
        assert "survey" not in await handler.hears("state", state="ended")
        await handler.hears("queue.changed", talking=0)
        heard = len(handler.heard)

        answer = await AsyncClient().post("/api/contact/survey", **asks(started.token, {"heard": 1}))
        assert answer.status_code == 200

        await handler.hears_nothing()
        assert len(handler.heard) == heard
    async with Handler(handler1) as back:
        assert "survey" not in str([*back.heard, await back.hears("welcome")])


async def test_who_only_waited_is_not_asked(handler1: Account) -> None:
    started = await a_caller_starts()
    async with Caller(started) as caller:
        await caller.ends()

        assert "survey" not in await caller.hears("state", state="ended")
