"""Talks on the bare relay: both ends get what either sends; nothing is stored, so nothing is acknowledged."""

import argparse

from bench.socket_client import connect
from bench.talks import Talk


async def begin(options: argparse.Namespace) -> list[Talk]:
    """Open two sockets for each talk."""
    return [await _talk(options.url.rstrip("/"), number) for number in range(options.conversations)]


async def _talk(url: str, number: int) -> Talk:
    address = f"{url}/talk/{number}/"
    writer = await connect(address, lambda text: None)
    talk = Talk(writer.send, acknowledges=False)
    await connect(address, talk.arrived)
    return talk
