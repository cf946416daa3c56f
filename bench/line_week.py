"""A week of the line in simulated time, with the real rule of who gets whom: `python -m bench.line_week`.

Nothing here is a model of the rule: it calls `chat.routing` as the services do. What is invented is the
people: callers who arrive by the hour, with answers, patience and a length of talk; handlers with shifts,
skills, breaks, and a share of offers that they decline or miss. tests/chat/test_line_week.py holds it to:
everybody ends answered, abandoned or refused, by one handler at a time, within the capacity, in order.
"""

# ruff: noqa: T201

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any

from bench.line_people import (
    ARRIVALS,
    CLOSE,
    HOUR,
    LAST_INTAKE,
    MONDAY,
    MOST_WAIT_SECONDS,
    OPEN,
    ROUND_SECONDS,
    Caller,
    Figures,
    Handler,
    World,
)
from chat.assignment import Place, check_may_take, rank
from chat.errors import AtCapacity, Away
from chat.routing import Desk, Line, Waiting, needs, next_for, offers


class Simulation:
    """Plays a world from its first minute to its last. `run` returns the figures."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.random = random.Random(world.seed)  # noqa: S311 - a play, not a secret
        self.figures = Figures()
        self.callers: list[Caller] = []
        self.waiting: list[Caller] = []
        self.handlers = [self._handler(number) for number in range(1, world.handlers + 1)]
        self.offered: dict[int, tuple[int, float, str]] = {}
        self.due: list[tuple[float, int, str, int]] = []
        self.counted = 0

    # -- people -----------------------------------------------------------------------------

    def _handler(self, number: int) -> Handler:
        early = number % 2 == 0
        skills = frozenset(
            skill
            for skill, share in (("women", 0.5), ("under_18", 0.5), ("language:cy", 0.2), ("frontline", 0.3))
            if self.random.random() < share
        )
        starts, ends = (8.75, 17.0) if early else (14.0, 22.25)
        return Handler(number, skills, self.random.choice((1, 2, 2, 3)), starts, ends)

    def _caller(self, number: int, at: float) -> Caller:
        draw = self.random.random
        age_band = "16_17" if draw() < 0.05 else "26_40"
        answers: dict[str, Any] = {
            "about": "work" if draw() < 0.08 else "own_behaviour",
            "age_band": age_band,
            "gender": "woman" if draw() < 0.15 else "man",
            "language": "cy" if draw() < 0.03 else "en",
            "interpreter": "Polski (Polish)" if draw() < 0.02 else None,
        }
        place = rank(level=None, safe_now=draw() >= 0.06, age_band=age_band)
        moment = MONDAY + timedelta(seconds=at)
        return Caller(
            number=number,
            at=at,
            needs=needs(**answers),
            place=Place(place, False, moment),
            patience=self.random.expovariate(1 / 900),
            talk=min(7_200.0, self.random.lognormvariate(7.2, 0.6)),
        )

    # -- time -------------------------------------------------------------------------------

    def run(self) -> Figures:
        """Play it through to the end and return what came of it."""
        for at in self._arrivals():
            self._later(at, "arrives", len(self.callers))
            self.callers.append(self._caller(len(self.callers), at))
        for day in range(self.world.days):
            self._later(day * 24 * HOUR + CLOSE * HOUR, "closes", 0)
        step = 0.0
        while self.due:
            at, _, what, who = heappop(self.due)
            while step < at and self.waiting:
                self._turn(step)
                step += ROUND_SECONDS
            step = max(step, at)
            getattr(self, f"_{what}")(at, who)
            self._turn(at)
        for caller in self.callers:
            self.figures.ends[caller.end or "lost"] += 1
            self.figures.most_owners = max(self.figures.most_owners, caller.owners)
        return self.figures

    def _arrivals(self) -> list[float]:
        found: list[float] = []
        for hour in range(self.world.days * 24):
            weekend = 0.7 if hour // 24 % 7 >= 5 else 1.0
            mean = ARRIVALS[hour % 24] * self.world.load * weekend
            at = 0.0
            while mean and (at := at + self.random.expovariate(mean)) < 1:
                found.append((hour + at) * HOUR)
        return found

    def _later(self, at: float, what: str, who: int) -> None:
        self.counted += 1
        heappush(self.due, (at, self.counted, what, who))

    # -- what happens -----------------------------------------------------------------------

    def _arrives(self, now: float, number: int) -> None:
        caller = self.callers[number]
        hour = now / HOUR % 24
        ahead = len(self.waiting)
        there = sum(each.capacity for each in self.handlers if each.is_there(now))
        wait = (ahead + 1 - there) * 1_500 / there if there else MOST_WAIT_SECONDS + 1
        if not OPEN <= hour < LAST_INTAKE:
            caller.end = "refused: closed"
        elif wait > min(MOST_WAIT_SECONDS, (CLOSE - hour) * HOUR):
            caller.end = "refused: full"
        else:
            self.waiting.append(caller)
            self.waiting.sort(key=lambda each: (*each.place.key(), each.number))
            self.figures.longest_queue = max(self.figures.longest_queue, len(self.waiting))
            self._later(now + caller.patience, "gives_up", number)

    def _gives_up(self, now: float, number: int) -> None:
        if self.callers[number] in self.waiting:
            self._leaves(self.callers[number], "abandoned", now)

    def _closes(self, now: float, _: int) -> None:
        for caller in list(self.waiting):
            self._leaves(caller, "refused: hours over while waiting", now)

    def _leaves(self, caller: Caller, end: str, now: float) -> None:
        self.waiting.remove(caller)
        self.offered.pop(caller.number, None)
        caller.end, caller.ended_at = end, now

    def _talked(self, now: float, number: int) -> None:
        caller = self.callers[number]
        handler = self._of(caller.handler)
        handler.held.discard(number)
        handler.wrapping_until = now + self.random.uniform(60, 300)
        caller.end, caller.ended_at = "answered", now
        self._later(handler.wrapping_until, "wrapped", handler.number)
        if self.random.random() < 0.1:
            handler.away_until = now + self.random.uniform(300, 2_400)
            self._later(handler.away_until, "wrapped", handler.number)

    def _wrapped(self, now: float, number: int) -> None:
        """Nothing but a moment at which somebody may be free."""

    def _answers(self, now: float, number: int) -> None:
        """An offer of this caller is accepted, declined, or has run out."""
        offer = self.offered.get(number)
        if offer is None or offer[1] > now:
            return
        handler, _, how = offer
        del self.offered[number]
        self.figures.offers[how] += 1
        caller, asked = self.callers[number], self._of(handler)
        if how == "accepted" and self._takes(asked, caller, now):
            asked.misses = 0
            return
        caller.passed_by, caller.passed_at = caller.passed_by | {handler}, now
        asked.misses = asked.misses + 1 if how == "missed" else 0
        if asked.misses >= 2:
            asked.misses, asked.away_until = 0, now + 600
            self._later(asked.away_until, "wrapped", handler)

    # -- the rule ---------------------------------------------------------------------------

    def _turn(self, now: float) -> None:
        """Let whoever is free get whom the rule gives them."""
        if not self.waiting:
            return
        line = self._line(now)
        if self.world.push:
            self._offer(line, now)
        else:
            self._pull(line, now)

    def _offer(self, line: Line, now: float) -> None:
        for waits, desk in list(offers([self._waits(each) for each in self.waiting], line)):
            number = waits.contact.int
            self._note_overtaken(number, desk, line)
            if desk.handler in waits.passed_by:
                self.callers[number].passed_by = frozenset()
            draw = self.random.random()
            how = "declined" if draw < self.world.declines else "accepted"
            how = "missed" if draw > 1 - self.world.misses else how
            after = self.world.offer_seconds if how == "missed" else self.random.uniform(2, 12)
            self.offered[number] = (desk.handler, now + after, how)
            self._later(now + after, "answers", number)

    def _pull(self, line: Line, now: float) -> None:
        free = [desk for desk in line.desks if desk.is_free(line.now)]
        self.random.shuffle(free)
        for desk in free:
            got = next_for(desk, [self._waits(each) for each in self.waiting], line)
            if got is not None:
                self._note_overtaken(got.int, desk, line)
                self._takes(self._of(desk.handler), self.callers[got.int], now)

    def _note_overtaken(self, number: int, desk: Desk, line: Line) -> None:
        """Count who stood before this one, fitted and was nobody's offer: there may be none."""
        for caller in self.waiting:
            if caller.number == number:
                return
            passed = desk.handler in caller.passed_by
            offered = caller.number in self.offered
            self.figures.overtaken += not (passed or offered) and line.fits(desk, self._waits(caller))

    def _takes(self, handler: Handler, caller: Caller, now: float) -> bool:
        there = handler.is_there(now) and now >= handler.wrapping_until
        if caller not in self.waiting:
            return False
        try:
            check_may_take(available=there, capacity=handler.capacity, open_contacts=len(handler.held))
        except (Away, AtCapacity):
            return False
        self.waiting.remove(caller)
        handler.held.add(caller.number)
        handler.last_taken_at, caller.handler, caller.taken_at = now, handler.number, now
        caller.owners += 1
        over = len(handler.held) - handler.capacity
        self.figures.most_over_capacity = max(self.figures.most_over_capacity, over)
        self.figures.waits.append(now - caller.at)
        self._later(now + caller.talk, "talked", caller.number)
        return True

    def _of(self, number: int | None) -> Handler:
        assert number is not None
        return self.handlers[number - 1]

    def _line(self, now: float) -> Line:
        asked = {handler for handler, _, _ in self.offered.values()}
        desks: Sequence[Desk] = [
            Desk(
                handler=each.number,
                capacity=each.capacity,
                held=len(each.held),
                skills=each.skills,
                wrapping_up=now < each.wrapping_until,
                has_offer=each.number in asked,
                last_taken_at=_moment(each.last_taken_at),
            )
            for each in self.handlers
            if each.is_there(now)
        ]
        return Line(desks, MONDAY + timedelta(seconds=now), self.world.skill_wait_seconds)

    def _waits(self, caller: Caller) -> Waiting:
        offer = self.offered.get(caller.number)
        return Waiting(
            contact=caller.id,
            joined_at=caller.place.joined_at,
            needs=caller.needs,
            passed_by=caller.passed_by,
            passed_at=_moment(caller.passed_at),
            offered_to=offer[0] if offer else None,
        )


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else MONDAY + timedelta(seconds=seconds)


def lines_of(world: World, figures: Figures) -> list[str]:
    """Return what came of a run, in lines to print."""
    total = sum(figures.ends.values())
    way = "push" if world.push else "pull"
    ways = ", ".join(f"{end} {number}" for end, number in sorted(figures.ends.items()))
    waits = f"half within {figures.wait(0.5):.0f} s, nine in ten within {figures.wait(0.9):.0f} s"
    return [
        f"{way}, seed {world.seed}, {world.days} days, {world.handlers} handlers, "
        f"load {world.load:g}: {total} callers",
        f"  {ways}",
        f"  answered: {waits}, longest {max(figures.waits, default=0):.0f} s",
        f"  longest queue {figures.longest_queue}",
        f"  offers: {', '.join(f'{how} {n}' for how, n in sorted(figures.offers.items())) or 'none'}",
        f"  owners of one caller at most {figures.most_owners}, above capacity {figures.most_over_capacity}, "
        f"overtaken by somebody behind {figures.overtaken}",
    ]


def main() -> None:
    for load in (1.0, 1.5):
        for push in (True, False):
            world = World(push=push, load=load)
            print("\n".join(lines_of(world, Simulation(world).run())))


if __name__ == "__main__":
    main()
