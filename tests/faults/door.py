"""Where pages come in."""

import ssl
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.proxy import NAME
from tests.servers import HOST

# A page waits no longer for a socket to open.
SLOW = 5.0


@dataclass
class Door:
    """Where pages come in: nginx with its certificate, or a process itself."""

    origin: str
    port: int
    trust: ssl.SSLContext | None = None

    async def opened(self, path: str, of: str, headers: dict[str, str]) -> ClientConnection:
        """Open a socket from the address `of`."""
        secure: dict[str, Any] = {"ssl": self.trust} if self.trust else {}
        return await connect(
            f"{'wss' if self.trust else 'ws'}://{NAME if self.trust else HOST}:{self.port}{path}",
            origin=Origin(self.origin),
            subprotocols=[Subprotocol("helpline.v1")],
            additional_headers=headers,
            host=HOST,
            proxy=None,
            compression=None,
            open_timeout=SLOW,
            close_timeout=1,
            ping_interval=None,
            local_addr=(of, 0),
            **secure,
        )
