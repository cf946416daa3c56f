"""The end of a serving process: it takes nobody new, sends its clients on, and finishes what it began.

All of it on the server's loop. See docs/adr/0067-a-process-leaves.md.
"""

import logging
import random
import signal
from collections.abc import Callable
from typing import Any, Protocol

from django.conf import settings

from chat.consumers.open_sockets import OpenSockets, open_sockets
from helpline.http_limits import OpenConnections
from helpline.kernel.draining import Draining, draining

logger = logging.getLogger(__name__)

# After SIGTERM the process ends within 30 s: what is under way by then is cut.
ENDS_WITHIN = 25.0
# Sockets that were asked to move and did not are closed this long after the last one should have gone.
PATIENCE = 3.0
LOOKS_EVERY = 0.05


class Clock(Protocol):
    """What is needed of Twisted's reactor."""

    def callLater(self, delay: float, act: Callable[[], object]) -> object: ...  # noqa: N802
    def stop(self) -> object: ...


class Drain:
    """One process on its way out; begun by SIGTERM, cut short by a second one."""

    def __init__(
        self,
        server: Any,
        *,
        reactor: Clock,
        sockets: OpenSockets | None = None,
        state: Draining = draining,
    ) -> None:
        self.server = server
        self.reactor = reactor
        self.sockets = sockets or open_sockets()
        self.state = state
        self.ports: list[Any] = []
        self.connections: OpenConnections | None = None
        self._closing = self._ended = False

    def remember(self, port: Any) -> None:
        """Know a port that listens, so that it can stop."""
        self.ports.append(port)

    def begin(self) -> None:
        """Begin, or end at once where it has begun."""
        if self.state.begun:
            self._end()
            return
        spread = settings.HELPLINE_DEADLINES["drain_seconds"]
        for port in self.ports:
            # Whoever has knocked is let in first: nobody would answer them afterwards.
            port.doRead()
            port.stopListening()
        self.state.begin(spread=spread)
        if self.connections is not None:
            self.connections.leave()
        for socket in self.sockets.all():
            socket.move(after_ms=round(random.uniform(0, spread) * 1000))  # noqa: S311 - no secret
        self.reactor.callLater(spread + PATIENCE if spread else 0, self._close_sockets)
        self.reactor.callLater(ENDS_WITHIN, self._end)
        self._look()

    def _close_sockets(self) -> None:
        self._closing = True

    def _look(self) -> None:
        """End once nothing is under way."""
        if self._closing:
            for socket in self.sockets.all():
                socket.send_away()
        if not unfinished(self.server):
            self._end()
        elif not self._ended:
            self.reactor.callLater(LOOKS_EVERY, self._look)

    def _end(self) -> None:
        if not self._ended:
            self._ended = True
            if cut := unfinished(self.server):
                logger.warning("ended with %d requests or sockets under way, which are cut", cut)
            self.reactor.stop()


def unfinished(server: Any) -> int:
    """Return how many requests and sockets Daphne has whose work is not done."""
    cases = [(each, each.get("application_instance")) for each in server.connections.values()]
    return sum("disconnected" not in each or (work is not None and not work.done()) for each, work in cases)


def drain_on_sigterm(server: Any) -> Drain:
    """Have SIGTERM drain this server; call it before the server runs."""
    from twisted.internet import reactor as found

    reactor: Any = found
    drain = Drain(server, reactor=reactor)
    server.listen_success = drain.remember

    def install() -> None:
        # The reactor's own handler, which it has set by then, would stop at once; Ctrl-C still does.
        signal.signal(signal.SIGTERM, lambda *_: reactor.callFromThread(drain.begin))

    reactor.callLater(0, install)
    return drain
