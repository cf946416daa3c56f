"""Memory of callers who have a page open and write nothing."""

import asyncio
import contextlib
import json
from pathlib import Path
from typing import Any

from bench.helpline_talk import CallerEnd, Ends
from bench.ours import Ours
from bench.watched import resident_kb

AT_A_TIME = 50


async def _come(url: str, callers: list[list[str]]) -> list[Any]:
    ends, gate = Ends(url), asyncio.Semaphore(AT_A_TIME)

    async def one(known: list[str]) -> Any:
        async with gate:
            return await ends.caller(CallerEnd(*known))

    return await asyncio.gather(*(one(each) for each in callers))


async def kb_each(
    ours: Ours, url: str, callers: list[list[str]], counts: tuple[int, ...]
) -> dict[int, float]:
    """Return the KB that each of so many idle callers takes over what the process had without them.

    A few come and go first: what the first socket brings with it lives as long as the process.
    """
    assert ours.process is not None
    for end in await _come(url, callers[:20]):
        end.client.transport.close()
    await asyncio.sleep(2)
    before, found, sockets = resident_kb(ours.process.pid), {}, []
    for count in counts:
        sockets += await _come(url, callers[len(sockets) : count])
        await asyncio.sleep(2)
        found[count] = round((resident_kb(ours.process.pid) - before) / count, 1)
    for end in sockets:
        with contextlib.suppress(Exception):
            end.client.transport.close()
    return found


def measured(ours: Ours, url: str, people: Path, counts: tuple[int, ...]) -> dict[int, float]:
    """Measure with callers who were prepared."""
    return asyncio.run(kb_each(ours, url, json.loads(people.read_text())["callers"], counts))
