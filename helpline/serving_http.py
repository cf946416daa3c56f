"""Daphne's HTTP side with limits of ours: nothing large is held, nothing is written to disk.

Twisted takes in a whole body before anybody is asked, a large one in a temporary file: somebody's words would
lie there, and a disk fills. Here a body has a length, and one that fits, or the connection ends.
"""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

from helpline.kernel.edge import most_bytes
from helpline.kernel.middleware import STAFF_PREFIXES

LENGTH_MISSING, TOO_LARGE = 411, 413
REASONS = {LENGTH_MISSING: "Length Required", TOO_LARGE: "Content Too Large"}

Page = Callable[[int, str], tuple[dict[str, str], bytes]]


def limited_request(page: Page) -> Any:
    """Return Daphne's request with these limits; `page` gives headers and body for a status at a path."""
    from daphne.http_protocol import WebRequest

    class LimitedRequest(WebRequest):
        refused = False

        def gotLength(self, length: int | None) -> None:  # noqa: N802 - Twisted's name
            # In memory whatever its size, for what is let in is small.
            self.content = BytesIO()
            path = self.channel._path.split(b"?")[0].decode("latin-1")
            if length is None:
                self._refuse(LENGTH_MISSING, path)
            elif length > most_bytes(path):
                self._refuse(TOO_LARGE, path)

        def _refuse(self, status: int, path: str) -> None:
            self.refused = True
            # Else Twisted would ask for the body that was just refused.
            self.requestHeaders.removeHeader(b"expect")
            self.channel.transport.write(answer(status, page, path))
            self.channel.loseConnection()

        def handleContentChunk(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
            if not self.refused:
                super().handleContentChunk(data)

        def requestReceived(self, command: bytes, path: bytes, version: bytes) -> None:  # noqa: N802
            if not self.refused:
                super().requestReceived(command, path, version)

        def basic_error(self, status: int, status_text: bytes, body: str) -> None:
            """Say what went wrong on a page of ours, and nothing of what this server is made of."""
            headers, content = page(status, "/")
            raw = [(name.encode(), value.encode()) for name, value in headers.items()]
            self.handle_reply({"type": "http.response.start", "status": status, "headers": raw})
            self.handle_reply({"type": "http.response.body", "body": content})

    return LimitedRequest


def answer(status: int, page: Page, path: str) -> bytes:
    """Return a whole answer that ends the connection."""
    headers, body = page(status, path)
    lines = [f"HTTP/1.1 {status} {REASONS[status]}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + body


def page_of(status: int, path: str) -> tuple[dict[str, str], bytes]:
    """Return headers and body of the page for a status, as Django would have given them at this path."""
    from helpline.face.in_force import face_known

    return _page_of(status, is_staff=path.startswith(STAFF_PREFIXES), face=face_known().number)


@cache
def _page_of(status: int, *, is_staff: bool, face: int) -> tuple[dict[str, str], bytes]:
    """Made once for each version of the charity's own face, whose way out stands on it."""
    from django.test import RequestFactory

    from chat.views.mistakes import mistake
    from helpline.kernel.middleware import SecurityHeaders

    shown = SecurityHeaders(lambda request: mistake(request, status))(
        RequestFactory().get(STAFF_PREFIXES[1] if is_staff else "/")
    )
    return dict(shown.headers), shown.content
