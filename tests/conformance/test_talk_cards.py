"""Cards of a talk over the wire: sockets of both sides, plain HTTP, and the page without JavaScript."""

import re
from typing import Any
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async
from django.test import Client
from pytest_django.fixtures import Settings

from chat.models import Message
from chat.services.contacts import Started
from chat.services.ending import end_by_handler
from chat.services.messages import Post, post_messages
from chat.services.presence import set_presence
from chat.services.queue import take
from chat.services.talk_cards import send_card
from chat.talk_cards import CardName
from helpline.staff.models import Account
from tests.conformance.test_plain import does, hidden, starts
from tests.people import Caller, Event, Handler, a_caller_starts

LINES = {"where": "My brother's.", "ring": "My brother."}


async def asked(handler: Handler, contact: str, name: str = "importance", **more: Any) -> str:
    """The handler sends a card; return its id."""
    id = str(uuid4())
    ack = await handler.asks("card.send", id=id, contact=contact, name=name, **more)
    assert (ack["type"], ack["contact"]) == ("ack", contact)
    return id


async def test_a_ruler_is_answered_and_both_sides_see_it(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        contact = await handler.takes_one()
        card = await asked(handler, contact)
        shown = await caller.hears("card")
        ack = await caller.asks("card.answer", card=card, value=4)

        told = [await person.hears("answer") for person in (caller, handler)]

    assert (shown["name"], shown["id"], shown["seq"]) == ("importance", card, 1)
    assert [(event["card"], event["value"], event["seq"], event["from"]) for event in told] == [
        (card, 4, ack["seq"], "caller")
    ] * 2
    assert told[1]["contact"] == contact


async def test_a_change_reaches_every_page_and_a_page_that_comes_back(
    started: Started, handler1: Account
) -> None:
    async with Handler(handler1) as handler, Caller(started) as one, Caller(started) as two:
        contact = await handler.takes_one()
        card = await asked(handler, contact)
        await one.asks("card.answer", card=card, value=4)
        await two.asks("card.answer", card=card, value=None)

        for page in (one, two):
            assert [(await page.hears("answer"))["value"] for _ in range(2)] == [4, None]
        async with Caller(started) as reloaded, Handler(handler1, after={contact: 1}) as console:
            assert (await reloaded.hears("card"))["id"] == card
            assert [(await reloaded.hears("answer"))["value"] for _ in range(2)] == [4, None]
            assert [(await console.hears("answer"))["value"] for _ in range(2)] == [4, None]
            assert await console.hears_nothing("card")


async def test_the_same_answer_sent_again_is_one(started: Started, handler1: Account) -> None:
    id = str(uuid4())
    async with Handler(handler1) as handler, Caller(started) as caller:
        card = await asked(handler, await handler.takes_one())
        acks = [await caller.asks("card.answer", id=id, card=card, value=4) for _ in range(2)]
        other = await caller.asks("card.answer", id=id, card=card, value=5)
        await caller.ends()
        late = await caller.asks("card.answer", id=id, card=card, value=4)
        new = await caller.asks("card.answer", card=card, value=4)

    assert acks[0] == acks[1] == late
    assert (other["code"], new["code"]) == ("command.id_used", "contact.closed")
    assert await Message.objects.filter(kind="answer").acount() == 1


@pytest.mark.parametrize("value", [11, -1, "4", 4.5, True])
async def test_a_number_beyond_the_ruler_is_refused_by_its_field(
    started: Started, handler1: Account, value: object
) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        card = await asked(handler, await handler.takes_one())
        refusal = await caller.asks("card.answer", card=card, value=value)
        assert await handler.hears_nothing("answer")

    assert (refusal["code"], refusal["field"]) == ("command.invalid", "value")
    assert refusal["message"] == "The field value is missing or does not fit."


async def test_what_was_not_asked_of_this_caller_is_not_found(started: Started, handler1: Account) -> None:
    other = await a_caller_starts()
    async with Handler(handler1) as handler, Caller(started) as caller, Caller(other) as stranger:
        contact = await handler.takes_one()
        card = await asked(handler, contact)
        refusals = [
            await stranger.asks("card.answer", card=card, value=4),
            await caller.asks("card.answer", card=str(uuid4()), value=4),
        ]

    assert {refusal["code"] for refusal in refusals} == {"card.not_found"}
    assert (
        refusals[0]["message"]
        == refusals[1]["message"]
        == "This question is not there any more. Go on in the chat: you can say it in a message."
    )


async def test_after_the_next_question_an_answer_stays(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        contact = await handler.takes_one()
        card = await asked(handler, contact)
        await caller.asks("card.answer", card=card, value=4)
        await handler.says(contact, "What makes it a 4 and not lower?")
        refusal = await caller.asks("card.answer", card=card, value=9)

    assert refusal["code"] == "card.answered"
    assert refusal["message"].startswith("The next thing has been asked, so your answer stays.")


async def test_no_card_of_an_unknown_kind_and_none_that_practice_forbids(
    started: Started, handler1: Account
) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        contact = await handler.takes_one()
        tried: list[Event] = [
            await handler.asks("card.send", contact=contact, **card)
            for card in (
                {"name": "readiness"},
                {"name": "time_out", "contact_forbidden": True},
                {"name": "time_out"},
                {"name": "tonight", "contact_forbidden": False},
                {"name": "tonight", "contact_forbidden": False, "lines": {"where": "x" * 201}},
                {"name": "importance", "lines": LINES},
            )
        ]
        assert await caller.hears_nothing("card")

    assert [(refusal["code"], refusal.get("field")) for refusal in tried] == [
        ("command.invalid", "name"),
        ("card.no_contact", None),
        ("card.not_checked", None),
        ("message.empty", None),
        ("message.too_long", "where"),
        ("command.invalid", "lines"),
    ]


async def test_a_plan_says_what_was_agreed_and_is_gone_after_the_end(
    started: Started, handler1: Account
) -> None:
    async with Handler(handler1) as handler, Caller(started) as caller:
        contact = await handler.takes_one()
        await asked(handler, contact, "tonight", contact_forbidden=False, lines=LINES)
        assert (await caller.hears("card"))["lines"] == LINES
        await caller.ends()
    async with Caller(started) as back:
        assert back.welcome["state"] == "ended"
        assert await back.hears_nothing("card")


async def test_an_answer_and_a_card_count_for_the_rate_as_words(
    started: Started, handler1: Account, settings: Settings
) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "burst": 2, "per_second": 0.001}
    async with Handler(handler1) as handler, Caller(started) as caller:
        contact = await handler.takes_one()
        card = await asked(handler, contact)
        await handler.says(contact, "words")
        sent = await handler.asks("card.send", contact=contact, name="confidence")
        answers = [await caller.asks("card.answer", card=card, value=value) for value in (1, 2, 3)]

    assert (sent["code"], answers[2]["code"]) == ("throttle.too_fast",) * 2
    assert [answer["type"] for answer in answers[:2]] == ["ack", "ack"]


async def test_over_plain_http_it_is_the_same(started: Started, handler1: Account) -> None:
    def over_http(card: str) -> tuple[Any, list[Event]]:
        client = Client(headers={"Authorization": f"Bearer {started.token}"})
        command = {"type": "card.answer", "id": str(uuid4()), "card": card, "value": 8}
        answers = [
            client.post("/api/contact/commands", each, content_type="application/json")
            for each in (command, command, {**command, "id": str(uuid4()), "card": str(uuid4())})
        ]
        told = client.get("/api/contact/events?after=0").json()["events"]
        return answers, told

    async with Handler(handler1) as handler:
        card = await asked(handler, await handler.takes_one())
        (first, again, unknown), told = await database_sync_to_async(over_http)(card)
        heard = await handler.hears("answer")

    assert first.json() == again.json()
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "card.not_found")
    assert [event["type"] for event in told] == ["welcome", "card", "answer"]
    assert heard["value"] == 8


