"""Writes and hears messages as fast as a server lets it, or at a pace, and says how many arrived and when.

    python bench/load.py --url ws://127.0.0.1:8000 --conversations 20 --messages 200 --json
    python bench/load.py --url ws://127.0.0.1:8000 --conversations 100 --messages 20 --rate 2 --json

One writer and one hearer a conversation; a message is about 100 characters with the writer's clock in it. It
counts once the other side has received it and the server has said that it is durable. Without `--rate` each
writer sends the next when the last one counted. `--system` names what is behind the address: this service
(its limits raised, docs/measuring.md), the bare relay, Prosody or Synapse.
"""

# ruff: noqa: T201, E402

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

# In place of this folder, whose queue.py and statistics.py would hide Python's own.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench.talks import Load, Talk
from bench.watched import cpu_seconds

WARM_MESSAGES = 10
SILENT_SECONDS = 30
Begins = Callable[[argparse.Namespace], Awaitable[list[Talk]]]


def begins(system: str) -> Begins:
    """Return what begins the talks of a system."""
    if system == "floor":
        from bench.peers.floor_talk import begin
    elif system == "prosody":
        from bench.peers.prosody_talk import begin
    elif system == "synapse":
        from bench.peers.synapse_talk import begin
    else:
        from bench.helpline_talk import begin
    return begin


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--url", required=True, help="ws://HOST:PORT (http://HOST:PORT for Synapse)")
    parser.add_argument("--system", default="helpline", choices=["helpline", "floor", "prosody", "synapse"])
    parser.add_argument("--conversations", type=int, default=20)
    parser.add_argument("--messages", type=int, default=100, help="of each conversation")
    parser.add_argument("--rate", type=float, default=0, help="a second and conversation; 0: closed loop")
    parser.add_argument("--seconds", type=float, default=0, help="end after so long, whatever was sent")
    parser.add_argument("--people", type=Path, help="JSON with cookies of handlers and tokens of callers")
    parser.add_argument(
        "--handlers", default="handler1,handler2", help="who signs in where --people is not given"
    )
    parser.add_argument("--password", default=os.environ.get("HELPLINE_DEMO_PASSWORD", ""))
    parser.add_argument("--watch", default="", help="process ids whose CPU seconds are told, with children")
    parser.add_argument("--json", action="store_true", help="one object instead of a sentence")
    return parser.parse_args()


async def measured(options: argparse.Namespace) -> dict[str, Any]:
    """Begin the talks, warm up, then write and count."""
    talks = await begins(options.system)(options)
    await Load(talks).run(messages=WARM_MESSAGES, rate=0, most_seconds=SILENT_SECONDS)
    watched = [int(pid) for pid in options.watch.split(",") if pid]
    before, began = cpu_seconds(watched), time.process_time()
    load = Load(talks)
    await load.run(messages=options.messages, rate=options.rate, most_seconds=options.seconds or float("inf"))
    busy = time.process_time() - began
    found = load.found() | {
        "system": options.system,
        "conversations": len(talks),
        "rate": options.rate,
        "load_busy": round(busy / max(load.seconds, 1e-9), 2),
    }
    if watched:
        used = {pid: seconds - before[pid] for pid, seconds in cpu_seconds(watched).items()}
        each = max(found["messages"], 1) / 1e6
        found["cpu_us_a_message"] = round(sum(used.values()) / each)
        found["cpu_us_by_process"] = [round(used[pid] / each) for pid in watched]
    return found


def main() -> int:
    options = asked()
    found = asyncio.run(measured(options))
    if options.json:
        print(json.dumps(found))
    else:
        print(
            "{messages} messages in {seconds} s: {per_second}/s, p50 {p50_ms} ms, p99 {p99_ms} ms, "
            "{unanswered} unanswered".format(**found)
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
