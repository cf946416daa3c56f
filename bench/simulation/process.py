"""One process of the service: a core, two lanes that ask the database, and posts that gather into batches."""

from dataclasses import dataclass

from bench.simulation.costs import Act, Costs
from bench.simulation.demand import SHOWN_A_SECOND
from bench.simulation.events import Clock, Disk, Lane, Station, Then
from bench.simulation.site import Machines

MOST_AT_ONCE = 200  # chat/consumers/posting.py
# Of a post: what is done before it stands in line (frame, rate); and of the rest, before PostgreSQL is asked.
BEFORE_LINE, BEFORE_ASKING = 0.3, 0.6
# Questions one after the other, each a way to PostgreSQL and back: counted in the services' code.
ASKED_BY_POST, ASKED_BY_READ, ASKED_BY_LOOK, ASKED_BY_VISIT = 7, 4, 21, 24
MOMENTS = 4  # chat/consumers/looking.py
# Long work is cut up: other threads get the interpreter in between.
SLICE = 5


@dataclass(frozen=True)
class Shared:
    """What all processes share."""

    clock: Clock
    postgresql: Station
    disk: Disk
    redis: Station
    nginx: Station


class Process:
    """What runs on one core. Times in seconds; `stretch` is in them already."""

    def __init__(self, shared: Shared, costs: Costs, machines: Machines) -> None:
        self.shared = shared
        self.costs = costs
        self.scale = machines.stretch / 1_000
        self.way = machines.round_trip_ms / 1_000
        self.core = Station(shared.clock)
        self.words = Lane(shared.clock)
        self.sockets = Lane(shared.clock)
        self.desks = 0
        self.waiting = 0
        self.batches = self.stored = 0
        self._posts: list[Then] = []
        self._storing = False
        self._queue_shown_at = -1.0
        self._queue_due = False

    # -- words ------------------------------------------------------------------------------

    def post(self, durable: Then) -> None:
        """Take a frame in, and call `durable` when its batch is committed."""
        own = self.costs.post.each * BEFORE_LINE * self.scale
        self.core.serve(own, lambda: self._stand_in_line(durable))

    def _stand_in_line(self, durable: Then) -> None:
        self._posts.append(durable)
        if not self._storing:
            self._storing = True
            self.words.enter(self._store)

    def _store(self) -> None:
        batch, self._posts = self._posts[:MOST_AT_ONCE], self._posts[MOST_AT_ONCE:]
        number = len(batch)
        self.batches += 1
        self.stored += number
        work = (self.costs.post.of(number) - self.costs.post.each * number * BEFORE_LINE) * self.scale
        inside = self.costs.post_postgresql.of(number) * self.scale
        shared = self.shared

        def stored() -> None:
            self.words.leave()
            self._storing = bool(self._posts)
            if self._storing:
                self.words.enter(self._store)
            for durable in batch:
                durable()

        def committed() -> None:
            self.core.serve(work * (1 - BEFORE_ASKING), stored)

        def asked() -> None:
            shared.clock.after(ASKED_BY_POST * self.way, lambda: shared.disk.commit(committed))

        self.core.serve(work * BEFORE_ASKING, lambda: shared.postgresql.serve(inside, asked))

    def read(self, act: Act, then: Then) -> None:
        """Read a talk for one end, in the lane of words."""
        self._ask(self.words, act, ASKED_BY_READ, then)

    # -- what comes by itself -----------------------------------------------------------------

    def tick_caller(self) -> None:
        """Note that the page is there: its share of what is written and read for all of half a second."""
        self._redis(self.costs.tick_caller.redis)
        self._ask(self.sockets, self.costs.tick_caller, 1, _nothing)

    def look(self) -> None:
        """Ask what all desks that look in this moment share."""
        looks = self.costs.looks
        self._redis(looks.redis / MOMENTS)
        act = Act(looks.process / MOMENTS, looks.postgresql / MOMENTS)
        self._ask(self.sockets, act, ASKED_BY_LOOK, _nothing)

    def tick_desk(self) -> None:
        """Tell one of them, which has missed nothing."""
        self._redis(self.costs.tick_desk.redis)
        self._ask(self.sockets, self.costs.tick_desk, 0, _nothing)

    def visit(self) -> None:
        """Somebody starts here, is taken and goes: the work of that beside the words."""
        self._redis(self.costs.visit.redis)
        self._ask(Lane(self.shared.clock), self.costs.visit, ASKED_BY_VISIT, _nothing)

    def queue_changed(self) -> None:
        """Show it to those who wait and on the desks, twice a second at most."""
        if not self._queue_due:
            self._queue_due = True
            soonest = self._queue_shown_at + 1 / SHOWN_A_SECOND
            self.shared.clock.after(max(0.0, soonest - self.shared.clock.now), self._show_queue)

    def _show_queue(self) -> None:
        self._queue_due = False
        self._queue_shown_at = self.shared.clock.now
        self._show_each(self.waiting, self.costs.change_waiting)
        self._show_each(self.desks, self.costs.change_desk)

    def _show_each(self, number: int, change: Act) -> None:
        for begun in range(0, number, SLICE):
            share = min(SLICE, number - begun)
            act = Act(change.process * share, change.postgresql * share)
            self._ask(self.sockets, act, ASKED_BY_READ, _nothing)

    # -- shared -------------------------------------------------------------------------------

    def _redis(self, milliseconds: float) -> None:
        self.shared.redis.serve(milliseconds * self.scale, _nothing)

    def _ask(self, lane: Lane, act: Act, questions: int, then: Then) -> None:
        """Have the lane, work, wait for PostgreSQL, work again, and leave the lane."""
        half, inside = act.process * self.scale / 2, act.postgresql * self.scale
        clock = self.shared.clock

        def answered() -> None:
            clock.after(questions * self.way, lambda: self.core.serve(half, over))

        def over() -> None:
            lane.leave()
            then()

        def begin() -> None:
            self.core.serve(half, lambda: self.shared.postgresql.serve(inside, answered))

        lane.enter(begin)


def _nothing() -> None:
    """What follows where nobody waits."""
