"""Whether this process is about to end, and who wants to be told. See docs/adr/0067-a-process-leaves.md.

Begun once, on the loop of the server, and never taken back.
"""

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Draining:
    """What a process knows of its own end."""

    def __init__(self) -> None:
        self.begun = False
        self._told: list[Callable[[], object]] = []
        self._held: set[asyncio.Future[None]] = set()

    def tell(self, act: Callable[[], object]) -> None:
        """Have `act` called at the beginning of the end; at once where that is over."""
        if self.begun:
            act()
        else:
            self._told.append(act)

    @contextmanager
    def held(self) -> Iterator["asyncio.Future[None]"]:
        """Give a future that is done when whoever is held here should go on to another process."""
        leave = asyncio.get_running_loop().create_future()
        if self.begun:
            leave.set_result(None)
        self._held.add(leave)
        try:
            yield leave
        finally:
            self._held.discard(leave)

    def begin(self, *, spread: float) -> None:
        """Tell everybody; those who are held leave over `spread` seconds, so that they do not come as one."""
        if self.begun:
            return
        self.begun = True
        for act in self._told:
            act()
        for leave in self._held:
            after = random.uniform(0, spread)  # noqa: S311 - no secret
            leave.get_loop().call_later(after, _done, leave)


def _done(leave: "asyncio.Future[None]") -> None:
    if not leave.done():
        leave.set_result(None)


draining = Draining()
