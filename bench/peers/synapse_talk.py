"""Talks on Synapse: a room of two, one that sends and one that syncs as a client does."""

import argparse
import asyncio
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from bench.peers.http_client import Connection
from bench.peers.synapse import SECRET
from bench.talks import Talk

API = "/_matrix/client/v3"
FILTER = json.dumps({
    "presence": {"types": []},
    "account_data": {"types": []},
    "room": {"ephemeral": {"types": []}, "state": {"types": []}, "timeline": {"types": ["m.room.message"]}},
})  # fmt: skip


async def registered(url: str) -> Connection:
    """Make an account by the server's own secret, and return its connection."""
    connection, name = Connection(url), f"u{uuid4().hex[:12]}"
    path = "/_synapse/admin/v1/register"
    nonce = (await connection.asks("GET", path))["nonce"]
    said = "\0".join([nonce, name, "of this run", "notadmin"])
    mac = hmac.new(SECRET.encode(), said.encode(), hashlib.sha1).hexdigest()
    body = {"nonce": nonce, "username": name, "password": "of this run", "admin": False, "mac": mac}
    connection.token = (await connection.asks("POST", path, body))["access_token"]
    return connection


async def begin(options: argparse.Namespace) -> list[Talk]:
    """Make two accounts and a room for each talk."""
    url = options.url.replace("ws", "http", 1).rstrip("/")
    return [await _talk(url) for _ in range(options.conversations)]


_tasks: set[asyncio.Task[Any]] = set()


def _started(task: asyncio.Task[Any]) -> None:
    _tasks.add(task)


async def _talk(url: str) -> Talk:
    writer, hearer = await registered(url), await registered(url)
    room = (await writer.asks("POST", f"{API}/createRoom", {"preset": "public_chat"}))["room_id"]
    await hearer.asks("POST", f"{API}/join/{quote(room)}", {})
    since = (await hearer.asks("GET", f"{API}/sync?{urlencode({'filter': FILTER})}"))["next_batch"]
    bodies: asyncio.Queue[str] = asyncio.Queue()
    talk = Talk(bodies.put_nowait, acknowledges=True)
    _started(asyncio.create_task(_writes(writer, room, bodies, talk)))
    _started(asyncio.create_task(_hears(hearer, room, since, talk)))
    return talk


async def _writes(writer: Connection, room: str, bodies: "asyncio.Queue[str]", talk: Talk) -> None:
    while True:
        body = await bodies.get()
        path = f"{API}/rooms/{quote(room)}/send/m.room.message/{uuid4()}"
        await writer.asks("PUT", path, {"msgtype": "m.text", "body": body})
        # Synapse answers once the event is stored.
        talk.durable()


async def _hears(hearer: Connection, room: str, since: str, talk: Talk) -> None:
    while True:
        query = urlencode({"filter": FILTER, "since": since, "timeout": 20_000})
        synced = await hearer.asks("GET", f"{API}/sync?{query}")
        since = synced["next_batch"]
        joined = synced.get("rooms", {}).get("join", {}).get(room, {})
        for event in joined.get("timeline", {}).get("events", ()):
            talk.arrived(event["content"].get("body", ""))
