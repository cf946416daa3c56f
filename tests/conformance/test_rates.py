"""How fast staff may write: to a caller, and beside a contact, each counted by itself."""

from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from chat.models import Aside
from chat.services.contacts import Started
from helpline.staff.models import Account
from tests.people import Event, Handler


@pytest.fixture(autouse=True)
def _two_at_once(settings: Settings) -> None:
    """Two, and no more within any test however slow the machine."""
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "burst": 2, "per_second": 0.001}


def is_too_fast(answer: Event) -> bool:
    return (
        answer["code"] == "throttle.too_fast"
        and answer["message"] == "That was a lot at once. Please wait a moment."
        and answer["retry_after_seconds"] > 0
    )


async def test_notes_whispers_and_notes_of_transfers_have_a_rate_and_words_have_their_own(
    started: Started, handler1: Account, supervisor1: Account
) -> None:
    async with Handler(handler1) as handler, Handler(supervisor1) as sue:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        await sue.asks("contact.join", contact=contact)
        for person, kind in [(handler, "note.add"), (sue, "whisper")]:
            answers = [await person.asks(kind, contact=contact, body=f"{kind} {n}") for n in range(3)]
            assert [answer["type"] for answer in answers] == ["ack", "ack", "error"]
            assert is_too_fast(answers[2])
        asked = await handler.asks("contact.transfer", contact=contact, to={"skill": None}, note="he is calm")
        assert is_too_fast(asked)

        # What was said beside the talk keeps nobody from answering in it.
        for person in (handler, sue):
            said = [await person.says(contact, f"words {n}") for n in range(3)]
            assert [answer["type"] for answer in said] == ["ack", "ack", "error"]
            assert is_too_fast(said[2])

    assert await Aside.objects.acount() == 4


async def test_a_card_counts_as_a_message(started: Started, handler1: Account) -> None:
    async with Handler(handler1) as handler:
        await handler.is_available()
        contact = (await handler.takes())["contact"]
        for n in range(2):
            await handler.says(contact, f"words {n}")

        assert is_too_fast(await handler.asks("signpost.send", contact=contact, programme=str(uuid4())))
