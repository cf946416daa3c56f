"""A flood from one network beside honest talks: nobody who did the work is refused, and words arrive."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.beside import Beside
from tests.attacks.honest import Talks, told
from tests.live import Server, a_server

# What a service has, not what the other tests are given.
AS_IN_SERVICE = {
    "HELPLINE_TRUSTED_PROXIES": "1",
    "HELPLINE_BURST": "10",
    "HELPLINE_PER_SECOND": "1",
    "HELPLINE_CONTACTS_PER_HOUR": "120",
    "HELPLINE_CONTACTS_AT_ONCE": "30",
    "HELPLINE_CHALLENGES_PER_HOUR": "1200",
    "HELPLINE_PROOF_NUMBER": "5000",
}
# Ends a run that hangs; nothing of the short one asserts speed.
GUARD_SECONDS = 280


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with a_server(tmp_path / "server", **AS_IN_SERVICE) as server:
        server.start()
        server.add_handlers("handler3", "handler4", "handler5")
        yield server


def until(task: asyncio.Task[Any]) -> Callable[[], bool]:
    return lambda: not task.done()


def hour_of_clock() -> int:
    """Return the hour since 1970: a network has a new name, and with it a new budget, in each."""
    return int(time.time() // 3_600)


async def beside_a_flood(server: Server, *, handlers: int, quiet: float, flood: float) -> dict[str, Any]:
    """Measure the same talks without and with a flood, in one run; others start in both parts of it."""
    hour = hour_of_clock()
    async with asyncio.timeout(GUARD_SECONDS):
        talks = await Talks.begin(server, handlers=handlers)
        alone = await Beside.loaded("newcomers", port=server.port, seconds=quiet)
        silence = asyncio.create_task(alone.goes())
        await talks.go_on(until(silence))
        before = told(talks)
        newcomers = await Beside.loaded("newcomers", port=server.port, seconds=flood)
        generator = await Beside.loaded("flood", port=server.port, seconds=flood)
        starting, flooding = asyncio.create_task(newcomers.goes()), asyncio.create_task(generator.goes())
        await talks.go_on(until(flooding))
        after = told(talks)
        refused = await starting
        await talks.end()
    return {
        "quiet": before,
        "flood": after,
        "newcomers": refused,
        "answered": flooding.result(),
        "hours_begun": hour_of_clock() - hour,
    }


def check_answers(found: dict[str, Any]) -> None:
    """Nobody who did the work was refused; the flood was, and little of it got through."""
    assert [refusal for refusal in found["newcomers"] if refusal] == []
    assert len(found["newcomers"]) >= 2
    assert found["flood"]["messages"] > 10
    answered = found["answered"]
    posts = dict(answered["posts_answers"])
    assert posts.pop("gate") > 0
    # What reached a view is what a network's budget is: 40 at once and 5 a second, and 40 again where an
    # hour began, and with it a new name (`NetworkNames`).
    assert set(posts) <= {"400", "401", "429"}
    at_once = 40 * (1 + found["hours_begun"])
    assert sum(posts.values()) <= at_once + 5 * (answered["seconds"] + 2)
    ended = answered["connections_ended"]
    assert ended["silent_line: cut"] > 0
    assert ended["wrong_hello: closed 4401"] > 0
    assert {name for name in ended if "spoken to" in name} == set()


async def test_a_short_flood_keeps_nobody_out_who_did_the_work(server: Server) -> None:
    found = await beside_a_flood(server, handlers=2, quiet=1, flood=14)

    check_answers(found)
    assert server.log.count("Traceback") == 0


@pytest.mark.long
async def test_two_minutes_of_a_flood_cost_honest_people_little(server: Server) -> None:
    found = await beside_a_flood(server, handlers=5, quiet=60, flood=120)
    print(f"\n{json.dumps(found)}")  # noqa: T201 - the figures of the run are asked for

    check_answers(found)
    # The generator kept its pace, or it would have been a smaller flood.
    assert found["answered"]["connections_per_minute"] >= 1_900
    assert found["answered"]["posts_per_second"] >= 190
    # A ratio of two parts of one run, on whatever machine it is.
    for which in ("ack_p99", "heard_p99"):
        assert found["flood"][which] < 3 * found["quiet"][which]
