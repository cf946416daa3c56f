"""The public HTTP side, and the same events and commands as the socket's."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import AsyncClient, Client
from pytest_django.fixtures import Settings as SettingsWrapper

from chat.models import Contact, Message
from chat.services.presence import set_presence
from chat.services.queue import take
from chat.views import public
from helpline.hours.rules import Intake as HoursIntake
from helpline.hours.services import OpeningState
from helpline.staff.models import Account
from tests.people import Handler, a_caller_starts

START = {"consent": True, "about": "own_behaviour", "language": "en"}


@pytest.fixture
def browser(transactional_db: None) -> Client:
    return Client()


def starts(browser: Client, **answers: Any) -> Any:
    return browser.post("/api/contacts", json.dumps({**START, **answers}), content_type="application/json")


def commands(browser: Client, token: str, **command: Any) -> Any:
    return browser.post(
        "/api/contact/commands",
        json.dumps(command),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


def events(browser: Client, token: str, after: int = 0) -> Any:
    return browser.get(f"/api/contact/events?after={after}", headers={"Authorization": f"Bearer {token}"})


def test_while_the_database_is_away_each_request_has_its_code(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = starts(browser).json()["token"]

    def away(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("the connection is closed: planted words")

    for name in ("check_intake", "contact_of_token"):
        monkeypatch.setattr(public, name, away)
    answers = [starts(browser), events(browser, token), commands(browser, token, type="ping")]

    assert [(each.status_code, each.json()["error"]["code"]) for each in answers] == [
        (503, "storage.unavailable")
    ] * 3
    assert not any("planted" in each.content.decode() for each in answers)


def test_a_start_answers_with_a_token_and_the_place_in_the_queue(browser: Client) -> None:
    answer = starts(browser)

    body = answer.json()
    assert answer.status_code == 201
    assert (body["state"], body["queue"], body["advice"]) == (
        "waiting",
        {"ahead": "few", "estimated_wait": None},
        [],
    )
    assert len(body["token"]) == 43
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("answers", "first"),
    [
        ({"safe_now": False}, "999"),
        ({"age_band": "13_15"}, "0800 1111"),
        ({"about": "being_hurt", "area": "Cardiff"}, "0808 80 10 800"),
        ({"safe_now": False, "age_band": "under_13"}, "999"),
    ],
)
def test_the_lines_that_fit_the_answers_come_at_once(
    browser: Client, answers: dict[str, Any], first: str
) -> None:
    assert starts(browser, **answers).json()["advice"][0]["phone"] == first


@pytest.mark.parametrize(
    ("changes", "status", "code", "fields"),
    [
        ({"consent": False}, 400, "consent.required", None),
        ({"consent": "true"}, 400, "consent.required", None),
        ({"about": None}, 400, "request.invalid", {"about"}),
        ({"about": "everything"}, 400, "request.invalid", {"about"}),
        ({"safe_now": "no", "age_band": 12}, 400, "request.invalid", {"safe_now", "age_band"}),
        ({"area": "12 Any Street"}, 400, "request.invalid", {"area"}),
        ({"interpreter": "<script>"}, 400, "request.invalid", {"interpreter"}),
        ({"language": None}, 400, "request.invalid", {"language"}),
        ({"first_message": "x" * 4_001}, 400, "message.too_long", None),
    ],
)
def test_a_start_that_does_not_fit_is_refused_by_name(
    browser: Client, changes: dict[str, Any], status: int, code: str, fields: set[str] | None
) -> None:
    answer = starts(browser, **changes)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["message"]
    if fields:
        assert set(answer.json()["error"]["fields"]) == fields


def test_an_answer_of_the_wrong_kind_never_breaks_the_server(browser: Client) -> None:
    for value in ([], {}, 1.5, [[]], {"a": 1}):
        for name in ("about", "age_band", "gender", "language", "area"):
            assert starts(browser, **{name: value}).status_code == 400, (name, value)


@pytest.mark.parametrize("body", ["", "[]", "{", '"x"', "null", "[" * 10_000])
def test_what_is_not_a_json_object_is_refused(browser: Client, body: str) -> None:
    answer = browser.post("/api/contacts", body, content_type="application/json")

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "request.invalid")


def test_a_body_over_24_kib_is_refused(browser: Client) -> None:
    answer = starts(browser, first_message="x" * 25_000)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "request.invalid")


def test_starts_from_one_network_are_counted(browser: Client, settings: SettingsWrapper) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "contacts_per_hour": 2}
    assert [starts(browser).status_code for _ in range(3)] == [201, 201, 429]
    refused = starts(browser).json()["error"]

    assert refused["code"] == "throttle.too_many"
    assert 0 < refused["retry_after_seconds"] <= 1_801


def test_the_service_without_hours_is_closed(browser: Client, settings: SettingsWrapper) -> None:
    settings.HELPLINE_MODE = "service"

    assert starts(browser).json()["error"] == {
        "code": "hours.closed",
        "message": "The chat is closed now. Look on the page for when it opens, and for who can be rung now.",
        "opens_at": None,
    }
    status = browser.get("/status.json").json()
    assert (status["intake"], status["open"]) == ("closed", False)


def test_a_page_of_another_site_starts_nothing(browser: Client) -> None:
    body = json.dumps({"consent": True, "about": "unsure", "language": "en"})
    headers = {"Sec-Fetch-Site": "cross-site"}
    # What a browser sends to anybody without asking first.
    answer = browser.post("/api/contacts", body, content_type="text/plain", headers=headers)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "request.from_elsewhere")
    assert not Contact.objects.exists()


@pytest.mark.parametrize(("shut", "code"), [("closed", "hours.closed"), ("full", "intake.full")])
def test_nobody_can_write_into_a_void(
    browser: Client, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch, shut: str, code: str
) -> None:
    settings.HELPLINE_MODE = "service"
    if shut == "full":
        state = OpeningState(HoursIntake.OPEN)
        monkeypatch.setattr("chat.services.intake.opening_state", lambda **asked: state)
    answer = starts(browser, first_message="is anybody there?")

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, code)
    assert browser.get("/status.json").json()["intake"] == shut
    assert not Contact.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize(("mode", "words"), [("demo", "Mae'r sgwrs"), ("service", "The chat")])
def test_status_speaks_welsh_only_where_welsh_is_offered(
    browser: Client, settings: SettingsWrapper, mode: str, words: str
) -> None:
    settings.HELPLINE_MODE = mode

    assert browser.get("/status.json?lang=cy").json()["message"].startswith(words)


def test_status_may_be_read_and_kept_for_15_seconds_by_any_page(browser: Client) -> None:
    answer = browser.get("/status.json")

    assert answer.json() == {
        "intake": "open",
        "open": True,
        "opens_at": None,
        "closes_at": None,
        "last_intake_at": None,
        "estimated_wait": None,
        "message": "The chat is open.",
        "short": "Open now",
    }
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=15"


def test_the_proof_is_switched_off(browser: Client) -> None:
    assert browser.get("/api/challenge").status_code == 404


def test_words_travel_over_http_as_over_the_socket(browser: Client, handler1: Account) -> None:
    token = starts(browser).json()["token"]
    id = str(uuid4())
    first = commands(browser, token, type="message.post", id=id, body="over plain HTTP")
    again = commands(browser, token, type="message.post", id=id, body="over plain HTTP")

    assert first.json() == again.json()
    assert (first.json()["type"], first.json()["seq"]) == ("ack", 1)
    welcome, message = events(browser, token).json()["events"]
    assert (welcome["type"], welcome["state"], welcome["seq"]) == ("welcome", "waiting", 1)
    assert (message["body"], message["from"]) == ("over plain HTTP", "caller")
    assert [e["type"] for e in events(browser, token, after=1).json()["events"]] == ["welcome"]


def test_a_handler_taken_and_an_end_show_in_the_events(browser: Client, handler1: Account) -> None:
    token = starts(browser).json()["token"]
    set_presence(by=handler1, available=True, capacity=1)
    take(by=handler1)
    assert events(browser, token).json()["events"][0]["handler"] == {"name": "Adviser"}

    assert commands(browser, token, type="contact.end", id=str(uuid4())).json()["type"] == "ack"
    (welcome,) = events(browser, token).json()["events"]
    assert (welcome["state"], welcome["reason"]) == ("ended", "caller")
    refused = commands(browser, token, type="message.post", id=str(uuid4()), body="late")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "contact.closed")


@pytest.mark.parametrize("header", [None, "Bearer ", "Bearer nonsense", "Basic abc"])
def test_without_the_token_nothing_is_shown(browser: Client, header: str | None) -> None:
    headers = {"Authorization": header} if header else {}
    for answer in (
        browser.get("/api/contact/events", headers=headers),
        browser.post("/api/contact/commands", "{}", content_type="application/json", headers=headers),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "token.invalid")


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "٣", "99999999999"])
def test_a_number_that_is_none_is_refused(browser: Client, after: str) -> None:
    token = starts(browser).json()["token"]
    answer = browser.get(
        "/api/contact/events", {"after": after}, headers={"Authorization": f"Bearer {token}"}
    )

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "command.invalid")


def test_no_cookie_is_ever_set_for_a_caller(browser: Client) -> None:
    token = starts(browser).json()["token"]
    for path in ("/", "/chat/", "/chat/?lang=cy", "/embed.js", "/status.json", "/api/challenge"):
        assert not browser.get(path).cookies, path
    assert not events(browser, token).cookies
    assert not commands(browser, token, type="ping").cookies
    assert not browser.cookies
    # The same test would see one: the staff's sign-in page sets it.
    assert browser.get("/accounts/login/").cookies


def test_health_says_what_can_be_reached(browser: Client, settings: SettingsWrapper) -> None:
    assert browser.get("/healthz").json() == {"alive": True}
    assert browser.get("/readyz").status_code == 200

    settings.HELPLINE_KEK = "not a key"
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.json()["key_store"], answer.json()["database"]) == (503, False, True)


async def test_typing_and_seen_pass_over_http_too(handler1: Account) -> None:
    started = await a_caller_starts()
    async with Handler(handler1) as handler:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        await handler.hears("welcome")
        for command in ({"type": "typing", "on": True}, {"type": "seen", "seq": 1}):
            answer = await AsyncClient().post(
                "/api/contact/commands",
                json.dumps(command),
                content_type="application/json",
                headers={"Authorization": f"Bearer {started.token}"},
            )
            assert answer.status_code == 200
            assert await handler.hears(command["type"]) == {**command, "contact": contact}
