"""What `make bench` found, as a table and as ratios against what is aimed at."""

from collections.abc import Mapping
from typing import Any

ABOUT = """{date}, commit {commit}; {machine}, {cores} cores ({busy} processes wanted one at the end), Python
{python}. `make bench`: each server with its PostgreSQL (durable) on one core, the load on another; all in one
run. A message counts when the other side has it and it is durable. CPU is the server's and its PostgreSQL's,
of the closed loop: where others use the machine it says more than the rate."""
HEAD = """| system | messages/s, closed loop | p50 / p99 | CPU a message | paced, p50 / p99 |
|---|---|---|---|---|"""
DAPHNE, PROSODY, SYNAPSE, FLOOR = "ours on Daphne", "Prosody", "Synapse", "floor"
MOST_KB = 45.0


def table(
    found: Mapping[str, Mapping[str, Any]],
    missing: list[str],
    *,
    about: Mapping[str, str],
    limits: Mapping[str, str],
) -> str:
    """Return the section of bench/RESULTS.md."""
    raised = ", ".join(f"{name.removeprefix('HELPLINE_').lower()} {value}" for name, value in limits.items())
    parts = [
        ABOUT.format(**about),
        "\n".join([HEAD, *(_row(name, of) for name, of in found.items())]),
        "\n".join(["| aim | found | by CPU | |", "|---|---|---|---|", *_aims(found)]),
        *missing,
        f"Limits raised for the run, each checked all the same: {raised}.",
    ]
    return "\n\n".join(part for part in parts if part)


def _row(name: str, of: Mapping[str, Any]) -> str:
    closed, paced = of["closed"], of.get("paced")
    each = " + ".join(str(us) for us in closed.get("cpu_us_by_process", []))
    pace = f"{paced['p50_ms']} / {paced['p99_ms']} ms" if paced else ""
    lost = sum(part["unanswered"] for part in (closed, paced or {"unanswered": 0}))
    told = f" ({lost} unanswered)" if lost else ""
    return (
        f"| {name}{told} | {closed['per_second']} | {closed['p50_ms']} / {closed['p99_ms']} ms "
        f"| {each} µs | {pace} |"
    )


def _aims(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    aims = [
        (DAPHNE, PROSODY, 1.5),
        (DAPHNE, SYNAPSE, 15.0),
        (DAPHNE, FLOOR, 1.0),
        ("ours on uvicorn", PROSODY, 2.0),
        ("ours on granian", PROSODY, 2.0),
    ]
    rows = [
        _ratio(who, than, least, found[who]["closed"], found[than]["closed"])
        for who, than, least in aims
        if who in found and than in found
    ]
    if DAPHNE in found and PROSODY in found:
        p99 = found[DAPHNE]["paced"]["p99_ms"] / max(found[PROSODY]["paced"]["p99_ms"], 0.01)
        rows.append(f"| paced p99 at most 1.0 of Prosody's | {p99:.2f} | | {_met(p99 <= 1.0)} |")
    for count, kb in found.get(DAPHNE, {}).get("idle", {}).items():
        rows.append(
            f"| {count:,} idle callers under {MOST_KB:.0f} KB each | {kb} KB | | {_met(kb < MOST_KB)} |"
        )
    return rows


def _ratio(who: str, than: str, least: float, own: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    by_rate = own["per_second"] / max(other["per_second"], 0.01)
    by_cpu = other["cpu_us_a_message"] / max(own["cpu_us_a_message"], 1)
    return f"| {who} at least {least} x {than} | {by_rate:.2f} | {by_cpu:.2f} | {_met(by_rate >= least)} |"


def _met(yes: bool) -> str:
    return "met" if yes else "not met"
