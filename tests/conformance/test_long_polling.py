"""Long polling: a request that waits, told what is new as soon as it is."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from channels.testing import HttpCommunicator
from django.db import OperationalError
from django.utils import timezone
from pytest_django.fixtures import Settings as SettingsWrapper

from chat.consumers.waiting import PATH, HoldForNews
from chat.models import Contact
from chat.services.contacts import Started
from chat.services.ending import end_by_caller
from helpline.asgi import application
from helpline.staff.models import Account
from tests.people import Event, Handler, a_caller_starts

GUARD_SECONDS = 60
waiting = application.application_mapping["http"].application.application


@pytest.fixture(autouse=True)
async def _nobody_left_waiting() -> AsyncIterator[None]:
    yield
    assert waiting.held.total() == 0
    # On Redis a hint that was read is taken away a moment later; the layer outlives this test's loop.
    await asyncio.gather(*getattr(get_channel_layer(), "receive_cleaners", []))


class Poll:
    """One request for events, as a page makes it."""

    def __init__(self, started: Started, *, token: str | None = None, **query: Any) -> None:
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        headers = [
            (b"host", b"127.0.0.1"),
            (b"authorization", f"Bearer {token or started.token}".encode()),
        ]
        self.contact = started.contact.pk
        self.line = HttpCommunicator(application, "GET", f"/api/contact/events?{asked}", headers=headers)
        self.answer: asyncio.Task[Any] | None = None

    async def waits(self) -> "Poll":
        """Return once the service holds the request."""
        before = waiting.held[self.contact]
        self.answer = asyncio.create_task(self.line.get_response(GUARD_SECONDS))
        await until(lambda: waiting.held[self.contact] > before)
        return self

    async def hears(self) -> tuple[int, Event]:
        got = await (self.answer or self.line.get_response(GUARD_SECONDS))
        await self.line.wait(GUARD_SECONDS)
        return got["status"], json.loads(got["body"])

    async def events(self) -> list[Event]:
        status, body = await self.hears()
        assert status == 200
        return list(body["events"])


async def until(what: Callable[[], Any]) -> None:
    """Look again and again: what is looked at belongs to others, who tell nobody."""
    async with asyncio.timeout(GUARD_SECONDS):
        while not (await found if isinstance(found := what(), Awaitable) else found):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def the_mark(started: Started) -> str:
    return str((await Poll(started, after=0).hears())[1]["mark"])


@pytest.fixture
async def talk(handler1: Account, started: Started) -> Any:
    """A handler who talks with the caller."""
    async with Handler(handler1) as handler:
        await handler.is_available()
        await handler.takes(str(started.contact.pk))
        yield handler


async def test_a_message_comes_within_the_request_that_waits(started: Started, talk: Handler) -> None:
    poll = await Poll(started, after=0, wait=20).waits()
    await talk.says(str(started.contact.pk), "I am here.")

    welcome, message = await poll.events()
    assert (welcome["state"], message["body"], message["from"]) == ("talking", "I am here.", "handler")


async def test_what_was_there_already_is_answered_at_once(started: Started, talk: Handler) -> None:
    await talk.says(str(started.contact.pk), "I am here.")

    assert [e["type"] for e in await Poll(started, after=0, wait=20).events()] == ["welcome", "message"]


async def test_a_wait_without_news_ends_with_the_welcome_alone(started: Started) -> None:
    mark = await the_mark(started)
    status, body = await Poll(started, after=0, wait=1, mark=mark).hears()

    assert (status, [e["type"] for e in body["events"]], body["mark"]) == (200, ["welcome"], mark)


async def test_being_taken_ends_the_wait(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as handler:
        await handler.is_available()
        poll = await Poll(started, after=0, wait=20, mark=await the_mark(started)).waits()
        await handler.takes(str(started.contact.pk))

        assert (await poll.events())[0]["state"] == "talking"


async def test_a_change_between_two_requests_is_not_waited_for(started: Started, handler1: Account) -> None:
    mark = await the_mark(started)
    async with Handler(handler1) as handler:
        await handler.is_available()
        await handler.takes(str(started.contact.pk))

        assert (await Poll(started, after=0, wait=20, mark=mark).events())[0]["state"] == "talking"


async def test_the_handlers_typing_is_told_and_ones_own_is_not(started: Started, talk: Handler) -> None:
    contact = str(started.contact.pk)
    poll = await Poll(started, after=0, wait=20).waits()
    own = {
        "type": "hint.passing",
        "contact": contact,
        "sender": "caller",
        "event": {"type": "seen", "seq": 1},
    }
    await get_channel_layer().group_send(f"contact.{contact}", own)
    assert poll.answer is not None
    # Typing is told to whoever listens at that moment, so it is said until the request listens.
    while not poll.answer.done():
        await talk.sends({"type": "typing", "contact": contact, "on": True})
        await asyncio.wait({poll.answer}, timeout=0.3)

    welcome, typing = await poll.events()
    assert (welcome["type"], typing) == ("welcome", {"type": "typing", "on": True})


async def test_the_end_ends_the_wait(started: Started) -> None:
    poll = await Poll(started, after=0, wait=20).waits()
    await database_sync_to_async(end_by_caller)(contact=started.contact.pk)

    assert (await poll.events())[0]["state"] == "ended"


async def test_a_lost_hint_costs_seconds_and_no_words(
    started: Started, talk: Handler, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HELPLINE_DEADLINES = {**settings.HELPLINE_DEADLINES, "resync_seconds": 0.05}
    poll = await Poll(started, after=0, wait=20).waits()
    monkeypatch.setattr("helpline.kernel.live.announce", lambda group, message: None)
    await talk.says(str(started.contact.pk), "Without a hint.")

    assert (await poll.events())[1]["body"] == "Without a hint."


async def test_who_waits_gives_signs_of_life(started: Started, settings: SettingsWrapper) -> None:
    settings.HELPLINE_DEADLINES = {**settings.HELPLINE_DEADLINES, "resync_seconds": 0.05}
    poll = await Poll(started, after=0, wait=20).waits()
    long_ago = timezone.now() - timedelta(hours=1)
    rows = Contact.objects.filter(pk=started.contact.pk)
    await rows.aupdate(caller_seen_at=long_ago)
    await until(lambda: rows.filter(caller_seen_at__gt=long_ago).aexists())
    await database_sync_to_async(end_by_caller)(contact=started.contact.pk)

    assert (await poll.events())[0]["state"] == "ended"


async def test_a_fourth_wait_for_one_contact_is_answered_at_once(started: Started) -> None:
    mark = await the_mark(started)
    polls = [await Poll(started, after=0, wait=20, mark=mark).waits() for _ in range(3)]

    assert [e["type"] for e in await Poll(started, after=0, wait=25, mark=mark).events()] == ["welcome"]
    assert waiting.held[started.contact.pk] == 3
    await database_sync_to_async(end_by_caller)(contact=started.contact.pk)
    assert [(await poll.events())[0]["state"] for poll in polls] == ["ended"] * 3


async def test_when_too_many_wait_the_next_is_answered_at_once(settings: SettingsWrapper) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "waiting_polls": 1}
    first, second = await a_caller_starts(), await a_caller_starts()
    poll = await Poll(first, after=0, wait=20).waits()

    assert [e["type"] for e in await Poll(second, after=0, wait=25).events()] == ["welcome"]
    await database_sync_to_async(end_by_caller)(contact=first.contact.pk)
    await poll.events()


async def test_a_page_that_goes_away_is_waited_for_no_longer(started: Started) -> None:
    poll = await Poll(started, after=0, wait=25).waits()
    await poll.line.send_input({"type": "http.disconnect"})
    await until(lambda: waiting.held.total() == 0)

    assert poll.answer is not None
    poll.answer.cancel()


async def test_a_token_that_becomes_worthless_ends_the_wait(
    started: Started, settings: SettingsWrapper
) -> None:
    settings.HELPLINE_DEADLINES = {**settings.HELPLINE_DEADLINES, "resync_seconds": 0.05}
    poll = await Poll(started, after=0, wait=20).waits()
    await sync_to_async(Contact.objects.filter(pk=started.contact.pk).delete)()

    status, body = await poll.hears()
    assert (status, body["error"]["code"]) == (401, "token.invalid")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"wait": 26}, 400, "command.invalid"),
        ({"wait": -1}, 400, "command.invalid"),
        ({"wait": "x"}, 400, "command.invalid"),
        ({"after": "x", "wait": 20}, 400, "command.invalid"),
        ({"wait": 20, "token": str(uuid4())}, 401, "token.invalid"),
    ],
)
async def test_what_cannot_wait_is_refused_at_once(
    started: Started, query: dict[str, Any], status: int, code: str
) -> None:
    got, body = await Poll(started, **query).hears()

    assert (got, body["error"]["code"]) == (status, code)


@pytest.mark.parametrize("parts", [2, 3])
async def test_a_body_in_parts_is_handed_on_part_by_part_and_waits_for_nothing(parts: int) -> None:
    sent = [{"type": "http.request", "body": b"x", "more_body": part < parts} for part in range(1, parts + 1)]
    coming, read = iter(sent), []

    async def receive() -> Event:
        return next(coming)

    async def view(scope: Event, receive: Callable[[], Awaitable[Event]], send: object) -> None:
        read.extend([await receive() for _ in range(parts)])

    headers = [(b"authorization", b"Bearer anything")]
    scope = {"type": "http", "method": "GET", "path": PATH, "query_string": b"wait=20", "headers": headers}
    await HoldForNews(view)(scope, receive, None)

    assert read == sent


async def test_a_database_that_is_away_is_told_by_the_view(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(token: str) -> Contact:
        raise OperationalError("the text of a row")

    mark = await the_mark(started)
    monkeypatch.setattr("chat.consumers.waiting.contact_of_token", away)

    assert [e["type"] for e in await Poll(started, after=0, wait=20, mark=mark).events()] == ["welcome"]
