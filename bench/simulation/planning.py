"""How many machines a line needs, what one host less does to it, and which part is full first and next."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil

from bench.simulation.costs import Costs
from bench.simulation.demand import demand
from bench.simulation.service import Played, Service
from bench.simulation.site import PROCESSES_A_HOST, Line, Machines

# What is enough: 99 of 100 words within a second, and no part more than seven tenths at work.
MOST_P99_MS, MOST_SHARE = 1_000.0, 0.7
# What arithmetic begins with: half, as words come in bunches.
FIRST_SHARE = 0.5
CORES = (2, 4, 8, 16, 32, 64)
TRIES = 5
MESSAGES, FEWEST_SECONDS, MOST_SECONDS = 2_000, 5.0, 600.0
# As the service is delivered (deploy/env.example): sockets a process takes, connections it may open.
SOCKETS_A_PROCESS, POOL, DATABASES, CONNECTIONS = 4_000, 10, 2, 100
MOST_CONVERSATIONS = 1_000_000


@dataclass(frozen=True)
class Plan:
    """What a line needs, how it does on that, and how it does with one host of it gone."""

    line: Line
    machines: Machines
    played: Played
    lost: Played | None
    is_enough: bool


@dataclass(frozen=True)
class Step:
    """At so many conversations this part is full; what is done about it gives `then`."""

    conversations: int
    part: str
    machines: Machines
    cause: str


def seconds_for(line: Line) -> float:
    """Return how long to play, so that enough is written."""
    return min(MOST_SECONDS, max(FEWEST_SECONDS, MESSAGES / line.messages_a_second))


def play(line: Line, machines: Machines, costs: Costs, *, seed: int = 1) -> Played:
    return Service(line, machines, costs, seed=seed).play(seconds_for(line))


def is_enough(played: Played) -> bool:
    return played.p99_ms <= MOST_P99_MS and played.shares[played.fullest] <= MOST_SHARE


def plan(line: Line, costs: Costs, *, seed: int = 1) -> Plan:
    """Find the fewest processes that are enough, beginning with what arithmetic says."""
    machines = _first(line, costs)
    played = play(line, machines, costs, seed=seed)
    for _ in range(TRIES):
        if is_enough(played):
            break
        machines = _more(machines, played)
        played = play(line, machines, costs, seed=seed)
    alone = machines.hosts == 1 and machines.processes == 1
    lost = None if alone else play(line, machines.without_a_host(), costs, seed=seed)
    return Plan(line, machines, played, lost, is_enough(played))


def surviving(line: Line, costs: Costs, found: Plan, *, seed: int = 1) -> Plan:
    """Return a plan of two hosts at least that is still enough with one of them gone."""
    machines = found.machines
    processes = machines.processes + min(machines.processes, PROCESSES_A_HOST)
    more = replace(machines, processes=processes)
    more = replace(more, nginx_cores=max(2, more.hosts))
    for _ in range(TRIES):
        lost = play(line, more.without_a_host(), costs, seed=seed)
        if is_enough(lost):
            break
        more = _more(more, lost)
    played = play(line, more, costs, seed=seed)
    return Plan(line, more, played, lost, is_enough(lost))


def _first(line: Line, costs: Costs) -> Machines:
    machines = Machines()
    for _ in range(4):
        asked = demand(line, machines, costs)
        processes = max(1, ceil(asked.processes / FIRST_SHARE))
        cores = next((each for each in CORES if asked.postgresql <= FIRST_SHARE * each), CORES[-1])
        machines = replace(machines, processes=processes, database_cores=cores)
    return replace(machines, nginx_cores=machines.hosts)


def _more(machines: Machines, played: Played) -> Machines:
    """Return machines with more of what is short."""
    if played.fullest == "PostgreSQL":
        return replace(machines, database_cores=_next_size(machines.database_cores))
    more = replace(machines, processes=machines.processes + ceil(machines.processes / 5))
    return replace(more, nginx_cores=more.hosts)


def _next_size(cores: int) -> int:
    return next((each for each in CORES if each > cores), cores)


def limits(machines: Machines, costs: Costs) -> dict[str, int]:
    """Return how many conversations fill each part, by arithmetic."""

    def share(part: str) -> Callable[[int], float]:
        size = {
            "processes": machines.processes,
            "postgresql": machines.database_cores,
            "redis": 1,
            "nginx": machines.nginx_cores,
        }[part]

        def of(conversations: int) -> float:
            found: float = getattr(demand(Line(conversations), machines, costs), part)
            return found / size

        return of

    names = {
        "processes": "the processes' cores",
        "postgresql": "PostgreSQL's cores",
        "redis": "Redis' one core",
        "nginx": "nginx",
    }
    found = {text: _largest(share(part)) for part, text in names.items()}
    # A talk has two sockets' worth: its page, and its part of a desk and of those who wait.
    found["sockets a process takes"] = _largest(
        lambda number: _sockets(Line(number)) / (machines.processes * SOCKETS_A_PROCESS)
    )
    return found


def _sockets(line: Line) -> int:
    return line.conversations + line.waiting + line.desks


def _largest(share: Callable[[int], float]) -> int:
    low, high = 0, MOST_CONVERSATIONS
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if share(middle) <= 1 else (low, middle - 1)
    return low


def steps(costs: Costs, *, most: int = 12_000) -> list[Step]:
    """Begin with one process; whenever a part is full, double it; until `most`, or what cannot be doubled."""
    machines, found = Machines(), []
    while True:
        full = limits(machines, costs)
        part = min(full, key=lambda name: full[name])
        number = full[part]
        causes = demand(Line(max(1, number)), machines, costs).by_cause
        found.append(Step(number, part, machines, max(causes, key=lambda name: causes[name])))
        if number >= most or part == "Redis' one core":
            return found
        if part == "PostgreSQL's cores":
            machines = replace(machines, database_cores=2 * machines.database_cores)
        elif part == "nginx":
            machines = replace(machines, nginx_cores=2 * machines.nginx_cores)
        else:
            machines = replace(machines, processes=2 * machines.processes)
