"""Coming back with four words, over HTTP and on the sockets, as docs/protocol.md says."""

import json
from typing import Any
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async
from django.test import AsyncClient, Client
from pytest_django.fixtures import Settings

from chat.code_words import normalise
from chat.models import Contact, ReturnCode
from chat.services.contacts import Started
from chat.services.ending import end_by_caller
from chat.services.presence import set_presence
from chat.services.queue import take
from chat.services.return_codes import give_code
from chat.system_texts import say
from helpline.staff.models import Account
from tests.people import Caller, Handler

START = {"consent": True, "about": "own_behaviour", "language": "en"}
WRONG = "abacus zoom purple plank"


@pytest.fixture
def browser(transactional_db: None) -> Client:
    return Client()


def posts(browser: Client, path: str, body: Any, token: str | None = None) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return browser.post(path, json.dumps(body), content_type="application/json", headers=headers)


def starts(browser: Client, **answers: Any) -> Any:
    return posts(browser, "/api/contacts", {**START, **answers})


def asks_for_code(browser: Client, token: str) -> Any:
    return posts(browser, "/api/contact/code", {}, token)


def comes_back(browser: Client, code: str) -> Any:
    return posts(browser, "/api/return", {"code": code})


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def ends(browser: Client, token: str) -> None:
    command = {"type": "contact.end", "id": str(uuid4())}
    assert posts(browser, "/api/contact/commands", command, token).status_code == 200


def test_an_open_contact_gives_four_words_of_the_list(browser: Client) -> None:
    answer = asks_for_code(browser, starts(browser).json()["token"])

    assert (answer.status_code, set(answer.json())) == (200, {"code"})
    assert len(normalise(answer.json()["code"]).split()) == 4
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_without_a_token_or_after_the_end_there_are_none(browser: Client) -> None:
    token = starts(browser).json()["token"]
    assert code_of(asks_for_code(browser, "nonsense")) == (401, "token.invalid")
    assert code_of(posts(browser, "/api/contact/code", {})) == (401, "token.invalid")
    assert browser.get("/api/contact/code").status_code == 405

    ends(browser, token)
    assert code_of(asks_for_code(browser, token)) == (409, "contact.closed")


def test_codes_are_given_five_times_an_hour(browser: Client) -> None:
    token = starts(browser).json()["token"]

    assert [asks_for_code(browser, token).status_code for _ in range(6)] == [200] * 5 + [429]


def test_coming_back_to_an_open_contact_answers_like_a_start_with_a_new_token(browser: Client) -> None:
    first = starts(browser, safe_now=False).json()
    code = asks_for_code(browser, first["token"]).json()["code"]

    answer = comes_back(browser, f"  {code.upper()} ")

    body = answer.json()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert {**body, "token": "?"} == {
        "resumed": True,
        "contact": first["contact"],
        "token": "?",
        "state": "waiting",
        "queue": {"ahead": "few", "estimated_wait": None},
        # The lines that fitted the answers would tell what was answered.
        "advice": [],
    }
    assert body["token"] != first["token"]
    events = browser.get("/api/contact/events", headers={"Authorization": f"Bearer {first['token']}"})
    assert code_of(events) == (401, "token.invalid")
    for path in ("/api/contact/commands", "/api/contact/code"):
        command = {"type": "message.post", "id": str(uuid4()), "body": "x"}
        assert code_of(posts(browser, path, command, first["token"])) == (401, "token.invalid")


def test_right_words_have_a_budget_too(browser: Client, settings: Settings) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "code_lookups_per_hour": 3}
    code = asks_for_code(browser, starts(browser).json()["token"]).json()["code"]

    assert [comes_back(browser, code).status_code for _ in range(4)] == [200] * 3 + [429]
    assert code_of(starts(browser, return_code=code)) == (429, "throttle.too_many")


def test_once_it_is_over_a_new_contact_continues_it(browser: Client, handler1: Account) -> None:
    first = starts(browser).json()
    code = asks_for_code(browser, first["token"]).json()["code"]
    ends(browser, first["token"])

    assert comes_back(browser, code).json() == {"resumed": False, "continues": True}
    answer = starts(browser, return_code=code, rang_programme="yes")

    assert (answer.status_code, "resumed" in answer.json()) == (201, False)
    new = Contact.objects.get(pk=answer.json()["contact"])
    assert (str(new.continues_id), new.rang_programme) == (first["contact"], "yes")


