"""How long the wait may be, everywhere the protocol names it."""

import json
import re
from collections import Counter
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from channels.db import database_sync_to_async
from django.test import Client
from pytest_django.fixtures import Settings

from chat.caller_view import caller_view
from chat.models import Presence
from chat.services.contacts import Started
from chat.services.ending import end_by_caller
from chat.services.rates import forget_rates
from chat.services.waits import standings
from helpline.staff.models import Account
from tests.chat.acts import starts
from tests.chat.hours_past import is_full, talk_with
from tests.people import Caller, a_caller_starts

# Three places, talks of 15 minutes, 8 minutes' patience: with nobody and with one ahead.
FIRST = {"low_seconds": 208, "high_seconds": 483}
SECOND = {"low_seconds": 402, "high_seconds": 726}
FOURTH = {"low_seconds": 649, "high_seconds": 1_004}


@pytest.fixture
def busy(handler1: Account) -> Account:
    """Three talks of the last hour are over, and the handler has three others."""
    with time_machine.travel(datetime.now(UTC) - timedelta(minutes=55), tick=False) as clock:
        for _ in range(3):
            talk_with(handler1, clock, minutes=15)
    return is_full(handler1, capacity=3)


@pytest.fixture
def browser(transactional_db: None) -> Client:
    return Client()


async def test_a_waiting_page_is_told_at_hello_and_when_the_queue_moves(busy: Account) -> None:
    first, second = await a_caller_starts(), await a_caller_starts()
    async with Caller(second) as caller:
        assert caller.welcome["queue"] == {"ahead": "few", "estimated_wait": SECOND}
        await database_sync_to_async(end_by_caller)(contact=first.contact.pk)

        assert await caller.hears("queue") == {"type": "queue", "ahead": "few", "estimated_wait": FIRST}


async def test_many_who_wait_are_told_from_one_read(busy: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await a_caller_starts()
    others = [await a_caller_starts() for _ in range(5)]
    async with AsyncExitStack() as stack:
        callers = [await stack.enter_async_context(Caller(each)) for each in others]
        counted: Counter[str] = Counter()

        def count(name: str, read: Any) -> Any:
            def counting(*args: Any, **kwargs: Any) -> Any:
                counted[name] += 1
                return read(*args, **kwargs)

            return counting

        # One read of all, against one of each.
        monkeypatch.setattr("chat.consumers.caller.caller_view", count("own", caller_view))
        monkeypatch.setattr("chat.consumers.shared_places.standings", count("shared", standings))
        await database_sync_to_async(end_by_caller)(contact=first.contact.pk)

        told = [(await caller.hears("queue"))["ahead"] for caller in callers]

    assert told == ["few", "few", "few", 3, 4]
    assert counted["own"] == 0
    assert 1 <= counted["shared"] <= 2


async def test_what_has_not_changed_is_not_said_again(busy: Account) -> None:
    started = await a_caller_starts()
    async with Caller(started) as caller:
        for _ in range(3):
            await a_caller_starts()
        await caller.says("still here")
        await caller.hears("message")

        assert await caller.hears_nothing("queue")


async def test_the_timer_notices_when_nobody_can_tell_any_more(busy: Account, settings: Settings) -> None:
    settings.HELPLINE_DEADLINES = {**settings.HELPLINE_DEADLINES, "resync_seconds": 0.05}
    started = await a_caller_starts()
    async with Caller(started) as caller:
        assert caller.welcome["queue"]["estimated_wait"] == FIRST
        await database_sync_to_async(Presence.objects.update)(available=False)
        forget_rates()

        assert await caller.hears("queue") == {"type": "queue", "ahead": "few", "estimated_wait": None}


async def test_without_enough_talks_nothing_is_told(started: Started, handler1: Account) -> None:
    await database_sync_to_async(is_full)(handler1, capacity=1)
    async with Caller(await a_caller_starts()) as caller:
        assert caller.welcome["queue"]["estimated_wait"] is None


def test_the_status_tells_a_newcomer(browser: Client, busy: Account) -> None:
    for _ in range(3):
        starts()

    assert browser.get("/status.json").json()["estimated_wait"] == FOURTH


def test_a_shut_line_tells_no_wait(browser: Client, busy: Account, settings: Settings) -> None:
    assert browser.get("/status.json").json()["estimated_wait"] == FIRST
    settings.HELPLINE_MODE = "service"

    status = browser.get("/status.json").json()
    assert (status["intake"], status["estimated_wait"]) == ("closed", None)


def test_a_start_and_the_events_over_http_tell_it(browser: Client, busy: Account) -> None:
    asked = {"consent": True, "about": "own_behaviour", "language": "en"}
    begun = browser.post("/api/contacts", json.dumps(asked), content_type="application/json").json()
    headers = {"Authorization": f"Bearer {begun['token']}"}
    (welcome,) = browser.get("/api/contact/events", headers=headers).json()["events"]

    assert begun["queue"] == {"ahead": "few", "estimated_wait": FIRST}
    assert welcome["queue"] == {"ahead": "few", "estimated_wait": FIRST}


def plain(browser: Client, step: str, **fields: str) -> str:
    answer = browser.post("/chat/plain", {"step": step, "lang": "en", **fields})
    return answer.content.decode()


def test_the_page_without_javascript_tells_place_and_wait(browser: Client, busy: Account) -> None:
    others = [starts() for _ in range(3)]
    page = plain(browser, "start", consent="yes", about="own_behaviour")
    assert "3 people are ahead of you." in page
    assert "The wait is about 11 to 17 minutes. It may change:" in page

    for other in others:
        end_by_caller(contact=other.contact.pk)
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    page = plain(browser, "check", token=token[1])
    assert "You are near the front of the queue." in page
    assert "The wait is about 3 to 8 minutes." in page


def test_the_page_without_javascript_says_nothing_where_nobody_can_tell(browser: Client) -> None:
    page = plain(browser, "start", consent="yes", about="own_behaviour")

    assert "You are near the front of the queue." in page
    assert "The wait is" not in page
    assert "It may change" not in page
