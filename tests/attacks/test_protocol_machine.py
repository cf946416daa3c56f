"""The protocol under attack from both sides at once, as Hypothesis draws it.

The machine is Hypothesis's own; each rule runs one piece of work in an event loop that the walk owns,
so that the consumers live on between the rules. What must hold is looked at after every rule: witness.py.
"""

import asyncio
import logging
import os
from collections.abc import Coroutine, Iterator
from typing import Any
from uuid import uuid4

import pytest
from channels.layers import channel_layers
from hypothesis import HealthCheck, Phase, seed
from hypothesis import settings as drawn
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chat.consumers import shared_read
from helpline.kernel import slow_digest
from tests.attacks import ends, frames, oddities
from tests.attacks.witness import LogWatch
from tests.attacks.world import World
from tests.chat.acts import BOTH
from tests.conformance.ending import end_all

pytestmark = pytest.mark.django_db(transaction=True, databases=BOTH)
STEPS_OF_A_WALK = 60
PARTS = 50
WALKS_OF_A_PART = 27
ORDINARY_WALKS = int(os.environ.get("ATTACK_WALKS", "12"))
numbers = st.integers(0, 7)
staff = st.sampled_from(["ann", "ann", "ben", "sue"])
RAISED = {"burst": 10**6, "per_second": 10**6, "contacts_per_hour": 10**6, "codes_per_hour": 10**6}
RAISED |= {"code_tries_per_hour": 10**6, "code_lookups_per_hour": 10**6}