def test_a_start_that_is_sent_again_makes_one_contact(browser: Client) -> None:
    first = starts(browser).json()
    code = asks_for_code(browser, first["token"]).json()["code"]
    ends(browser, first["token"])
    one, two = starts(browser, return_code=code), starts(browser, return_code=code)

    assert (one.status_code, two.status_code, two.json()["resumed"]) == (201, 200, True)
    assert one.json()["contact"] == two.json()["contact"]
    assert Contact.objects.count() == 2


def test_unknown_expired_mistyped_and_replaced_have_one_answer(browser: Client) -> None:
    token = starts(browser).json()["token"]
    replaced = asks_for_code(browser, token).json()["code"]
    expired = asks_for_code(browser, token).json()["code"]
    ReturnCode.objects.update(expires_on="2020-01-01")
    answers = [
        comes_back(browser, code) for code in (WRONG, expired, replaced, "hello", "abacus zoom plank xx")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["error"]["code"] == "code.unknown"


def test_five_wrong_tries_and_then_a_wait_for_a_right_one_too(browser: Client) -> None:
    code = asks_for_code(browser, starts(browser).json()["token"]).json()["code"]
    assert [comes_back(browser, WRONG).status_code for _ in range(5)] == [404] * 5

    for blocked in (comes_back(browser, WRONG), comes_back(browser, code), starts(browser, return_code=code)):
        assert code_of(blocked) == (429, "throttle.too_many")
        assert 0 < blocked.json()["error"]["retry_after_seconds"] <= 721
    # Whoever has no code is not kept out by it.
    assert starts(browser).status_code == 201


def test_right_ones_and_what_is_no_code_at_all_cost_no_try(browser: Client) -> None:
    code = asks_for_code(browser, starts(browser).json()["token"]).json()["code"]

    assert [comes_back(browser, code).status_code for _ in range(7)] == [200] * 7
    assert [comes_back(browser, "no such words at all").status_code for _ in range(7)] == [404] * 7
    assert code_of(starts(browser, return_code="no such words at all")) == (404, "code.unknown")
    assert [comes_back(browser, WRONG).status_code for _ in range(6)] == [404] * 5 + [429]


def test_a_wrong_code_in_a_start_is_a_try_and_starts_nothing(browser: Client) -> None:
    assert [code_of(starts(browser, return_code=WRONG)) for _ in range(6)] == [
        *[(404, "code.unknown")] * 5,
        (429, "throttle.too_many"),
    ]
    assert Contact.objects.count() == 0


def test_tries_from_another_network_are_counted_apart(browser: Client) -> None:
    for _ in range(6):
        blocked = comes_back(browser, WRONG)
    other = Client(REMOTE_ADDR="198.51.100.7")

    assert blocked.status_code == 429
    assert comes_back(other, WRONG).status_code == 404


@pytest.mark.parametrize(
    "body", [{}, {"code": None}, {"code": 7}, {"code": ["a"]}, {"code": "x" * 1_001}, [], "x"]
)
def test_a_body_that_does_not_fit_is_refused(browser: Client, body: Any) -> None:
    assert code_of(posts(browser, "/api/return", body)) == (400, "request.invalid")


def test_a_large_body_is_refused_and_only_posts_are_taken(browser: Client) -> None:
    assert code_of(comes_back(browser, "x" * 25_000)) == (400, "request.invalid")
    assert browser.get("/api/return").status_code == 405


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rang_programme": "maybe"}, "rang_programme"),
        ({"return_code": 5}, "return_code"),
        ({"return_code": "x" * 1_001}, "return_code"),
    ],
)
def test_what_does_not_fit_in_a_start_is_named(browser: Client, changes: dict[str, Any], field: str) -> None:
    answer = starts(browser, **changes)

    assert code_of(answer) == (400, "request.invalid")
    assert set(answer.json()["error"]["fields"]) == {field}


def test_a_talk_is_resumed_with_its_handler(browser: Client, handler1: Account) -> None:
    code = asks_for_code(browser, starts(browser).json()["token"]).json()["code"]
    set_presence(by=handler1, available=True, capacity=1)
    take(by=handler1)
    answer = comes_back(browser, code).json()

    assert (answer["state"], answer["queue"]) == ("talking", None)
    welcome, line = browser.get(
        "/api/contact/events", headers={"Authorization": f"Bearer {answer['token']}"}
    ).json()["events"]
    assert (welcome["handler"], line["from"], line["body"]) == (
        {"name": "Adviser"},
        "system",
        say("resumed", "en"),
    )


# -- on the sockets -------------------------------------------------------------------------


