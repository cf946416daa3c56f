"""The sockets that are open in this process, and which must go when there are too many.

A socket that has not said hello with a good token costs its network; whoever has said it costs nobody. No
new socket is turned away for the sake of one that says nothing: the oldest silent one of the network goes
instead, since a page says hello at once. See docs/adr/0052-floods.md.
"""

import time
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

from django.conf import settings

from helpline.kernel.throttle import NetworkNames, ProcessBuckets, Rate

# One token said hello with on socket after socket.
HELLOS = Rate(burst=20, per_second=0.5)


class Cut(Protocol):
    # Whose it is, for whoever watches: one of a few names.
    kind: str

    def cut(self) -> None:
        """End this socket: it has not said hello, and its place is wanted."""
        ...

    def move(self, *, after_ms: int) -> None:
        """Ask whoever holds this socket to open another one, this much later."""
        ...

    def send_away(self) -> None:
        """End this socket: the process is about to."""
        ...


class OpenSockets:
    """Counts by kind, network and contact. All of it on the server's one loop."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._names = NetworkNames()
        self._budgets = ProcessBuckets(clock)
        # Each with its network, in the order of arrival.
        self.silent: dict[Cut, str] = {}
        self.greeted: dict[Cut, tuple[str, object]] = {}
        self._by_network: Counter[object] = Counter()
        self._by_holder: Counter[object] = Counter()

    def come(self, socket: Cut, address: str) -> bool:
        """Count one more; False when there is no place for it."""
        limits, network = settings.HELPLINE_LIMITS, self._names.name(address)
        if self._budgets.take(f"connects.{network}", _connects()):
            return False
        if len(self.silent) + len(self.greeted) >= limits["sockets"] and not self._cut_oldest():
            return False
        if sum(each == network for each in self.silent.values()) >= limits["silent_sockets_per_network"]:
            self._cut_oldest(network)
        self.silent[socket] = network
        return True

    def greet(self, socket: Cut, holder: object) -> bool:
        """Note who holds a socket that said hello: a contact, or an account. False when it has too many."""
        limits = settings.HELPLINE_LIMITS
        network = self.silent.pop(socket, None)
        if network is None:
            return True
        self._budgets.give_back(f"connects.{network}", _connects())
        self.greeted[socket] = (network, holder)
        self._by_network[network] += 1
        self._by_holder[holder] += 1
        return not (
            self._by_holder[holder] > limits["sockets_per_holder"]
            or self._by_network[network] > limits["sockets_per_network"]
            or self._budgets.take(f"hellos.{holder}", HELLOS)
        )

    def all(self) -> list[Cut]:
        """Return every socket that is open now."""
        return [*self.silent, *self.greeted]

    def by_kind(self) -> dict[tuple[str, str], int]:
        """Return how many are open, by kind and by whether they said hello ("yes", "no"); from any thread."""
        # Copied in one step: the loop may let somebody in meanwhile.
        hellos = {"no": list(self.silent), "yes": list(self.greeted)}
        return Counter((socket.kind, hello) for hello, sockets in hellos.items() for socket in sockets)

    def gone(self, socket: Cut) -> None:
        self.silent.pop(socket, None)
        network, holder = self.greeted.pop(socket, ("", None))
        for counted, name in [(self._by_network, network), (self._by_holder, holder)]:
            if counted[name] > 1:
                counted[name] -= 1
            else:
                del counted[name]

    def _cut_oldest(self, network: str | None = None) -> bool:
        for socket, each in self.silent.items():
            if network in {None, each}:
                del self.silent[socket]
                socket.cut()
                return True
        return False


def _connects() -> Rate:
    limits = settings.HELPLINE_LIMITS
    return Rate(limits["connects_at_once"], limits["connects_per_second"] or 1)


@lru_cache(maxsize=1)
def open_sockets() -> OpenSockets:
    """Return the sockets of this process."""
    return OpenSockets()
