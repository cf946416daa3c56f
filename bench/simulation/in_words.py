"""What the simulation found, as tables for people and as plain data for programs."""

from dataclasses import asdict
from typing import Any

from bench.simulation.costs import Costs
from bench.simulation.demand import demand
from bench.simulation.planning import CONNECTIONS, DATABASES, POOL, Plan, Step
from bench.simulation.service import Played

REMEDY = {
    "the processes' cores": "twice as many processes",
    "PostgreSQL's cores": "twice PostgreSQL's cores",
    "nginx": "twice nginx' cores",
    "sockets a process takes": "twice as many processes, or `HELPLINE_SOCKETS` raised",
    "Redis' one core": "a Redis for limits and one for hints; beyond that, other software",
}


def as_data(plans: list[tuple[Plan, Plan]], ladder: list[Step], costs: Costs) -> dict[str, Any]:
    """Return all of it as JSON takes it."""
    return {
        "costs": asdict(costs),
        "lines": [
            {"fewest": _plan_data(few, costs), "outlives_a_host": _plan_data(safe, costs)}
            for few, safe in plans
        ],
        "steps": [asdict(step) for step in ladder],
    }


def _plan_data(plan: Plan, costs: Costs) -> dict[str, Any]:
    return {
        **asdict(plan),
        "hosts": plan.machines.hosts,
        "memory_mb": round(memory_mb(plan, costs)),
        "connections": connections(plan),
        "demand": asdict(demand(plan.line, plan.machines, costs)),
    }


def memory_mb(plan: Plan, costs: Costs) -> float:
    """Return what the processes hold together; a desk is reckoned as a caller's page."""
    sockets = plan.line.conversations + plan.line.waiting + plan.line.desks
    return (plan.machines.processes * costs.process_kb + sockets * costs.idle_caller_kb) / 1_024


def connections(plan: Plan) -> int:
    """Return what PostgreSQL has to allow where both databases are on one server and every pool is full."""
    return plan.machines.processes * POOL * DATABASES


def plans_table(plans: list[tuple[Plan, Plan]], costs: Costs) -> str:
    """Return one row for the fewest machines of each line, and one for those that outlive a host."""
    rows = [
        "| talks at once | desks | messages/s | processes | hosts | PostgreSQL's cores | p50 / p99 "
        "| a core / lane / PostgreSQL / disk / Redis | most at work | one host less: p99, fullest |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for few, safe in plans:
        for plan, kind in ((few, ""), (safe, " *")):
            line, machines = plan.line, plan.machines
            rows.append(
                f"| {line.conversations:,}{kind} | {line.desks:,} | {line.messages_a_second:.1f} "
                f"| {machines.processes} | {machines.hosts if not kind else max(2, machines.hosts)} "
                f"| {machines.database_cores} | {_times(plan.played)} | {_shares(plan.played)} "
                f"| {plan.played.fullest}{'' if plan.is_enough else ' (too full)'} | {_lost(plan.lost)} |"
            )
    return "\n".join(rows)


def _times(played: Played) -> str:
    return f"{played.p50_ms:,.0f} / {played.p99_ms:,.0f} ms"


def _shares(played: Played) -> str:
    parts = ("a process's core", "a process's lane of words", "PostgreSQL", "disk", "Redis")
    return " / ".join(f"{played.shares[part]:.0%}" for part in parts)


def _lost(lost: Played | None) -> str:
    if lost is None:
        return "nobody is served"
    where = f"{lost.fullest} {lost.shares[lost.fullest]:.0%}"
    if lost.backlog > 0.1 * lost.messages:
        return f"does not keep up: {where}, {lost.backlog:,} words late"
    return f"{lost.p99_ms:,.0f} ms, {where}"


def needs_table(plans: list[tuple[Plan, Plan]], costs: Costs) -> str:
    """Return memory and connections, and what the processes' time goes to."""
    rows = [
        "| talks at once | memory of the processes | connections to PostgreSQL | cores at work, by cause |",
        "|---|---|---|---|",
    ]
    for _, safe in plans:
        causes = demand(safe.line, safe.machines, costs).by_cause
        text = ", ".join(f"{cause} {cores:.2f}" for cause, cores in causes.items() if cores >= 0.005)
        number = connections(safe)
        more = "" if number <= CONNECTIONS else f" (it allows {CONNECTIONS} unless told otherwise)"
        rows.append(
            f"| {safe.line.conversations:,} | {memory_mb(safe, costs):,.0f} MB | {number}{more} | {text} |"
        )
    return "\n".join(rows)


def steps_table(ladder: list[Step]) -> str:
    rows = [
        "| processes / PostgreSQL's cores / nginx' | full at talks | what is full | most work is | then |",
        "|---|---|---|---|---|",
    ]
    rows += [
        f"| {step.machines.processes} / {step.machines.database_cores} / {step.machines.nginx_cores} "
        f"| {step.conversations:,} | {step.part} | {step.cause} | {REMEDY[step.part]} |"
        for step in ladder
    ]
    return "\n".join(rows)


def costs_table(costs: Costs) -> str:
    """Return the costs the model reckons with."""
    acts = {
        "one post, in a batch of n": (
            f"{costs.post.first:.2f} + {costs.post.each:.2f} n",
            f"{costs.post_postgresql.first:.2f} + {costs.post_postgresql.each:.2f} n",
            f"{costs.redis_message:.2f}",
        ),
        "a hint followed at a caller's page": _act(costs.read_caller),
        "a hint followed at a desk": _act(costs.read_desk),
        "a caller's page that is quiet, each 10 s": _act(costs.tick_caller),
        "what all desks of a process share, each 10 s": _act(costs.looks),
        "a desk with four talks beside it, each 10 s": _act(costs.tick_desk),
        "a visit: start, be taken, end": _act(costs.visit),
        "a change of the queue, each desk": _act(costs.change_desk),
        "a change of the queue, each caller who waits": _act(costs.change_waiting),
    }
    rows = ["| act | process, ms of a core | PostgreSQL, ms | Redis, ms |", "|---|---|---|---|"]
    rows += [f"| {name} | {' | '.join(values)} |" for name, values in acts.items()]
    rows.append("")
    rows.append(
        f"A flush of the disk {costs.fsync_ms:.2f} ms; nginx {costs.nginx_message:.2f} ms a message; "
        f"a process {costs.process_kb / 1_024:.0f} MB and {costs.idle_caller_kb:.0f} KB a quiet caller; "
        f"{costs.changes_a_visit:.1f} changes of the queue a visit."
    )
    return "\n".join(rows)


def _act(act: Any) -> tuple[str, str, str]:
    return (f"{act.process:.2f}", f"{act.postgresql:.2f}", f"{act.redis:.2f}")
