"""The simulation's parts against formulas that are known; the tolerance is that of the number of events."""

import random
from math import factorial

import pytest

from bench.simulation.events import Clock, Disk, Lane, Station

pytestmark = pytest.mark.once
CUSTOMERS = 40_000


def mean_wait(*, servers: int, per_second: float, constant: bool, seed: int) -> float:
    """Return the mean time in line of customers who need a second in the mean."""
    draw = random.Random(seed)
    clock = Clock()
    station = Station(clock, servers)
    waits: list[float] = []

    def come() -> None:
        came, work = clock.now, 1.0 if constant else draw.expovariate(1)
        station.serve(work, lambda: waits.append(clock.now - came - work))
        if len(waits) < CUSTOMERS:
            clock.after(draw.expovariate(per_second), come)

    come()
    clock.run(10 * CUSTOMERS)
    return sum(waits) / len(waits)


def erlang_c(servers: int, load: float) -> float:
    """Return the share who have to wait (Erlang's second formula)."""
    last = load**servers / factorial(servers) * servers / (servers - load)
    return last / (sum(load**n / factorial(n) for n in range(servers)) + last)


@pytest.mark.parametrize("load", [0.3, 0.6, 0.8])
def test_one_server_with_random_work_waits_as_the_formula_says(load: float) -> None:
    expected = load / (1 - load)
    found = mean_wait(servers=1, per_second=load, constant=False, seed=1)
    assert found == pytest.approx(expected, rel=0.08)


@pytest.mark.parametrize("load", [0.3, 0.6, 0.8])
def test_constant_work_waits_half_as_long(load: float) -> None:
    expected = load / (2 * (1 - load))
    assert mean_wait(servers=1, per_second=load, constant=True, seed=2) == pytest.approx(expected, rel=0.08)


@pytest.mark.parametrize(("servers", "load"), [(2, 1.4), (4, 3.0), (8, 6.4)])
def test_several_servers_wait_as_erlang_says(servers: int, load: float) -> None:
    expected = erlang_c(servers, load) / (servers - load)
    found = mean_wait(servers=servers, per_second=load, constant=False, seed=3)
    assert found == pytest.approx(expected, rel=0.1)


def test_a_station_serves_in_order_and_counts_its_work() -> None:
    clock = Clock()
    done: list[tuple[int, float]] = []
    station = Station(clock, 2)

    def send(number: int, work: float) -> None:
        station.serve(work, lambda: done.append((number, clock.now)))

    for number, work in enumerate((3.0, 1.0, 1.0, 5.0)):
        send(number, work)
    clock.run(100)
    assert done == [(1, 1.0), (2, 2.0), (0, 3.0), (3, 7.0)]
    assert station.worked == 10.0


def test_a_lane_is_kept_while_its_holder_waits() -> None:
    clock = Clock()
    done: list[tuple[str, float]] = []
    lane = Lane(clock)

    def hold(name: str) -> None:
        def over() -> None:
            done.append((name, clock.now))
            lane.leave()

        lane.enter(lambda: clock.after(2.0, over))

    hold("first")
    hold("second")
    clock.run(10)
    assert done == [("first", 2.0), ("second", 4.0)]
    assert lane.worked == 4.0


def test_commits_that_come_during_a_flush_share_the_next_one() -> None:
    clock = Clock()
    done: list[tuple[float, float]] = []
    disk = Disk(clock, 1.0)

    def ask(at: float) -> None:
        clock.after(at, lambda: disk.commit(lambda: done.append((at, clock.now))))

    for at in (0.0, 0.2, 0.5, 0.9, 5.0):
        ask(at)
    clock.run(10)
    assert done == [(0.0, 1.0), (0.2, 2.0), (0.5, 2.0), (0.9, 2.0), (5.0, 6.0)]
    assert disk.flushes == 3
