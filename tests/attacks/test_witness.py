"""The watch over an attack notices: each kind of harm is planted once, and is named."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

import pytest

from chat import caller_view, handler_view
from chat.consumers import handler as handlers
from chat.consumers import shared_hellos
from chat.models import Contact
from chat.services import messages
from chat.states import State
from tests.attacks import frames
from tests.attacks.witness import Heard, LogWatch, Violation, Witness
from tests.attacks.world import World
from tests.chat.acts import BOTH
from tests.conformance.ending import end_all

pytestmark = pytest.mark.django_db(transaction=True, databases=BOTH)
Patch = pytest.MonkeyPatch


@pytest.fixture
def log() -> Iterator[LogWatch]:
    watch = LogWatch()
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)


@pytest.fixture
async def world(line: None, log: LogWatch) -> AsyncIterator[World]:
    """Two callers who wrote; Ann has the first of them."""
    world = World(log)
    await world.begins()
    async with asyncio.timeout(30):
        # A budget that an attack before this one has spent fills again.
        while len(world.tokens) < 2:
            await world.a_caller_starts({"first_message": "hello"})
    await world.staff_connects("ann", greets=True)
    for frame in ({"type": "presence.set", "available": True, "capacity": 1}, {"type": "queue.take"}):
        await world.sends(world.ends[0], {"id": str(UUID(int=len(frame))), **frame})
    await world.caller_connects(0, 0)
    await world.is_well()
    yield world
    for end in world.ends:
        end.pending.clear()
    await world.is_over()
    await end_all()


async def test_words_of_another_contact_that_reach_a_caller(world: World, monkeypatch: Patch) -> None:
    other = UUID(world.witness.ids[1])
    monkeypatch.setattr(
        shared_hellos,
        "first_views",
        lambda looks: [caller_view.caller_view(other, after=look.after) for look in looks],
    )
    await world.caller_connects(0, 0)

    with pytest.raises(Violation, match=r"of contact 1 reached the caller of 0|another contact reached"):
        await world.is_well()


async def test_an_old_frame_is_said_where_it_comes_again_and_its_first_words_stay_where_they_were(
    world: World, monkeypatch: Patch
) -> None:
    await world.caller_connects(1, 1)
    first, second = world.ends[1:]
    said = {"type": "message.post", "id": str(UUID(int=7)), "body": frames.Words("it was me")}
    await world.sends(first, said)
    await world.sends_again(second, len(world.frames_sent) - 1)
    while not any(event["type"] == "message" for event in second.pending):
        await second.settles()
    await world.is_well()

    # Of the other contact the one message alone whose id is one of theirs as well.
    real, other = caller_view.events_after, UUID(world.witness.ids[0])
    monkeypatch.setattr(caller_view, "events_after", lambda _, after, **more: real(other, after, **more))
    await world.caller_connects(1, 1)

    with pytest.raises(Violation, match=r"words of contact 0 reached the caller of 1: .*it was me"):
        await world.is_well()


async def test_words_that_reach_a_handler_who_does_not_have_the_talk(
    world: World, monkeypatch: Patch
) -> None:
    everything = Contact.objects.filter(state=State.TALKING)
    monkeypatch.setattr(handler_view, "own_contacts", lambda account: everything.all())
    await world.staff_connects("ben", greets=True)

    with pytest.raises(Violation, match="reached account"):
        await world.is_well()


async def test_words_of_a_handler_who_does_not_have_the_talk(world: World, monkeypatch: Patch) -> None:
    monkeypatch.setattr(messages, "is_held_by", lambda contact, account: True)
    await world.staff_connects("ben", greets=True)
    said = {"type": "message.post", "id": str(UUID(int=7)), "contact": frames.Contact(0)}
    await world.sends(world.ends[-1], {**said, "body": frames.Words("nobody asked me")})

    with pytest.raises(Violation, match=r"wrote into .* without having it"):
        await world.is_well()


async def test_a_talk_that_is_taken_and_given_back_in_one_step_is_no_harm(world: World) -> None:
    await world.staff_connects("ben", greets=True)
    of_it = [{"type": "queue.take"}, {"type": "contact.release"}]
    for frame in ({"type": "presence.set", "available": True, "capacity": 1}, *of_it):
        named = {"id": str(UUID(int=len(frame["type"]))), "contact": frames.Contact(1)}
        await world.sends(world.ends[-1], {**named, **frame})
    assert {"welcome", "gone"} <= {event["type"] for event in world.ends[-1].pending}

    await world.is_well()


def test_who_had_a_talk_may_be_told_of_it_a_moment_longer() -> None:
    witness = Witness()
    witness.notes_readers({"c": {1}})
    witness.notes_readers({"c": set()})
    told = []
    for _ in range(4):
        told.append(witness.may_read(1, "c"))
        witness.step_is_over()

    assert told == [True, True, True, False]


async def test_words_among_staff_that_reach_a_caller(world: World) -> None:
    said = {"type": "message.post", "id": str(UUID(int=7)), "contact": world.witness.ids[0]}
    await world.sends(world.ends[0], {**said, "body": World.marked(0, "psst", among_staff=True)})

    # The hint brings it to the caller's page.
    while not any(event["type"] == "message" for event in world.ends[1].pending):
        await world.ends[1].settles()

    with pytest.raises(Violation, match="words among staff of 0 reached a caller"):
        await world.is_well()


async def test_a_consumer_that_breaks(world: World, monkeypatch: Patch) -> None:
    async def breaks(*_: Any) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(handlers.HandlerConsumer, "seen", breaks)
    seen = {"type": "seen", "contact": world.witness.ids[0], "seq": 1}

    with pytest.raises(Violation, match="ended with RuntimeError"):
        await world.sends(world.ends[0], seen)


async def test_an_error_in_the_log(world: World) -> None:
    logging.getLogger("chat.anything").error("planted")

    with pytest.raises(Violation, match="planted"):
        await world.is_well()


def test_a_gap_a_message_twice_and_one_that_was_accepted_twice() -> None:
    def said(seq: int, id: str = "a") -> dict[str, Any]:
        return {"type": "message", "contact": "c", "seq": seq, "id": id}

    witness = Witness()
    witness.notes_readers({"c": {1}})
    for second in (said(3, "b"), said(1), said(2)):
        heard = Heard()
        witness.staff_hears(1, heard, said(1))
        with pytest.raises(Violation):
            witness.staff_hears(1, heard, second)
    witness.acknowledged("caller", "c", {"id": "a", "seq": 1, "at": "now"})
    witness.acknowledged("caller", "c", {"id": "a", "seq": 1, "at": "now"})
    with pytest.raises(Violation, match="accepted twice"):
        witness.acknowledged("caller", "c", {"id": "a", "seq": 2, "at": "now"})
    with pytest.raises(Violation, match="one number"):
        witness.acknowledged("caller", "c", {"id": "b", "seq": 1, "at": "now"})
