"""Daphne as we run it: our frame limit, no access log, no network address in any log."""

import contextlib
import fcntl
import gc
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import get_resolver

from helpline.demo import port_refused
from helpline.drain import Clock, drain_on_sigterm
from helpline.environment import EnvironmentMistake
from helpline.http_limits import allow_more_files, limit
from helpline.kernel import keystore
from helpline.kernel.logs import log_what_nobody_caught
from helpline.serving_http import limited_request, page_of

HTTP_TIMEOUT_SECONDS = 60
LOCK = "serving.lock"
# How many new objects wait for the collector; Python's own number is 700.
YOUNG_OBJECTS = 10_000


class WithoutAddresses(logging.Filter):
    """Daphne names a connection by its network address: keep what it says, drop of whom.

    See docs/confidentiality.md, point 1.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return False
        if "connection %s" in str(record.msg):
            record.msg, record.args = "An application took too long to end and was stopped.", ()
        return True


def serve(*, host: str, port: int, ready: Callable[[], None], tls: Path | None = None) -> None:
    """Serve until a signal asks to stop; `ready` is called once the port listens.

    `tls`: the folder of a certificate, where no proxy stands in front.

    Raises EnvironmentMistake when the port cannot be opened.
    """
    log_what_nobody_caught()
    allow_more_files()
    for name in ("daphne.server", "daphne.http_protocol", "daphne.ws_protocol"):
        logging.getLogger(name).addFilter(WithoutAddresses())
    server = make_server(host=host, port=port, ready=ready, tls=tls)
    server.run()
    if server.abort_start:
        raise EnvironmentMistake(port_refused(port, OSError(None, "it was free a moment ago")))


def forget_old_keys(reactor: Clock) -> None:
    """Forget unwrapped keys once their minute is over, in every process, whoever runs the timers."""
    keystore.cache.forget_old()
    reactor.callLater(keystore.CACHE_SECONDS, lambda: forget_old_keys(reactor))


def settle_memory() -> None:
    """Take what lives as long as the process out of what the collector of garbage looks through.

    Each full collection stops every thread: 130 to 210 ms with our modules, routes and weights in it, every
    five seconds of a flood, and 16 to 45 ms without. It is also made rarer: what a flood leaves in the five
    seconds is little to keep for a minute. See docs/adr/0063-words-have-a-lane.md.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


def make_server(*, host: str, port: int, ready: Callable[[], None], tls: Path | None = None) -> Any:
    """Return a Daphne server that is not yet running."""
    # Imported here: it installs Twisted's reactor, and the application needs Django set up.
    from channels.routing import get_default_application
    from daphne.endpoints import build_endpoint_description_strings
    from daphne.server import Server

    # WhiteNoise warns of a missing folder, although it reads static/ as it stands.
    if settings.STATIC_ROOT:
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    frame_bytes = settings.HELPLINE_LIMITS["frame_bytes"]

    protocol = limiting_what_comes()

    def on_ready() -> None:
        counted = drain.connections = limit(server.http_factory)
        protocol.lost = staticmethod(counted.gone)
        server.ws_factory.protocol = protocol
        _limit_requests(server)
        # Else Autobahn drops the connection without saying why; the protocol promises close 1009.
        server.ws_factory.setProtocolOptions(failByDrop=False)
        # Read now, not at the first request: what the routes bring with them lives as long as they do.
        _ = get_resolver().url_patterns
        settle_memory()
        forget_old_keys(drain.reactor)
        ready()

    plain = build_endpoint_description_strings(host=host, port=port)
    endpoints = [with_tls(host, port, tls)] if tls else plain
    server = Server(
        application=get_default_application(),
        endpoints=endpoints,
        http_timeout=HTTP_TIMEOUT_SECONDS,
        # A line that is dead without a word is known to be within 20 s; then the lease of 45 s runs out.
        ping_interval=10,
        ping_timeout=10,
        websocket_max_message_size=frame_bytes,
        websocket_max_frame_size=frame_bytes,
        verbosity=0,
        ready_callable=on_ready,
        server_name="helpline",
    )
    drain = drain_on_sigterm(server)
    return server


def with_tls(host: str, port: int, folder: Path) -> str:
    """Return the description of an endpoint with this folder's certificate."""
    key, certificate = (_quoted(str(folder / name)) for name in ("privkey.pem", "fullchain.pem"))
    return f"ssl:{port}:privateKey={key}:certKey={certificate}:interface={_quoted(host)}"


def _quoted(text: str) -> str:
    """Return text as Twisted's descriptions of endpoints want it."""
    return text.replace("\\", "\\\\").replace(":", "\\:")


def _limit_requests(server: Any) -> None:
    """Have each HTTP connection make requests that are limited."""
    build, request = server.http_factory.buildProtocol, limited_request(page_of)

    def limited(address: Any) -> Any:
        protocol = build(address)
        protocol.requestFactory = request
        return protocol

    server.http_factory.buildProtocol = limited


def limiting_what_comes() -> Any:
    """Return Daphne's socket protocol, with the size limit for what comes in alone.

    Autobahn holds both ways to one limit, and a queue of fifty is longer than what anybody may send us:
    the console would never hear of it. What is said to somebody who left in the same moment is dropped, as if
    it were lost on the way: whoever comes back is told, and closing a page is no error for the log.
    """
    from autobahn.exception import Disconnected
    from daphne.ws_protocol import WebSocketProtocol

    class LimitedComing(WebSocketProtocol):
        maxMessagePayloadSize: int  # noqa: N815 - Autobahn's name
        # Told of the connection that became this socket, when it is lost.
        lost: Callable[[Any], None] = staticmethod(lambda transport: None)

        def connectionLost(self, *args: Any) -> None:  # noqa: N802 - Autobahn's name
            self.lost(self.transport)
            super().connectionLost(*args)

        # Autobahn puts a line with the peer's address into colour for each frame, also where nothing is
        # logged (4 µs each; four frames a word). These two say nothing.
        def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Autobahn's name
            self._dataReceived(data)

        def sendData(  # noqa: N802 - Autobahn's name
            self, data: bytes, sync: bool = False, chopsize: int | None = None
        ) -> None:
            if sync or chopsize or self.send_queue or self.state != self.STATE_OPEN:
                super().sendData(data, sync, chopsize)
                return
            self.transport.write(data)
            self.trafficStats.outgoingOctetsWireLevel += len(data)

        def sendMessage(self, *args: Any, **options: Any) -> Any:  # noqa: N802 - Autobahn's name
            coming, self.maxMessagePayloadSize = self.maxMessagePayloadSize, 0
            try:
                return super().sendMessage(*args, **options)
            except Disconnected:
                return None
            finally:
                self.maxMessagePayloadSize = coming

    return LimitedComing


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Lock the data folder until the process leaves or ends, however it ends.

    Without Redis, hints travel inside one process; a second one on the same data would leave
    people waiting for words that are already stored. Raises EnvironmentMistake.
    """
    folder: Path = settings.HELPLINE_DATA_DIR
    if settings.HELPLINE_REDIS_URL:
        yield
        return
    with (folder / LOCK).open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EnvironmentMistake(
                f"Helpline runs already with the data in {folder}: stop that one, or set HELPLINE_DATA_DIR. "
                "(Several processes on one service need HELPLINE_REDIS_URL.)"
            ) from None
        yield
