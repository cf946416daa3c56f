"""Whoever comes back with a code gets nothing that was said before: not on any way that leads to a caller."""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async
from django.test import Client

from chat.consumers import limits
from chat.models import Contact, ReturnCode
from chat.selectors import events_after
from chat.services.contacts import Started
from chat.services.ending import end_by_handler, wrap_up
from chat.services.messages import Post, post_messages
from chat.services.presence import set_presence
from chat.services.queue import take
from chat.services.return_codes import give_code
from chat.states import Outcome
from helpline.staff.models import Account
from helpline.staff.roles import Role
from tests.chat.acts import BOTH, starts
from tests.content import put_content_in
from tests.people import Caller

pytestmark = pytest.mark.django_db(transaction=True, databases=BOTH)
PLANTED = ("Violet umbrellas under Marlowe arches", "Copper kettles on Fenwick landing")
START = {"consent": True, "about": "own_behaviour", "language": "en"}


@pytest.fixture(autouse=True)
def _content(transactional_db: None) -> Iterator[None]:
    put_content_in()
    limits.buckets.cache_clear()
    yield
    limits.buckets.cache_clear()


def talks(contact: Contact, by: Account) -> None:
    """Plant one sentence of the caller's and one of the handler's."""
    for body, handler in zip(PLANTED, (None, by.pk), strict=True):
        post_messages([Post(contact=contact.pk, client_id=uuid4(), body=body, handler=handler)])
    assert [event["body"] for event in events_after(contact.pk, 0)][:2] == list(PLANTED)


@pytest.fixture
def handler1(transactional_db: None) -> Account:
    account = Account.objects.create_account(username="handler1", password=None, role=Role.HANDLER)
    set_presence(by=account, available=True, capacity=4)
    return account


@pytest.fixture
def code(handler1: Account) -> str:
    """The code of a talk in which both sentences were said; it goes on."""
    contact = starts().contact
    take(by=handler1, contact=contact.pk)
    talks(contact, handler1)
    return give_code(contact=contact.pk)


def over(by: Account) -> None:
    contact = Contact.objects.get()
    end_by_handler(contact=contact.pk, by=by)
    wrap_up(contact=contact.pk, outcome=Outcome.COMPLETED, by=by)


def planted(heard: Any) -> list[str]:
    words = heard if isinstance(heard, str) else json.dumps(heard, ensure_ascii=False)
    return [sentence for sentence in PLANTED if sentence in words]


def over_http(token: str, contact: Contact) -> list[str]:
    """Everything that the token gets over HTTP, from every number on, and by every command."""
    client = Client(headers={"Authorization": f"Bearer {token}"})
    answers = [client.get(f"/api/contact/events?after={after}") for after in range(contact.last_seq + 2)]
    commands = [
        {"type": "message.post", "id": str(uuid4()), "body": "hello"},
        {"type": "seen", "seq": 1},
        {"type": "typing", "on": True},
        {"type": "ping"},
    ]
    answers += [client.post("/api/contact/commands", c, content_type="application/json") for c in commands]
    answers.append(client.post("/api/contact/code"))
    return [answer.content.decode() for answer in answers]


def posts(path: str, body: dict[str, Any]) -> Any:
    return Client().post(path, body, content_type="application/json")


def plain(**fields: str) -> str:
    return Client().post("/chat/plain", {"lang": "en", **fields}).content.decode()


async def on_socket(token: str, contact: Contact) -> list[dict[str, Any]]:
    started = Started(contact=contact, token=token, advice=[])
    heard: list[dict[str, Any]] = []
    for after in (0, 1, 99):
        async with Caller(started, after=after) as caller:
            await caller.says("anybody there?")
            # In order: whatever came before it has arrived with it.
            said = await caller.hears("message", body="anybody there?")
            heard += [caller.welcome, *caller.heard, said]
    return heard


def test_the_search_finds_them_for_the_one_who_never_left(handler1: Account) -> None:
    started = starts()
    take(by=handler1, contact=started.contact.pk)
    talks(started.contact, handler1)

    assert planted(over_http(started.token, Contact.objects.get())) == list(PLANTED)
    assert planted(plain(step="check", token=started.token)) == list(PLANTED)


def test_nothing_comes_over_http_or_on_a_plain_page_of_a_resumed_contact(code: str) -> None:
    answer = posts("/api/return", {"code": code})
    heard = [answer.content.decode(), *over_http(answer.json()["token"], Contact.objects.get())]
    # Asking for one more has replaced the first.
    page = plain(step="return", return_code=json.loads(heard[-1])["code"])
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    pages = [page, plain(step="check", token=token[1]), plain(step="end", token=token[1])]
    pages += [plain(step="check", token=token[1])]

    assert "Somebody came back here" in heard[1]
    assert "Somebody came back here" in page
    assert planted(heard + pages) == []


async def test_nothing_comes_on_the_socket_of_a_resumed_contact(code: str) -> None:
    answer = await database_sync_to_async(posts)("/api/return", {"code": code})
    contact = await database_sync_to_async(Contact.objects.get)()
    heard = await on_socket(answer.json()["token"], contact)

    assert "anybody there?" in json.dumps(heard)
    assert planted(heard) == []


async def test_nothing_comes_after_the_end_of_a_resumed_contact(code: str, handler1: Account) -> None:
    answer = await database_sync_to_async(posts)("/api/return", {"code": code})
    await database_sync_to_async(over)(handler1)
    contact = await database_sync_to_async(Contact.objects.get)()
    started = Started(contact=contact, token=answer.json()["token"], advice=[])
    async with Caller(started) as caller:
        await caller.hears_nothing()
        assert caller.welcome["state"] == "ended"
        assert planted([caller.welcome, *caller.heard]) == []
    assert planted(await database_sync_to_async(over_http)(started.token, contact)) == []


def test_nothing_comes_over_http_or_on_a_plain_page_of_a_continued_contact(
    code: str, handler1: Account
) -> None:
    over(handler1)
    back = posts("/api/return", {"code": code})
    page = plain(step="return", return_code=code)
    assert "Your last chat is over." in page
    started = posts("/api/contacts", {**START, "return_code": code, "rang_programme": "yes"})
    new = Contact.objects.get(pk=started.json()["contact"])
    assert new.continues is not None
    heard = [back.content.decode(), page, started.content.decode(), *over_http(started.json()["token"], new)]
    heard.append(plain(step="check", token=started.json()["token"]))

    assert planted(heard) == []


async def test_nothing_comes_on_the_socket_of_a_continued_contact(code: str, handler1: Account) -> None:
    await database_sync_to_async(over)(handler1)
    answer = await database_sync_to_async(posts)("/api/contacts", {**START, "return_code": code})
    contact = await database_sync_to_async(Contact.objects.get)(pk=answer.json()["contact"])
    heard = await on_socket(answer.json()["token"], contact)

    assert "anybody there?" in json.dumps(heard)
    assert planted(heard) == []


def test_a_code_is_in_no_row_and_in_no_log(code: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        posts("/api/return", {"code": code})
        posts("/api/return", {"code": "abacus zoom purple plank"})

    words = set(code.split()) | {"abacus", "zoom", "plank"}
    assert [word for word in words if re.search(rf"\b{word}\b", caplog.text)] == []
    assert [word for word in words if word in str(list(ReturnCode.objects.values()))] == []
