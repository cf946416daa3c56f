"""HTTP with JSON over one connection that stays open: what a Matrix client does, and little else."""

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit


class Refused(RuntimeError):
    """The server answered with another status than 200."""


class Connection:
    """One connection; one request at a time."""

    def __init__(self, url: str, token: str = "") -> None:
        self.host = urlsplit(url)
        self.token = token
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def asks(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send a request and return the answer's JSON. Raises Refused."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self.host.hostname, self.host.port, limit=2**22)
        reader, writer = self._streams
        content = b"" if body is None else json.dumps(body).encode()
        head = [f"{method} {path} HTTP/1.1", f"Host: {self.host.netloc}", f"Content-Length: {len(content)}"]
        if self.token:
            head.append(f"Authorization: Bearer {self.token}")
        writer.write("\r\n".join([*head, "", ""]).encode() + content)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        answer = await self._body(reader, headers)
        if " 200 " not in lines[0] + " ":
            raise Refused(f"{method} {path}: {lines[0]} {answer[:300]!r}")
        read: dict[str, Any] = json.loads(answer)
        return read

    async def _body(self, reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return await reader.readexactly(int(headers.get("content-length", 0)))
        parts = []
        while size := int(await reader.readline(), 16):
            parts.append(await reader.readexactly(size))
            await reader.readline()
        await reader.readline()
        return b"".join(parts)
