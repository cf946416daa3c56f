"""Callers who start every few seconds, on the flood's network and elsewhere, and leave again.

A process of its own (`python -m tests.attacks.newcomers`): to solve a proof takes a processor, and the people
whose words are timed must not wait for it. Prints as JSON how each was refused, "" for those who were not.
"""

import argparse
import asyncio
import json
import time
from dataclasses import dataclass

from tests.attacks.beside import wait_for_the_word
from tests.attacks.honest import HomeCaller, home
from tests.live_http import Refused


@dataclass(frozen=True)
class There:
    """Where the server is, for somebody who did not start it."""

    port: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


async def come_and_go(server: There, *, seconds: float, every: float) -> list[str]:
    """Let a caller start every few seconds; return the refusals."""
    refused: list[str] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        network = home(len(refused))
        try:
            caller = await HomeCaller.comes(server, network)
            await caller.ends()
            await caller.hangs_up()
            refused.append("")
        except (Refused, OSError) as refusal:
            refused.append(f"{network}: {refusal}")
        await asyncio.sleep(every)
    return refused


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--every", type=float, default=4)
    given = parser.parse_args()
    wait_for_the_word()
    refused = asyncio.run(come_and_go(There(given.port), seconds=min(given.seconds, 180), every=given.every))
    print(json.dumps(refused))  # noqa: T201 - its answer to whoever started it


if __name__ == "__main__":
    main()
