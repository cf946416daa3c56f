"""One HTTP connection with deadlines: a request must be whole in time, and an answer read.

Twisted's own time-out begins anew with every byte, so that one byte a minute would hold a connection for
ever. Import it after Daphne, which chooses Twisted's reactor. See docs/adr/0052-floods.md.
"""

from typing import Any

from twisted.web import http

from helpline.http_limits import OpenConnections
from helpline.kernel.draining import draining

REQUEST_SECONDS = 10
BODY_SECONDS = 30
# An answer that nobody reads to its end.
DRAIN_SECONDS = 60
MOST_REQUEST_BYTES = 2 * 1024 * 1024

_HTTPChannel: Any = http.HTTPChannel


class PatientChannel(_HTTPChannel):
    """Counted among the open connections; cut where it is late, too large, or one too many."""

    _deadline: Any = None
    _came = 0
    _answered = 0

    def __init__(self, counted: OpenConnections) -> None:
        super().__init__()
        self._counted = counted

    def connectionMade(self) -> None:  # noqa: N802 - Twisted's name
        super().connectionMade()
        if self._counted.come(self.transport, str(getattr(self.transport.getPeer(), "host", ""))):
            self._within(REQUEST_SECONDS)
        else:
            self.transport.abortConnection()

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        if self._deadline is None and not self._handlingRequest:
            self._within(REQUEST_SECONDS)
        self._came += len(data)
        if self._came > MOST_REQUEST_BYTES:
            self.transport.abortConnection()
            return
        super().dataReceived(data)

    def allHeadersReceived(self) -> None:  # noqa: N802 - Twisted's name
        self._within(BODY_SECONDS)
        super().allHeadersReceived()

    def allContentReceived(self) -> None:  # noqa: N802 - Twisted's name
        self._within(None)
        self._came = 0
        super().allContentReceived()

    def checkPersistence(self, request: Any, version: bytes) -> bool:  # noqa: N802 - Twisted's name
        """Keep no connection that another request could come on, once the process is leaving."""
        if not draining.begun:
            return bool(super().checkPersistence(request, version))
        request.responseHeaders.setRawHeaders(b"connection", [b"close"])
        return False

    def leave(self) -> None:
        """Close a connection that is quiet between two requests."""
        if self._answered and not self.requests and not self._came:
            self.loseConnection()

    def requestDone(self, request: Any) -> None:  # noqa: N802 - Twisted's name
        self._answered += 1
        if draining.begun:
            self.persistent = False
        super().requestDone(request)
        if not self.persistent:
            self._within(DRAIN_SECONDS)

    def connectionLost(self, reason: Any) -> None:  # noqa: N802 - Twisted's name
        self._within(None)
        self._counted.gone(self.transport)
        super().connectionLost(reason)

    def _within(self, seconds: int | None) -> None:
        """Set the deadline of what comes now, in place of the one before."""
        if self._deadline is not None and self._deadline.active():
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.callLater(seconds, self._too_late)

    def _too_late(self) -> None:
        self._deadline = None
        self.transport.abortConnection()