async def returns(started: Started) -> tuple[Started, str]:
    """Come back with a code over HTTP; return the resumed contact and the code."""
    code = await database_sync_to_async(give_code)(contact=started.contact.pk)
    answer = await AsyncClient().post(
        "/api/return", json.dumps({"code": code}), content_type="application/json"
    )
    return Started(contact=started.contact, token=answer.json()["token"], advice=[]), code


async def test_the_old_page_is_closed_with_4401_and_the_new_one_goes_on(
    started: Started, handler1: Account
) -> None:
    async with Handler(handler1) as handler, Caller(started) as old:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        await handler.hears("welcome")
        await old.says("said before")
        back, _ = await returns(started)

        assert await old.is_closed() == 4401
        async with Caller(back) as new:
            assert (new.welcome["state"], new.welcome["hidden_to"]) == ("talking", 1)
            line = await new.hears("message")
            assert (line["seq"], line["from"], line["body"]) == (2, "system", say("resumed", "en"))
            await handler.says(contact, "welcome back")
            assert (await new.hears("message"))["seq"] == 3
            assert (await new.says("here again"))["seq"] == 4
        # The handler is told in the talk, and never that the caller went.
        assert (await handler.hears("message", **{"from": "system"}))["body"] == say("resumed", "en")


async def test_a_page_that_says_hello_with_the_old_token_is_closed(started: Started) -> None:
    await returns(started)
    late = Caller(started)
    await late.opens()
    await late.sends({"type": "hello", "token": late.token, "after": 0})

    assert await late.is_closed() == 4401


async def test_a_command_of_the_old_page_that_comes_first_is_not_done(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The hint is lost on the way: the page learns it by what it sends.
    async with Caller(started) as old:
        monkeypatch.setattr("chat.services.return_codes.announce_on_commit", lambda *args: None)
        monkeypatch.setattr("chat.services.appending.announce_on_commit", lambda *args: None)
        await returns(started)
        await old.sends({"type": "message.post", "id": str(uuid4()), "body": "from the old page"})

        assert await old.is_closed() == 4401
    assert await database_sync_to_async(lambda: Contact.objects.get().last_seq)() == 1


async def test_a_hidden_word_is_never_asked_for_by_number(started: Started) -> None:
    async with Caller(started) as old:
        for n in range(3):
            await old.says(f"secret {n}")
    back, _ = await returns(started)
    for after in (0, 1, 2):
        async with Caller(back, after=after) as new:
            assert (await new.hears("message"))["seq"] == 4
            assert await new.hears_nothing("message")


async def test_a_contact_that_ended_is_not_resumed(started: Started) -> None:
    code = await database_sync_to_async(give_code)(contact=started.contact.pk)
    await database_sync_to_async(end_by_caller)(contact=started.contact.pk)
    answer = await AsyncClient().post(
        "/api/return", json.dumps({"code": code}), content_type="application/json"
    )

    assert answer.json() == {"resumed": False, "continues": True}


# -- the console ----------------------------------------------------------------------------


def test_the_earlier_words_are_for_the_handler_of_the_new_contact_alone(
    browser: Client, handler1: Account, handler2: Account, settings: Settings
) -> None:
    first = starts(browser, first_message="said last week").json()
    code = asks_for_code(browser, first["token"]).json()["code"]
    ends(browser, first["token"])
    new = starts(browser, return_code=code, rang_programme="not_yet").json()
    set_presence(by=handler1, available=True, capacity=1)
    take(by=handler1)

    def reads(account: Account | None, contact: str) -> Any:
        client = Client()
        if account:
            client.force_login(account)
        return client.get(f"/console/api/contacts/{contact}/earlier/")

    (conversation,) = reads(handler1, new["contact"]).json()["conversations"]
    assert [event["body"] for event in conversation["events"]] == ["said last week"]
    assert code_of(reads(handler2, new["contact"])) == (404, "contact.not_found")
    assert code_of(reads(handler1, first["contact"])) == (404, "contact.not_found")
    assert code_of(reads(handler1, str(uuid4()))) == (404, "contact.not_found")
    for name, role in (("analyst1", "analyst"), ("admin1", "admin")):
        stranger = Account.objects.create_account(username=name, password=None, role=role)
        assert reads(stranger, new["contact"]).status_code == 403
    assert reads(None, new["contact"]).status_code in {302, 403}
    assert b"said last week" not in reads(None, new["contact"]).content
    console = Client()
    console.force_login(handler1)
    answers = console.get(f"/console/api/contacts/{new['contact']}/").json()["answers"]
    assert (answers["with_code"], answers["rang_programme"]) == (True, "not_yet")
