"""The simulated service: what must hold of it whatever was measured."""

from dataclasses import replace

import pytest

from bench.simulation.costs import Act, Batch, Costs, batch, read, worked_out
from bench.simulation.demand import demand
from bench.simulation.planning import is_enough, limits, plan, steps, surviving
from bench.simulation.service import Service, part_of
from bench.simulation.site import Line, Machines

pytestmark = pytest.mark.once
COSTS = Costs(
    post=Batch(2.0, 2.0),
    post_postgresql=Batch(0.5, 0.5),
    read_caller=Act(2.0, 0.4),
    read_desk=Act(3.0, 0.4),
    redis_message=0.2,
    nginx_message=0.1,
    tick_caller=Act(4.0, 0.8, 0.1),
    looks=Act(8.0, 1.6),
    tick_desk=Act(10.0, 2.0, 0.1),
    visit=Act(60.0, 10.0, 1.0),
    change_desk=Act(1.0, 0.1),
    change_waiting=Act(0.5, 0.1),
    changes_a_visit=3.0,
    fsync_ms=2.0,
    base_process_cores=0.01,
    process_kb=100_000,
    idle_caller_kb=50,
    measured={},
)
# Nobody starts or waits: then arithmetic is exact but for posts that share a batch.
STEADY = Line(200, waiting=0, visits=False)
ALONE = replace(COSTS, post=Batch(0.0, 4.0), post_postgresql=Batch(0.0, 1.0))


def test_where_nothing_is_full_each_part_works_as_much_as_arithmetic_says() -> None:
    machines = Machines(processes=3, database_cores=2)
    asked = demand(STEADY, machines, ALONE)
    played = Service(STEADY, machines, ALONE, seed=4).play(400)
    assert played.shares["a process's core"] == pytest.approx(asked.processes / 3, rel=0.05)
    assert played.shares["PostgreSQL"] == pytest.approx(asked.postgresql / 2, rel=0.05)
    assert played.shares["Redis"] < asked.redis * 1.1
    assert played.messages == pytest.approx(STEADY.messages_a_second * 400, rel=0.05)


def test_a_quiet_line_takes_as_long_as_the_work_and_the_ways_of_one_message() -> None:
    line = Line(1, pause_seconds=5, desks=1, waiting=0, visits=False, tick_seconds=1e9)
    played = Service(line, Machines(round_trip_ms=0.0), COSTS, seed=1).play(2_000)
    # nginx, the post, PostgreSQL, the flush, Redis; then one lane reads for either end, the writer first.
    post = 0.1 + 4.0 + 1.0 + 2.0 + 0.2
    assert played.p50_ms == pytest.approx(post + 2.4 + 3.4)
    assert played.backlog <= 1


def test_ways_between_hosts_are_added() -> None:
    line = Line(1, pause_seconds=5, desks=1, waiting=0, visits=False, tick_seconds=1e9)
    near, far = (
        Service(line, Machines(round_trip_ms=way), COSTS, seed=1).play(1_000).p50_ms for way in (0.0, 1.0)
    )
    # Seven questions of the post, two of Redis, four of the read; twice four where both ends are in one lane.
    assert far - near == pytest.approx(17.0)


def test_a_line_that_is_too_large_does_not_keep_up_and_says_where() -> None:
    played = Service(Line(2_000), Machines(processes=1), COSTS, seed=1).play(30)
    assert played.backlog > played.messages
    assert played.fullest in {"a process's core", "a process's lane of words"}
    assert not is_enough(played)


def test_a_disk_that_is_always_flushing_is_shared_and_not_full() -> None:
    slow = replace(COSTS, fsync_ms=120.0)
    played = Service(Line(200, waiting=0, visits=False), Machines(processes=4), slow, seed=1).play(60)
    assert played.shares["disk"] > 0.85
    assert played.fullest != "disk"
    assert played.backlog < 10
    assert 120.0 < played.p50_ms < 400.0


def test_posts_that_come_at_once_share_a_batch() -> None:
    quiet, busy = (
        Service(Line(number, waiting=0, visits=False), Machines(processes=1), COSTS, seed=1).play(60)
        for number in (20, 300)
    )
    assert quiet.posts_a_batch < busy.posts_a_batch


