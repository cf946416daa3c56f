"""A WebSocket client for load: text frames, a call for each that comes, and as little work as possible."""

import asyncio
import base64
import os
from collections.abc import Callable
from urllib.parse import urlsplit

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Closed(RuntimeError):
    """The server ended the socket, or never opened it."""


class Client(asyncio.Protocol):
    """One socket; `on_text` is called for each text frame."""

    def __init__(self, on_text: Callable[[str], None]) -> None:
        self.on_text = on_text
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed_with: int | None = None
        self._rest = b""
        self._parts: list[bytes] = []
        self._mask = os.urandom(4)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]

    def connection_lost(self, reason: Exception | None) -> None:
        self.closed_with = self.closed_with or 1006
        if not self.opened.done():
            self.opened.set_exception(Closed("no socket was opened"))

    def data_received(self, data: bytes) -> None:
        self._rest += data
        if not self.opened.done():
            head, found, rest = self._rest.partition(b"\r\n\r\n")
            if not found:
                return
            self._rest = rest
            if b" 101 " not in head.split(b"\r\n")[0]:
                self.opened.set_exception(Closed(head.split(b"\r\n")[0].decode()))
                return
            self.opened.set_result(None)
        while self._take_frame():
            pass

    def _take_frame(self) -> bool:
        data = self._rest
        if len(data) < 2:
            return False
        size, at = data[1] & 127, 2
        if size > 125:
            at = 4 if size == 126 else 10
            size = int.from_bytes(data[2:at], "big")
        if len(data) < at + size:
            return False
        payload, self._rest = data[at : at + size], data[at + size :]
        self._take(data[0] & 15, bool(data[0] & 128), payload)
        return True

    def _take(self, kind: int, last: bool, payload: bytes) -> None:
        if kind == PING:
            self._send(PONG, payload)
        elif kind == CLOSE:
            self.closed_with = int.from_bytes(payload[:2], "big") or 1005
            self.transport.close()
        elif kind <= TEXT:
            self._parts.append(payload)
            if last:
                text, self._parts = b"".join(self._parts), []
                self.on_text(text.decode())

    def send(self, text: str) -> None:
        """Send one text frame. Raises Closed."""
        if self.closed_with is not None:
            raise Closed(f"the socket was closed with {self.closed_with}")
        self._send(TEXT, text.encode())

    def _send(self, kind: int, payload: bytes) -> None:
        size = len(payload)
        if size < 126:
            head = bytes([128 | kind, 128 | size])
        else:
            head = bytes([128 | kind, 254]) + size.to_bytes(2, "big")
        key = (self._mask * (size // 4 + 1))[:size]
        masked = (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")
        self.transport.write(head + self._mask + masked)


async def connect(
    url: str, on_text: Callable[[str], None], *, protocol: str = "", origin: str = "", cookie: str = ""
) -> Client:
    """Open a socket. Raises Closed where the server refuses."""
    parts = urlsplit(url)
    loop = asyncio.get_running_loop()
    _, client = await loop.create_connection(lambda: Client(on_text), parts.hostname, parts.port)
    lines = [
        f"GET {parts.path or '/'} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
    ]
    more = {"Sec-WebSocket-Protocol": protocol, "Origin": origin, "Cookie": cookie}
    lines += [f"{name}: {value}" for name, value in more.items() if value]
    client.transport.write("\r\n".join([*lines, "", ""]).encode())
    await client.opened
    return client