# -- Without JavaScript -----------------------------------------------------------------------


@pytest.fixture
def browser(transactional_db: None) -> Client:
    return Client()


def talks(browser: Client, handler: Account, name: CardName, **more: Any) -> tuple[str, Any]:
    """A talk with one card; return the token and the page that shows it."""
    token = hidden(starts(browser), "token")
    set_presence(by=handler, available=True, capacity=1)
    contact = take(by=handler)
    send_card(contact=contact.pk, name=name, client_id=uuid4(), by=handler, **more)
    return token, does(browser, "check", token=token)


def form_of(page: Any) -> dict[str, str]:
    """Return the hidden fields of the ruler's form."""
    form = re.search(r'value="answer".*?</form>', page.content.decode(), re.S)
    assert form
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    return {**fields, "step": "answer"}


def chosen(page: Any) -> list[str]:
    return re.findall(r'type="radio" name="value" value="(\w+)" checked', page.content.decode())


def test_a_ruler_is_a_form_that_may_be_sent_again(browser: Client, handler1: Account) -> None:
    _, page = talks(browser, handler1, CardName.IMPORTANCE)
    assert "How important is it to you to stop this?" in page.content.decode()
    assert chosen(page) == []
    form = form_of(page)

    for _ in range(2):
        page = does(browser, **form, value="4")
    assert chosen(page) == ["4"]
    assert "Your answer: 4." in page.content.decode()
    page = does(browser, **form_of(page), value="skip")

    assert chosen(page) == ["skip"]
    assert Message.objects.filter(kind="answer").count() == 2


def test_after_the_next_question_the_form_is_gone(browser: Client, handler1: Account) -> None:
    _, page = talks(browser, handler1, CardName.CONFIDENCE)
    form = form_of(page)
    page = does(browser, **form, value="0")
    late = form_of(page)
    contact = Message.objects.get(kind="answer").contact
    post_messages([Post(contact=contact.pk, client_id=uuid4(), body="And then?", handler=handler1.pk)])

    page = does(browser, **late, value="9").content.decode()

    assert 'value="answer"' not in page
    assert page.count("The next thing has been asked.") == 2
    assert "Your answer: 0." in page


@pytest.mark.parametrize(
    "wrong",
    [{"value": ""}, {"value": "11"}, {"value": "-1"}, {"card": "x"}, {"id": ""}, {"card": str(uuid4())}],
)
def test_a_form_that_does_not_fit_keeps_nothing_and_says_so(
    browser: Client, handler1: Account, wrong: dict[str, str]
) -> None:
    _, page = talks(browser, handler1, CardName.IMPORTANCE)

    page = does(browser, **{**form_of(page), "value": "4", **wrong})

    assert (page.status_code, Message.objects.filter(kind="answer").count()) == (200, 0)
    assert "It did not get through. Please choose again." in page.content.decode()


def test_a_plan_stands_on_the_page_until_the_end(browser: Client, handler1: Account) -> None:
    token, page = talks(
        browser, handler1, CardName.TONIGHT, contact_forbidden=True, lines={"ring": "My <b>brother</b>."}
    )
    html = page.content.decode()
    assert "My &lt;b&gt;brother&lt;/b&gt;." in html
    assert "A court order or bail says no contact." in html

    end_by_handler(contact=Message.objects.get().contact_id, by=handler1)
    does(browser, "check", token=token, shown="1")
    ended = does(browser, "check", token=token, shown="1").content.decode()

    assert "The chat has ended" in ended
    assert "brother" not in ended