def test_the_same_seed_plays_the_same() -> None:
    runs = [Service(Line(100), Machines(processes=2), COSTS, seed=7).play(30) for _ in range(2)]
    assert runs[0] == runs[1]


def test_a_plan_is_enough_and_outlives_a_host() -> None:
    line = Line(300)
    few = plan(line, COSTS)
    safe = surviving(line, COSTS, few)
    assert few.is_enough
    assert safe.is_enough
    assert safe.lost is not None
    assert is_enough(safe.lost)
    assert safe.machines.processes > few.machines.processes


def test_more_machines_carry_more_and_each_step_is_further() -> None:
    small, large = limits(Machines(processes=1), COSTS), limits(Machines(processes=4), COSTS)
    assert small["the processes' cores"] < large["the processes' cores"]
    assert small["Redis' one core"] == large["Redis' one core"]
    numbers = [step.conversations for step in steps(COSTS)]
    assert numbers == sorted(numbers)


def test_a_batch_is_taken_apart_into_what_is_once_and_what_is_for_each() -> None:
    found = batch(alone=5.0, together=2.0 / 10 + 3.0, size=10)
    assert found.first == pytest.approx(2.0)
    assert found.each == pytest.approx(3.0)
    assert batch(alone=5.0, together=6.0, size=10) == Batch(0.0, 5.0)
    assert batch(alone=5.0, together=5.0, size=1) == Batch(0.0, 5.0)


def test_costs_are_worked_out_of_what_was_measured_together() -> None:
    parts = {"nginx": 0.0, "redis": 0.0}
    hint = {"first": 2.0, "second": 3.0, "postgresql": 0.5, **parts}
    tick = {"first": 4.0, "second": 9.0, "postgresql": 1.0, **parts}
    found = worked_out(
        {
            "read": hint,
            "by_callers": {"first": 7.0, "second": 3.0, "postgresql": 2.0, **parts, "nginx": 0.3},
            "by_handlers": {"first": 2.0, "second": 8.0, "postgresql": 2.0, **parts, "nginx": 0.1},
            "burst": {
                "first": 5.2, "second": 3.0, "postgresql": 1.6, "messages_a_batch": 5.0, **parts,
            },
            "visit": {"first": 30.0, "second": 60.0, "postgresql": 20.0, **parts, "desks": 26, "changes": 2},
            "visit_few": {"first": 30.0, "second": 20.0, "postgresql": 10.0, **parts, "desks": 6},
            "visit_ahead": {"first": 35.0, "postgresql": 10.0},
            "visit_watched": {"first": 75.0, "postgresql": 14.0, "waiting": 20},
            "idle": {
                "base_cores": {"first": 0.01}, "tick_caller": tick, "tick_desk": tick, "desks": 10,
                "tick_empty_desk": {**tick, "second": 6.0}, "tick_more_desk": {**tick, "second": 1.0},
            },
            "memory": {"process_kb": 100, "idle_caller_kb": 1},
            "fsync_ms": 1.0,
            "measured": {},
        }
    )  # fmt: skip
    once = (found.post.first, found.post_postgresql.first)
    each = (found.post.each, found.post_postgresql.each)
    assert once == pytest.approx((2.25, 0.5))
    assert each == pytest.approx((2.75, 0.5))
    assert (found.read_caller.process, found.read_desk.process) == (2.0, 3.0)
    # Of the 6 that a desk without talks costs, 5 are its tenth of what ten of them share.
    assert (found.tick_caller.process, found.looks.process, found.tick_desk.process) == (4.0, 50.0, 4.0)
    assert found.change_desk.process == 1.0
    assert (found.change_waiting.process, found.change_waiting.postgresql) == pytest.approx((1.0, 0.1))
    assert found.visit.process == 90.0 - 26 * 2.0


def test_what_was_measured_last_can_be_reckoned_with() -> None:
    costs = read()
    assert costs.post.of(1) > 0
    # What a desk costs may be lost in what all of them share.
    assert costs.looks.process + costs.tick_desk.process > 0
    assert {"date", "commit", "machine"} <= costs.measured.keys()


def test_a_part_of_nothing_is_nothing() -> None:
    assert part_of([], 0.99) == 0.0
    assert part_of([3.0, 1.0, 2.0], 0.5) == 2.0
    assert part_of([3.0, 1.0, 2.0], 0.99) == 3.0


def test_a_line_needs_somebody() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Line(0)
