"""The phases of measuring costs: what is done in each, and what the differences between them say."""

# ruff: noqa: T201

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bench.measured_people import MeasuredCaller, MeasuredHandler, gather_few
from bench.two_processes import Site, difference, read_metric, resident_kb
from tests.live_http import post_json
from tests.live_proof import proof_of_work

HANDLERS, EACH, FEW = 15, 4, 5
MORE_DESKS = 30
TALKS = HANDLERS * EACH
MORE_CALLERS, WAITERS = 200, 100
QUIET_SECONDS, IDLE_SECONDS = 12, 30
TICK_SECONDS = 10
HINTS, MESSAGES, BURST, BURSTS, VISITS = 400, 300, 40, 10, 12
PARTS = ("first", "second", "postgresql", "redis", "nginx")
PUBLISH = """
import time
from chat.events import contact_group, contact_hint
from chat.models import Contact
from helpline.kernel.live import announce
talking = list(Contact.objects.filter(state="talking").values_list("pk", flat=True))
for number in range({hints}):
    announce(contact_group(talking[number % len(talking)]), contact_hint(talking[number % len(talking)]))
    time.sleep(0.04)
"""
CLOSE = """
from chat.models import Contact
Contact.objects.filter(state="ended").update(state="closed")
"""


@dataclass(frozen=True)
class Spent:
    """Seconds of a core of each part in one phase, and how long the phase took."""

    seconds: float
    cpu: dict[str, float]

    def beyond(self, idle: "Spent", number: float) -> dict[str, float]:
        """Return milliseconds for each of `number` acts, beyond what the parts use anyway in that time."""
        share = self.seconds / idle.seconds
        return {part: 1_000 * (self.cpu[part] - idle.cpu[part] * share) / number for part in PARTS}