class Attack(RuleBasedStateMachine):
    """Callers, handlers and strangers who send whatever they like."""

    steps = 0
    sent = 0
    log = LogWatch()

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        channel_layers.backends.clear()
        self.log.errors.clear()
        self.world = World(self.log)
        self.run(self.world.begins())

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        self.loop.run_until_complete(work)

    def teardown(self) -> None:
        try:
            self.run(self.world.ends_well())
        finally:
            type(self).sent += len(self.world.frames_sent)
            self.run(self.world.is_over())
            self.run(end_all())
            self.loop.close()

    @invariant()
    def all_is_well(self) -> None:
        type(self).steps += 1
        self.run(self.world.is_well())

    @initialize()
    def a_line_at_work(self) -> None:
        self.run(self._a_line_at_work())

    async def _a_line_at_work(self) -> None:
        for name in ("ann", "ben"):
            await self.world.staff_connects(name, greets=True)
            frame = {"type": "presence.set", "id": frames.Id(1), "available": True, "capacity": 4}
            await self.world.sends(self.world.ends[-1], frame)
        await self.world.a_caller_starts({"first_message": "hello"})
        await self.world.caller_connects(0, 0)

    # -- who comes and goes -----------------------------------------------------------------

    @rule(about=st.sampled_from(["own_behaviour", "unsure", "being_hurt", "work"]), first=frames.odd)
    def a_caller_starts(self, about: str, first: str) -> None:
        self.run(self.world.a_caller_starts({"about": about, "first_message": first}))

    @rule(
        field=st.sampled_from(
            ["about", "language", "area", "interpreter", "age_band", "return_code", "consent"]
        ),
        junk=frames.junk,
    )
    def a_start_is_spoilt(self, field: str, junk: frames.Junk) -> None:
        self.run(self.world.a_caller_starts({field: oddities.JUNK_VALUES[junk.number]}))

    @rule(number=numbers, after=frames.whole)
    def a_caller_connects(self, number: int, after: int) -> None:
        self.run(self.world.caller_connects(number, after))

    @rule(number=numbers, after=frames.junk, wrong=st.sampled_from(["", "x", None]))
    def a_caller_connects_wrongly(self, number: int, after: frames.Junk, wrong: str | None) -> None:
        self.run(self.world.caller_connects(number, oddities.JUNK_VALUES[after.number], with_token=wrong))

    @rule(name=staff, greets=st.sampled_from([True, True, False]))
    def a_handler_connects(self, name: str, greets: bool) -> None:
        self.run(self.world.staff_connects(name, greets=greets))

    @rule(name=st.sampled_from(["sue", "ann"]))
    def a_board_connects(self, name: str) -> None:
        self.run(self.world.staff_connects(name, greets=True, board=True))

    @rule(number=numbers, kind=st.sampled_from([ends.CallerEnd, ends.HandlerEnd, ends.BoardEnd]))
    def somebody_leaves(self, number: int, kind: type[ends.End]) -> None:
        if end := self.world.some(kind, number):
            self.run(end.leaves())

    # -- what they send ---------------------------------------------------------------------

    def sends(self, kind: type[ends.End], number: int, *sent: frames.Frame) -> None:
        for frame in sent:
            if end := self.world.some(kind, number):
                self.run(self.world.sends(end, frame))

    @rule(number=numbers, sent=st.lists(frames.caller_frames(), min_size=1, max_size=3))
    def a_caller_sends(self, number: int, sent: list[frames.Frame]) -> None:
        self.sends(ends.CallerEnd, number, *sent)

    @rule(number=numbers, sent=st.lists(frames.handler_frames(), min_size=1, max_size=4))
    def a_handler_sends(self, number: int, sent: list[frames.Frame]) -> None:
        self.sends(ends.HandlerEnd, number, *sent)

    @rule(number=numbers, sent=st.lists(frames.handler_frames(), min_size=1, max_size=4))
    def another_handler_sends(self, number: int, sent: list[frames.Frame]) -> None:
        self.sends(ends.HandlerEnd, number + 1, *sent)

    @rule(contact=frames.contacts, say=st.lists(frames.words, min_size=1, max_size=3))
    def a_talk_goes_on(self, contact: frames.Contact, say: list[frames.Words]) -> None:
        """Somebody takes it, and both say something, as most of what happens on a line."""
        for kind in (ends.HandlerEnd, ends.CallerEnd):
            taken = [{"type": "queue.take", "contact": contact}] if kind is ends.HandlerEnd else []
            said = [{"type": "message.post", "contact": contact, "body": words} for words in say]
            for number in range(2):
                fresh = [{**frame, "id": str(uuid4())} for frame in [*taken, *said]]
                self.sends(kind, number, *fresh)

    @rule(number=numbers, frame=frames.spoilt(frames.caller_frames()))
    def a_caller_sends_something_spoilt(self, number: int, frame: frames.Frame) -> None:
        self.sends(ends.CallerEnd, number, frame)

    @rule(number=numbers, frame=frames.spoilt(frames.handler_frames()))
    def a_handler_sends_something_spoilt(self, number: int, frame: frames.Frame) -> None:
        self.sends(ends.HandlerEnd, number, frame)

    @rule(
        number=numbers,
        kind=st.sampled_from([ends.CallerEnd, ends.HandlerEnd, ends.BoardEnd]),
        rubbish=frames.rubbish,
    )
    def somebody_sends_rubbish(self, number: int, kind: type[ends.End], rubbish: str | frames.Raw) -> None:
        if end := self.world.some(kind, number):
            self.run(end.sends(frames.unpacked(rubbish)))

    @rule(number=numbers, kind=st.sampled_from([ends.CallerEnd, ends.HandlerEnd]), which=st.integers(0, 400))
    def an_old_frame_comes_again(self, number: int, kind: type[ends.End], which: int) -> None:
        """From whoever sent it, or from somebody else."""
        end = self.world.some(kind, number)
        if end and self.world.frames_sent:
            self.run(self.world.sends_again(end, which))

    # -- over HTTP --------------------------------------------------------------------------

    @rule(number=numbers, frame=st.one_of(frames.caller_frames(), frames.spoilt(frames.caller_frames())))
    def a_caller_posts(self, number: int, frame: frames.Frame) -> None:
        self.run(self.world.commands(number, frame))

    @rule(number=numbers, rubbish=frames.rubbish)
    def a_caller_posts_rubbish(self, number: int, rubbish: str | frames.Raw) -> None:
        self.run(self.world.commands(number, frames.unpacked(rubbish)))

    @rule(
        number=numbers,
        after=st.sampled_from(["0", "1", "3", "9999999999", "-1", "x", "1e3", "\u0663"]),
        wait=st.sampled_from(["0", "0", "25", "26", "x"]),
    )
    def a_caller_polls(self, number: int, after: str, wait: str) -> None:
        self.run(self.world.events(number, after, wait))

    @rule(number=numbers)
    def a_caller_asks_for_a_code(self, number: int) -> None:
        self.run(self.world.asks_for_code(number))

    @rule(which=numbers)
    def somebody_comes_back(self, which: int) -> None:
        self.run(self.world.comes_back(which))

    @rule(number=numbers, body=st.sampled_from(['{"heard": 7}', '{"heard": 11}', "[]", '{"heard": NaN}']))
    def a_caller_answers_the_survey(self, number: int, body: str) -> None:
        self.run(self.world.answers_survey(number, body))

    # -- beside -----------------------------------------------------------------------------

    @rule(name=staff)
    def a_handler_wraps_up(self, name: str) -> None:
        self.run(self.world.wraps_up(name))

    @rule()
    def the_timers_look(self) -> None:
        self.run(self.world.time_is_up())


@pytest.fixture
def attack(line: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Attack]]:
    # What a code costs is shown elsewhere; here it would be most of the time.
    monkeypatch.setattr(slow_digest, "PASSES", 1)
    monkeypatch.setattr(slow_digest, "MEMORY_KIB", 8)
    # Nor does anybody wait here until the queue is shown once more.
    monkeypatch.setattr(shared_read, "APART_SECONDS", 0.0)
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, **RAISED}
    logging.getLogger().addHandler(Attack.log)
    Attack.steps = Attack.sent = 0
    yield Attack
    logging.getLogger().removeHandler(Attack.log)


def walks(attack: type[Attack], *, many: int) -> None:
    run_state_machine_as_test(
        attack,
        settings=drawn(
            max_examples=many,
            stateful_step_count=STEPS_OF_A_WALK,
            deadline=None,
            database=None,
            # A walk of sixty steps reads well as it is; to make it shorter would play it for minutes.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_nothing_breaks_and_nothing_goes_astray(attack: type[Attack]) -> None:
    walks(seed(PARTS)(attack), many=ORDINARY_WALKS)

    assert attack.steps > 20 * ORDINARY_WALKS


# A part for itself: what takes longer than eight minutes is held to hang.
@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_a_thousand_steps_of_fifty_thousand(attack: type[Attack], part: int) -> None:
    walks(seed(part)(attack), many=WALKS_OF_A_PART)

    assert attack.steps >= 1_000
