"""What one act costs each part, worked out of what `python -m bench.costs` measured."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("costs.json")
Measured = dict[str, Any]


@dataclass(frozen=True)
class Batch:
    """Milliseconds for a batch of n: `first` once, and `each` for every message in it."""

    first: float
    each: float

    def of(self, number: int) -> float:
        return self.first + self.each * number


@dataclass(frozen=True)
class Act:
    """Milliseconds of a core of a process, of PostgreSQL and of Redis."""

    process: float
    postgresql: float
    redis: float = 0.0


@dataclass(frozen=True)
class Costs:
    """All the model reckons with. Times are milliseconds of a core unless their name says otherwise."""

    post: Batch
    post_postgresql: Batch
    read_caller: Act
    read_desk: Act
    redis_message: float
    nginx_message: float
    tick_caller: Act
    # What all desks of a process share in the time of a tick, and what each of them costs beside.
    looks: Act
    tick_desk: Act
    visit: Act
    # What one start, take or end costs each desk that shows the queue.
    change_desk: Act
    # And each caller's page that waits, all of a process's told from one read.
    change_waiting: Act
    changes_a_visit: float
    fsync_ms: float
    base_process_cores: float
    process_kb: float
    idle_caller_kb: float
    measured: dict[str, str]


def read(file: Path = FILE) -> Costs:
    """Return the costs that were measured last."""
    return worked_out(json.loads(file.read_text(encoding="utf-8")))


def worked_out(found: Measured) -> Costs:
    """Take apart what was measured together.

    A message costs a post at the writer's process, and one read at each end: what the hearer's process used
    is the read, and what the writer's used beyond that is the post. A batch of n costs a + b*n: both from
    messages that were posted alone and in bursts. Desks look together: what few of them cost each, beyond one
    more of many, is their share of what all of them share. What was measured below nothing is noise: 0.
    """
    hint, alone, answered, burst = (found[name] for name in ("read", "by_callers", "by_handlers", "burst"))
    idle, size = found["idle"], float(burst["messages_a_batch"])
    at_page, at_desk = float(answered["first"]), float(alone["second"])
    one = (alone["first"] - at_page + answered["second"] - at_desk) / 2
    in_postgres = (alone["postgresql"] + answered["postgresql"]) / 2 - 2 * hint["postgresql"]
    many, few = found["visit"], found["visit_few"]
    changes = max(1.0, float(many["changes"]))

    def a_desk(part: str) -> float:
        return max(0.0, float(many[part] - few[part]) / float(many["desks"] - few["desks"]))

    watched, ahead = found["visit_watched"], found["visit_ahead"]

    def a_page(part: str) -> float:
        return max(0.0, float(watched[part] - ahead[part]) / float(watched["waiting"])) / changes

    visit_process = many["first"] + many["second"] - many["desks"] * a_desk("second")
    visit_postgres = many["postgresql"] - many["desks"] * a_desk("postgresql")
    return Costs(
        post=batch(one, burst["first"] - at_page, size),
        post_postgresql=batch(in_postgres, burst["postgresql"] - 2 * hint["postgresql"], size),
        read_caller=Act(max(0.0, at_page), max(0.0, hint["postgresql"])),
        read_desk=Act(max(0.0, at_desk), max(0.0, hint["postgresql"])),
        redis_message=max(0.0, (alone["redis"] + answered["redis"]) / 2),
        nginx_message=max(0.0, alone["nginx"] + answered["nginx"]),
        tick_caller=_act(idle["tick_caller"], "first"),
        looks=_act(_shared_looks(idle, float(idle["desks"])), "second"),
        tick_desk=_act(_less(idle["tick_desk"], _shared_looks(idle, 1.0)), "second"),
        visit=Act(max(0.0, visit_process), max(0.0, visit_postgres), max(0.0, few["redis"])),
        change_desk=Act(a_desk("second") / changes, a_desk("postgresql") / changes),
        change_waiting=Act(a_page("first"), a_page("postgresql")),
        changes_a_visit=changes,
        fsync_ms=float(found["fsync_ms"]),
        base_process_cores=float(idle["base_cores"]["first"]),
        process_kb=float(found["memory"]["process_kb"]),
        idle_caller_kb=float(found["memory"]["idle_caller_kb"]),
        measured=dict(found["measured"]),
    )


def batch(alone: float, together: float, size: float) -> Batch:
    """Return a and b of a + b*n, from what a message costs alone and in batches of `size`.

    alone = a + b and together = a/size + b. Where bursts were no cheaper, all of it is for each message.
    """
    first = (alone - together) / (1 - 1 / size) if size > 1 else 0.0
    first = min(max(0.0, first), max(0.0, alone))
    return Batch(first, max(0.0, alone - first))


def _shared_looks(idle: Measured, desks: float) -> dict[str, float]:
    """Return what `desks` of those that were measured had of what all of them share.

    Never more than the same desks cost with talks later: whoever has just come still opens.
    """
    few, more, later = idle["tick_empty_desk"], idle["tick_more_desk"], idle["tick_desk"]
    return {part: min(max(0.0, few[part] - more[part]), max(0.0, later[part])) * desks for part in few}


def _less(found: dict[str, float], share: dict[str, float]) -> dict[str, float]:
    return {part: found[part] - share[part] for part in share}


def _act(found: dict[str, float], end: str) -> Act:
    return Act(max(0.0, found[end]), max(0.0, found["postgresql"]), max(0.0, found["redis"]))
