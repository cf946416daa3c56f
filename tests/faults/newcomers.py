"""Those who start a contact while something breaks: each asks until it is answered."""

import asyncio
import http.client
import itertools
import json
from collections.abc import Awaitable, Callable
from typing import Any

from tests.faults.cluster import Cluster
from tests.faults.pages import CallerPage
from tests.faults.witness import Witness

START = {"consent": True, "about": "own_behaviour", "language": "en"}
AGAIN_SECONDS = 0.5


class Starts:
    """Starts over HTTP, each from a network of its own; `unsure` counts those that may have begun or not."""

    def __init__(self, cluster: Cluster, witness: Witness) -> None:
        self.cluster, self.witness, self.door = cluster, witness, cluster.door
        self.unsure = 0
        self._numbers = itertools.count()

    def address(self) -> str:
        """Return an address that nobody has come from yet."""
        number = next(self._numbers)
        return f"127.7.{number // 250}.{number % 250 + 1}"

    async def one(self) -> CallerPage:
        """Start a contact as the page does, until it is answered; its page is not open yet."""
        of = self.address()
        while True:
            try:
                status, told = await asyncio.to_thread(self._asked, of)
            except (OSError, http.client.HTTPException):
                status, told = 0, {}
            if status == 201:
                return CallerPage(
                    self.door, self.witness, of=of, contact=told["contact"], token=told["token"]
                )
            assert status in {0, 503}, (status, told)
            # Nobody was promised anything.
            self.unsure += 1
            await asyncio.sleep(AGAIN_SECONDS)

    def _asked(self, of: str) -> tuple[int, dict[str, Any]]:
        headers = {"Content-Type": "application/json"}
        status, _, body = self.cluster.nginx.asked(
            "/api/contacts", headers, of=of, method="POST", body=json.dumps(START).encode()
        )
        return status, json.loads(body) if status == 201 else {}


async def in_turn(at_a_time: int, acts: list[Callable[[], Awaitable[Any]]]) -> list[Any]:
    """Do all of it, so many at a time."""
    gate = asyncio.Semaphore(at_a_time)

    async def one(act: Callable[[], Awaitable[Any]]) -> Any:
        async with gate:
            return await act()

    return await asyncio.gather(*(one(act) for act in acts))
