"""What a monitor learns of words on their way: how long they take, and whether a hint brought them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from chat import events
from chat.consumers import delivered
from chat.consumers.caller import CallerConsumer
from chat.consumers.handler import HandlerConsumer
from chat.consumers.open_sockets import open_sockets
from chat.services.contacts import Started
from helpline.kernel import metrics
from helpline.staff.models import Account
from tests.conformance.test_following import hears_no_hint
from tests.people import Caller, Handler


def figure(name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(f"helpline_{name}", labels) or 0.0


def message(sender: str, *, ago: float) -> events.Event:
    at = timezone.now() - timedelta(seconds=ago)
    return events.message(seq=1, id="x", sender=sender, body="Ermintrude", at=at)


async def test_words_to_either_end_are_counted_five_at_a_time_and_not_ones_own(
    started: Started, handler1: Account
) -> None:
    before = {to: figure("delivery_seconds_count", to=to) for to in metrics.ENDS}
    async with Handler(handler1) as handler, Caller(started) as caller:
        contact = await handler.takes_one()
        for number in range(5):
            await caller.says(f"from a caller {number}")
            await handler.hears("message")
        for number in range(5):
            await handler.says(contact, f"from a handler {number}")
            while (await caller.hears("message"))["from"] != "handler":
                pass
    after = {to: figure("delivery_seconds_count", to=to) for to in metrics.ENDS}

    assert {to: after[to] - before[to] for to in metrics.ENDS} == {"caller": 5, "handler": 5}


async def test_what_was_there_before_hello_is_no_delivery(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[Any] = []
    monkeypatch.setattr("chat.consumers.base.note_said", lambda said, **_: noted.extend(said))
    async with Caller(started) as caller:
        await caller.says("while nobody was there")
        await caller.hears("message")
    noted.clear()
    async with Caller(started) as caller:
        await caller.hears("message")

    assert noted == []


@pytest.mark.parametrize("consumer", [HandlerConsumer, CallerConsumer])
async def test_words_that_only_the_timer_found_count_as_a_hint_that_was_missed(
    started: Started,
    handler1: Account,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    consumer: type[Any],
) -> None:
    settings.HELPLINE_DEADLINES = {**settings.HELPLINE_DEADLINES, "resync_seconds": 0.05}
    # Here no hint is under way: what the timer finds was missed however young it is.
    monkeypatch.setattr(delivered, "HINT_SECONDS", -1)
    async with Handler(handler1) as handler, Caller(started) as caller:
        contact = await handler.takes_one()
        await caller.hears("state")
        before = figure("hints_total", outcome="missed")
        with monkeypatch.context() as lost:
            lost.setattr(consumer, "hint_words", hears_no_hint)
            # As if the words had been stored by another process.
            lost.setattr(consumer, "hear", hears_no_hint)
            for _ in range(20):
                if consumer is HandlerConsumer:
                    await caller.says("is anybody there?")
                    await handler.hears("message")
                else:
                    await handler.says(contact, "I am here")
                    await caller.hears("message")
                if figure("hints_total", outcome="missed") > before:
                    break
                # A hint of another kind, such as of the taking, was still under way and brought it.
        missed = figure("hints_total", outcome="missed") - before

    assert missed >= 1


@pytest.mark.parametrize(
    ("sender", "ago", "looking_again", "missed"),
    [
        ("caller", 60, True, 1),
        # A hint may still be on its way.
        ("caller", 0.5, True, 0),
        ("caller", 60, False, 0),
        # The clock of another machine may be ahead.
        ("caller", -60, True, 0),
    ],
)
def test_what_counts_as_missed(sender: str, ago: float, looking_again: bool, missed: int) -> None:
    before = figure("hints_total", outcome="missed")
    delivered.note_said([message(sender, ago=ago)], to="handler", looking_again=looking_again)

    assert figure("hints_total", outcome="missed") - before == missed


async def test_sockets_are_counted_by_whose_they_are(started: Started, handler1: Account) -> None:
    before = open_sockets().by_kind()
    async with Handler(handler1), Caller(started), Caller(started):
        now = open_sockets().by_kind()

    more = {name: number - before.get(name, 0) for name, number in now.items()}
    assert {name: number for name, number in more.items() if number} == {
        ("handler", "yes"): 1,
        ("caller", "yes"): 2,
    }
