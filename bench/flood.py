"""A flood from one network beside twenty talks, measured against the same talks without one, in one run.

`.venv/bin/python -m bench.flood` puts its figures into bench/RESULTS.md. It takes five minutes, floods a
server of its own on this machine alone, and ends by itself. The generator is a process beside the server
and the honest people, on the same cores: what it managed stands with the figures.
"""

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Any

from bench.results import circumstances, put_under
from tests.attacks.test_flood import AS_IN_SERVICE, beside_a_flood
from tests.live import ROOT, a_server

HEADING = "## A flood from one network"
QUIET_SECONDS, FLOOD_SECONDS = 60, 120
ROWS = {
    "ack_p50": "acknowledged, median",
    "ack_p99": "acknowledged, p99",
    "heard_p50": "heard at the other end, median",
    "heard_p99": "heard at the other end, p99",
}
TEXT = """
{date}, commit {commit}; {machine}, {cores} cores that others use as well ({busy} processes wanted one at the
end), Python {python}; SQLite, one Daphne; `.venv/bin/python -m bench.flood`. Twenty talks, half of them
behind the flood's own address: {quiet} messages in {quiet_seconds} s without it, {flood} in
{flood_seconds} s with it.

| | quiet | flood | ratio |
|---|---|---|---|
{rows}

The flood was {connections_per_minute} connections a minute and {posts_per_second} posts a second that were
answered, at the worst {latest_seconds} s behind its plan.

| posts, by answer (`gate`: before any view) | |
|---|---|
{posts}

| connections, by how they ended | |
|---|---|
{ended}

{newcomers} callers started meanwhile, half of them behind the flood's address, with their proof solved:
{refused} refused.
"""


def in_words(found: dict[str, Any]) -> str:
    quiet, flood, answered = found["quiet"], found["flood"], found["answered"]
    rows = [
        f"| {text} | {quiet[name]} ms | {flood[name]} ms | {flood[name] / quiet[name]:.2f} |"
        for name, text in ROWS.items()
    ]
    return TEXT.format(
        **circumstances(),
        **{name: value for name, value in answered.items() if name != "seconds"},
        quiet=quiet["messages"],
        flood=flood["messages"],
        quiet_seconds=QUIET_SECONDS,
        flood_seconds=FLOOD_SECONDS,
        rows="\n".join(rows),
        posts=_lines(answered["posts_answers"]),
        ended=_lines(answered["connections_ended"]),
        newcomers=len(found["newcomers"]),
        refused=sum(bool(each) for each in found["newcomers"]),
    )


def _lines(counts: dict[str, int]) -> str:
    return "\n".join(f"| {name} | {count:,} |" for name, count in sorted(counts.items()))


def main() -> None:
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder, a_server(Path(folder) / "s", **AS_IN_SERVICE) as server:
        server.start()
        server.add_handlers("handler3", "handler4", "handler5")
        measured = beside_a_flood(server, handlers=5, quiet=QUIET_SECONDS, flood=FLOOD_SECONDS)
        found = asyncio.run(measured)
    put_under(HEADING, in_words(found))


if __name__ == "__main__":
    main()