class Phases:
    """Runs them in their order and gives costs.json's figures."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.handlers: list[MeasuredHandler] = []
        self.callers: list[MeasuredCaller] = []
        self.owner: dict[str, MeasuredHandler] = {}

    async def words(self) -> dict[str, Any]:
        """Return what being there costs, and what words cost at either end."""
        cookies, people = await self._people(TALKS, handlers=HANDLERS + MORE_DESKS)
        base = await self._phase("nobody is there", lambda: asyncio.sleep(QUIET_SECONDS))
        await self._come(cookies[:HANDLERS])
        desks = await self._phase("handlers without talks", self._idle)
        await self._come(cookies[HANDLERS:])
        more = await self._phase("more handlers without talks", self._idle)
        await gather_few(handler.hangs_up() for handler in self.handlers[HANDLERS:])
        del self.handlers[HANDLERS:]
        await self._take_all(people[:TALKS])
        await gather_few(handler.hangs_up() for handler in self.handlers)
        pages = await self._phase("callers alone", self._idle)
        await gather_few(handler.joins() for handler in self.handlers)
        both = await self._phase("both, idle", self._idle)
        hints = await self._phase("hints without words", self._hints)
        heard = self._heard()
        by_callers = await self._phase("callers write", lambda: self._write(by_caller=True))
        by_callers_heard, heard = self._heard() - heard, self._heard()
        by_handlers = await self._phase("handlers write", lambda: self._write(by_caller=False))
        by_handlers_heard, heard = self._heard() - heard, self._heard()
        batches = self._batches()
        bursts = await self._phase("callers write at once", self._bursts)
        bursts_heard = self._heard() - heard
        size = bursts_heard / max(1.0, self._batches() - batches)
        await self._close()
        return {
            "idle": _idle(base, desks, more, pages, both),
            "read": _halved(hints.beyond(both, HINTS)),
            "by_callers": by_callers.beyond(both, by_callers_heard),
            "by_handlers": by_handlers.beyond(both, by_handlers_heard),
            "burst": bursts.beyond(both, bursts_heard) | {"messages_a_batch": round(size, 2)},
        }

    async def visits(self) -> dict[str, Any]:
        """Return what starting, being taken and ending cost with many desks and few, and a page's memory."""
        cookies, people = await self._people(MORE_CALLERS)
        await self._come(cookies[:HANDLERS])
        spare = await MeasuredHandler.of(self.site.second, cookies[HANDLERS])
        idle = await self._phase("idle, all desks", self._idle)
        heard = self.handlers[0].clock.heard_changes
        many = await self._phase("visits, all desks", lambda: self._visits(spare))
        changes = (self.handlers[0].clock.heard_changes - heard) / VISITS
        await gather_few(handler.hangs_up() for handler in self.handlers[FEW:])
        few_idle = await self._phase("idle, few desks", self._idle)
        few = await self._phase("visits, few desks", lambda: self._visits(spare))
        ahead = await self._phase("visits ahead of all", lambda: self._visits(spare, ahead=True))
        pages = [MeasuredCaller.of(self.site.first, each) for each in people[:WAITERS]]
        await gather_few(page.joins() for page in pages)
        waiting_idle = await self._phase("idle, callers wait", self._idle)
        watched = await self._phase("visits, callers wait", lambda: self._visits(spare, ahead=True))
        await gather_few(page.hangs_up() for page in pages)
        await self._close()
        return {
            "visit": many.beyond(idle, VISITS) | {"desks": HANDLERS + 1, "changes": round(changes, 2)},
            "visit_few": few.beyond(few_idle, VISITS) | {"desks": FEW + 1},
            "visit_ahead": ahead.beyond(few_idle, VISITS),
            "visit_watched": watched.beyond(waiting_idle, VISITS) | {"waiting": WAITERS},
            "memory": await self._memory(people),
        }

    async def _people(
        self, callers: int, *, handlers: int = HANDLERS + 1
    ) -> tuple[list[str], list[tuple[str, str]]]:
        return await asyncio.to_thread(lambda: self.site.prepare(handlers=handlers, callers=callers))

    async def _come(self, cookies: list[str]) -> None:
        for cookie in cookies:
            self.handlers.append(await MeasuredHandler.of(self.site.second, cookie))

    def _heard(self) -> int:
        """Return how many messages have come to their other ends: what was not heard is not counted."""
        callers = sum(len(caller.clock.took) for caller in self.callers)
        return callers + sum(len(handler.clock.took) for handler in self.handlers)

    def _batches(self) -> float:
        return read_metric(self.site.first.origin, "helpline_commit_seconds_count")

    async def _phase(self, name: str, act: Callable[[], Awaitable[Any]]) -> Spent:
        await asyncio.sleep(1)  # what the phase before has left behind
        before, began = self.site.used(), time.perf_counter()
        await act()
        seconds = time.perf_counter() - began
        used = {part: of.cpu for part, of in difference(before, self.site.used()).items()}
        print(f"{name}: {seconds:.1f} s, {used}", flush=True)
        return Spent(seconds, used)

    async def _idle(self) -> None:
        await asyncio.sleep(IDLE_SECONDS)

    async def _take_all(self, people: list[tuple[str, str]]) -> None:
        self.callers = [MeasuredCaller.of(self.site.first, each, self.site.nginx.port) for each in people]
        for number, caller in enumerate(self.callers):
            handler = self.handlers[number // EACH]
            await handler.takes(caller.contact)
            self.owner[caller.contact] = handler
            await caller.joins()

    async def _hints(self) -> None:
        await asyncio.to_thread(lambda: self.site.first.run_code(PUBLISH.format(hints=HINTS)))
        await asyncio.sleep(1)

    async def _write(self, *, by_caller: bool) -> None:
        for number in range(MESSAGES):
            caller = self.callers[number % TALKS]
            if by_caller:
                await caller.writes()
            else:
                await self.owner[caller.contact].writes(caller.contact)
            await asyncio.sleep(0.05)
        await asyncio.sleep(2)

    async def _bursts(self) -> None:
        for number in range(BURSTS):
            chosen = [self.callers[(number * BURST + n) % TALKS] for n in range(BURST)]
            await asyncio.gather(*(caller.writes() for caller in chosen))
            await asyncio.sleep(1.5)

    async def _visits(self, spare: MeasuredHandler, *, ahead: bool = False) -> None:
        """Let callers come and go; `ahead` of all others, so that everybody's place changes."""
        for _ in range(VISITS):
            proof = await asyncio.to_thread(proof_of_work, self.site.first.origin)
            body = {"consent": True, "about": "own_behaviour", "language": "en", "proof": proof}
            body |= {"safe_now": False} if ahead else {}
            begun = await asyncio.to_thread(post_json, f"{self.site.first.origin}/api/contacts", body)
            caller = MeasuredCaller.of(self.site.first, (begun["contact"], begun["token"]))
            await caller.joins()
            await asyncio.sleep(0.6)
            await spare.takes(caller.contact)
            await asyncio.sleep(0.6)
            await caller.ends()
            await caller.hangs_up()
            # Closed as after a form of wrap-up: a desk has four places.
            await asyncio.to_thread(self.site.first.run_code, CLOSE)
            await asyncio.sleep(0.6)

    async def _close(self) -> None:
        for person in [*self.handlers[:FEW], *self.callers]:
            await person.hangs_up()

    async def _memory(self, people: list[tuple[str, str]]) -> dict[str, float]:
        process = self.site.pids()["first"]
        before = resident_kb(process)
        callers = [MeasuredCaller.of(self.site.first, each) for each in people]
        await gather_few(caller.joins() for caller in callers)
        await asyncio.sleep(2 * TICK_SECONDS)
        after = resident_kb(process)
        await gather_few(caller.hangs_up() for caller in callers)
        return {
            "process_kb": before,
            "idle_caller_kb": round((after - before) / len(people), 1),
            "callers": len(people),
        }


def _idle(base: Spent, desks: Spent, more: Spent, pages: Spent, both: Spent) -> dict[str, Any]:
    """Return cores used by nobody, and milliseconds a tick of a caller's page and of a desk with talks.

    Desks look together: what one more of them costs, without talks, is `tick_more_desk`.
    """
    ticks = IDLE_SECONDS / TICK_SECONDS
    return {
        "base_cores": {part: base.cpu[part] / base.seconds for part in PARTS},
        "tick_empty_desk": desks.beyond(base, HANDLERS * ticks),
        "tick_more_desk": more.beyond(desks, MORE_DESKS * ticks),
        "tick_caller": pages.beyond(base, TALKS * ticks),
        "tick_desk": both.beyond(pages, HANDLERS * ticks),
        "talks_a_desk": EACH,
        "desks": HANDLERS,
    }


def _halved(hint: dict[str, float]) -> dict[str, float]:
    """Return one hint's costs; PostgreSQL answers two reads for it, one for either end."""
    return hint | {"postgresql": hint["postgresql"] / 2}
