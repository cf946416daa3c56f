"""Talks on Prosody: XMPP over WebSockets (RFC 7395), both ends signed in anonymously."""

import argparse
import asyncio
import re
from collections.abc import Callable
from uuid import uuid4

from bench.peers.prosody import DOMAIN
from bench.socket_client import Client, connect
from bench.talks import Talk

OPEN = f"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='{DOMAIN}' version='1.0'/>"
AUTH = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>"
BIND = "<iq xmlns='jabber:client' type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
JID = re.compile(r"<jid>([^<]+)</jid>")
BODY = re.compile(r"<body>([^<]*)</body>")
GUARD_SECONDS = 20


class End:
    """One signed-in end."""

    client: Client

    def __init__(self) -> None:
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self.on_stanza: Callable[[str], None] = self.heard.put_nowait

    async def says(self, text: str, *, until: str) -> str:
        self.client.send(text)
        while until not in (heard := await asyncio.wait_for(self.heard.get(), GUARD_SECONDS)):
            pass
        return heard

    async def sign_in(self, url: str) -> str:
        """Return the address that the server gave."""
        self.client = await connect(
            f"{url}/xmpp-websocket", lambda text: self.on_stanza(text), protocol="xmpp"
        )
        await self.says(OPEN, until="features")
        await self.says(AUTH, until="<success")
        await self.says(OPEN, until="features")
        bound = JID.search(await self.says(BIND, until="<jid>"))
        assert bound
        self.client.send("<presence xmlns='jabber:client'/>")
        return bound[1]


async def begin(options: argparse.Namespace) -> list[Talk]:
    """Sign two ends in for each talk."""
    return [await _talk(options.url.rstrip("/")) for _ in range(options.conversations)]


async def _talk(url: str) -> Talk:
    writer, hearer = End(), End()
    await writer.sign_in(url)
    to = await hearer.sign_in(url)

    def write(body: str) -> None:
        head = f"<message xmlns='jabber:client' to='{to}' type='chat' id='{uuid4()}'>"
        writer.client.send(f"{head}<body>{body}</body></message>")

    # It archives a message for both ends before it passes it on: what has arrived is durable.
    talk = Talk(write, acknowledges=False)

    def heard(stanza: str) -> None:
        if found := BODY.search(stanza):
            talk.arrived(found[1])

    hearer.on_stanza = heard
    writer.on_stanza = lambda stanza: None
    return talk
