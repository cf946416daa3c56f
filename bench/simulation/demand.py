"""How much of each part a line asks for, by arithmetic: arrivals times seconds of work (utilisation law).

The simulation must come to the same shares where nothing is full (a test holds it to that); waiting, which
arithmetic does not give, is what it is for.
"""

from dataclasses import dataclass

from bench.simulation.costs import Costs
from bench.simulation.site import Line, Machines

# chat/consumers/shared_read.py: reads of the queue begin half a second apart at the soonest.
SHOWN_A_SECOND = 2.0


@dataclass(frozen=True)
class Demand:
    """Cores of each part that are at work in the mean; `disk`: its share, were no flush ever shared."""

    processes: float
    postgresql: float
    redis: float
    nginx: float
    disk: float
    # What stands in `processes`, by what it is for.
    by_cause: dict[str, float]


def demand(line: Line, machines: Machines, costs: Costs) -> Demand:
    """Return what is at work in the mean; every post is taken to be a batch of its own."""
    posts, visits = line.messages_a_second, line.visits_a_second
    changes = visits * costs.changes_a_visit
    shown = min(changes, SHOWN_A_SECOND)
    ticks_callers = (line.conversations + line.waiting) / line.tick_seconds
    ticks_desks = line.desks / line.tick_seconds
    looks = machines.processes / line.tick_seconds if line.desks else 0.0
    rates = {
        "messages": [
            (posts, costs.post.of(1), costs.post_postgresql.of(1)),
            (posts, costs.read_caller.process, costs.read_caller.postgresql),
            (posts, costs.read_desk.process, costs.read_desk.postgresql),
        ],
        "callers' pages": [(ticks_callers, costs.tick_caller.process, costs.tick_caller.postgresql)],
        "desks": [
            (ticks_desks, costs.tick_desk.process, costs.tick_desk.postgresql),
            (looks, costs.looks.process, costs.looks.postgresql),
        ],
        "starts and ends": [(visits, costs.visit.process, costs.visit.postgresql)],
        "the queue, shown": [(shown * line.desks, costs.change_desk.process, costs.change_desk.postgresql)],
        "those who wait": [
            (shown * line.waiting, costs.change_waiting.process, costs.change_waiting.postgresql)
        ],
    }
    by_cause = {
        cause: sum(rate * process for rate, process, _ in acts) / 1_000 for cause, acts in rates.items()
    }
    by_cause["with nobody there"] = machines.processes * costs.base_process_cores
    postgres = sum(rate * inside for acts in rates.values() for rate, _, inside in acts) / 1_000
    redis = (
        posts * costs.redis_message
        + ticks_callers * costs.tick_caller.redis
        + ticks_desks * costs.tick_desk.redis
        + looks * costs.looks.redis
        + visits * costs.visit.redis
    )
    return Demand(
        processes=sum(by_cause.values()) * machines.stretch,
        postgresql=postgres * machines.stretch,
        redis=redis * machines.stretch / 1_000,
        nginx=posts * costs.nginx_message * machines.stretch / 1_000,
        disk=(posts + visits) * costs.fsync_ms / 1_000,
        by_cause=by_cause,
    )
