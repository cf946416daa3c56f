"""Conversations that go on while something breaks: callers and handlers write, and newcomers come."""

import asyncio
import contextlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import uuid4

from tests.faults.cluster import Cluster
from tests.faults.newcomers import Starts, in_turn
from tests.faults.pages import CallerPage, Console, Page
from tests.faults.witness import Figures, Witness

# Ends a run that hangs; it says nothing about speed.
GUARD_SECONDS = 600
# After the last word: how long what is missing may still be on its way.
LATE_SECONDS = 25
PLACES = 4
# More talks than these are made inside the project.
MOST_BY_HAND = 40
# A console is shown the first fifty.
MOST_WAITING = 40


@dataclass
class Load:
    """`talks` conversations, each end writing every `every` seconds; every `newcomer` seconds one comes."""

    cluster: Cluster
    talks: int = 4
    every: float = 0.1
    newcomer: float = 0.5
    witness: Witness = field(default_factory=Witness)

    def __post_init__(self) -> None:
        self.door = self.cluster.door
        self.callers: list[CallerPage] = []
        self.consoles: list[Console] = []
        self.waiting: list[CallerPage] = []
        self.starts = Starts(self.cluster, self.witness)
        self._over = asyncio.Event()
        self._writers: list[asyncio.Task[None]] = []
        self._counts: dict[tuple[str, str], int] = {}

    async def __aenter__(self) -> Self:
        async with asyncio.timeout(GUARD_SECONDS):
            await self._begins()
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._over.set()
        for task in self._writers:
            task.cancel()
        await asyncio.gather(*self._writers, return_exceptions=True)
        await asyncio.gather(*(page.closes() for page in self.pages))

    @property
    def unsure(self) -> int:
        """How many starts were not answered, or with "ask again"."""
        return self.starts.unsure

    @property
    def refused(self) -> int:
        """How many times anybody was asked for patience."""
        return sum(len(page.refusals) for page in self.pages)

    @property
    def pages(self) -> list[Page]:
        return [*self.callers, *self.consoles, *self.waiting]

    async def _begins(self) -> None:
        by_hand = self.talks <= MOST_BY_HAND
        desks = -(-self.talks // PLACES)
        cookies, people = await asyncio.to_thread(
            self.cluster.handlers, desks, talks=0 if by_hand else self.talks
        )
        self.consoles = [
            Console(self.door, self.witness, of=self.starts.address(), headers={"Cookie": cookie})
            for cookie in cookies
        ]
        await self._all_open(self.consoles)
        if by_hand:
            self.callers = await in_turn(8, [self.starts.one for _ in range(self.talks)])
        else:
            self.callers = [
                CallerPage(self.door, self.witness, of=self.starts.address(), contact=contact, token=token)
                for contact, token in people
            ]
        await self._all_open(self.callers)
        if by_hand:
            await self._all_are_taken()
        for number, caller in enumerate(self.callers):
            self._writes(caller, caller.contact)
            self._writes(self.consoles[number // PLACES], caller.contact)
        if self.newcomer:
            self._writers.append(asyncio.create_task(self._newcomers()))

    async def _all_open(self, pages: Sequence[Page]) -> None:
        for page in pages:
            page.opens()
        await asyncio.gather(*(page.is_there.wait() for page in pages))

    async def _all_are_taken(self) -> None:
        for console in self.consoles:
            await self.does(console, type="presence.set", available=True, capacity=PLACES)
        for number, caller in enumerate(self.callers):
            await self.does(self.consoles[number // PLACES], type="queue.take", contact=caller.contact)

    async def does(self, page: Page, **command: Any) -> dict[str, Any]:
        """Have a page do something that is not words."""
        id = str(uuid4())
        answer = await page.asks(id, {"id": id, **command})
        assert answer["type"] == "ack", f"{command['type']}: {answer['code']}"
        return answer

    @property
    def away(self) -> int:
        """How many pages have no line just now."""
        return sum(not page.is_there.is_set() for page in self.pages)

    @property
    def felt(self) -> str:
        """Say how often pages moved, and how long they were without a line."""
        gaps = sorted(gap for page in self.pages for gap in page.gaps) or [0.0]
        moves = sum(page.moves for page in self.pages)
        return f"{moves} moves, without a line {gaps[len(gaps) // 2]:.2f} s, at most {gaps[-1]:.2f} s"

    @property
    def comings(self) -> int:
        """How many times pages have come."""
        return sum(page.comings for page in self.pages)

    async def acknowledges(self, more: int) -> None:
        """Wait until so many more messages are acknowledged, whoever wrote them."""
        so_many = sum(self._counts.values()) + more
        await self.until(lambda: sum(self._counts.values()) >= so_many)

    async def others_go_on(self, but: CallerPage, each: int) -> None:
        """The same as `goes_on`, of all talks but one."""
        before = {end: count for end, count in self._counts.items() if end[0] != but.contact}
        await self.until(lambda: all(self._counts[end] >= count + each for end, count in before.items()))

    def _writes(self, page: Page, contact: str) -> None:
        self._counts[contact, page.end] = 0
        self._writers.append(asyncio.create_task(self._goes_on_writing(page, contact)))

    async def _goes_on_writing(self, page: Page, contact: str) -> None:
        await self._pauses(self.every * random.uniform(0, 1))
        while not self._over.is_set():
            number = self._counts[contact, page.end]
            await page.says(contact, f"{page.end} {contact} {number}")
            self._counts[contact, page.end] += 1
            await self._pauses(self.every * random.uniform(0.5, 1.5))

    async def _pauses(self, seconds: float) -> None:
        """Wait as long as somebody takes to write; the pace is the scenario. Not beyond the end."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)

    async def _newcomers(self) -> None:
        while not self._over.is_set() and len(self.waiting) < MOST_WAITING:
            caller = await self.starts.one()
            self.witness.waits(caller.contact)
            caller.opens()
            self.waiting.append(caller)
            await self._pauses(self.newcomer)

    async def goes_on(self, each: int = 3) -> None:
        """Wait until each end of each talk has had so many more of its messages acknowledged."""
        before = dict(self._counts)
        await self.until(lambda: all(self._counts[end] >= count + each for end, count in before.items()))

    async def until(self, what: Callable[[], bool], *, within: float = GUARD_SECONDS) -> None:
        """Wait until it is so. Raises what a writer met, or TimeoutError."""
        async with asyncio.timeout(within):
            while not what():
                self._look()
                await asyncio.sleep(0.02)

    def _look(self) -> None:
        for task in [*self._writers, *(page.task for page in self.pages if page.task)]:
            if task.done() and not task.cancelled():
                task.result()

    async def tells(self, what: str) -> Figures:
        """Judge, and print what was tried with its figures: a row of docs/fault-tests.md."""
        figures = await self.judged()
        print(f"\n{what}: {self.talks} talks, {figures}")  # noqa: T201 - the figures of the run are asked for
        return figures

    async def judged(self) -> Figures:
        """Let everyone finish, and judge. Raises AssertionError with what is wrong."""
        self._over.set()
        async with asyncio.timeout(GUARD_SECONDS):
            await asyncio.gather(*self._writers)
        with contextlib.suppress(TimeoutError):
            # What is missing now is on its way or lost: the page hears of all there is every ten seconds.
            await self.until(lambda: not self.witness.missing(), within=LATE_SECONDS)
        queue = await self._queue()
        wrong = [*self.witness.verdict(), *self.witness.out_of_queue(queue), *self._rows()]
        assert not wrong, "\n".join(wrong[:20])
        figures = self.witness.figures()
        # Who comes after finds an empty queue.
        await asyncio.gather(
            *(self.does(page, type="contact.end") for page in [*self.callers, *self.waiting])
        )
        return figures

    async def _queue(self) -> list[str]:
        """Return the queue as a console shows it that has just been opened, and is brought up to date."""
        console = self.consoles[0]
        # With a witness of its own: it is told the talks of that handler from their first word.
        fresh = Console(self.door, Witness(), of=console.of, headers=console.headers)
        fresh.opens()
        with contextlib.suppress(TimeoutError):
            await self.until(lambda: set(self.witness.queued) <= set(fresh.waiting), within=LATE_SECONDS)
        await fresh.closes()
        return fresh.waiting

    def _rows(self) -> list[str]:
        """Hold what the database keeps to what was promised, by numbers alone."""
        stored = dict(
            self.cluster.rows(
                "SELECT contact_id::text, count(DISTINCT client_id) FROM chat_message GROUP BY 1"
            )
        )
        promised: dict[str, int] = {}
        for words in self.witness.words.values():
            promised[words.contact] = promised.get(words.contact, 0) + 1
        return [
            f"stored {stored.get(contact, 0)} of {count} in {contact}"
            for contact, count in promised.items()
            if stored.get(contact, 0) != count
        ]
