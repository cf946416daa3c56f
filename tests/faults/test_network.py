"""The network between the processes and the databases, and a client that takes nothing from its own."""

import asyncio
import contextlib
import json
import socket
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster, a_cluster
from tests.faults.load import Load
from tests.faults.namespace import Apart, a_namespace
from tests.faults.pages import CallerPage
from tests.live import on_redis
from tests.proxy import NAME
from tests.servers import HOST, running

pytestmark = pytest.mark.long
# Scenarios, not waits for something.
CUT_SECONDS, SWALLOWED_SECONDS = 10, 60
SMALL_BUFFER = 4_096
LONG_WORDS, MANY = "w" * 3_900, 60


async def test_one_process_is_cut_off_from_the_databases(cluster: Cluster) -> None:
    async with Load(cluster) as load:
        await load.goes_on(3)
        await asyncio.to_thread(cluster.lines[1].cut)
        await asyncio.sleep(CUT_SECONDS)
        cluster.lines[1].mend()
        await load.goes_on(3)
        await load.tells(f"one process cut off from PostgreSQL for {CUT_SECONDS} s (connections broken)")


async def test_the_network_before_the_databases_swallows_everything(tmp_path: Path) -> None:
    if not on_redis():
        pytest.skip("needs PostgreSQL and Redis")
    with contextlib.ExitStack() as stack:
        namespace = stack.enter_context(a_namespace())
        postgres = stack.enter_context(running(Apart, namespace=namespace, durable=True))
        cluster = stack.enter_context(a_cluster(tmp_path, postgres=postgres, with_lines=False))
        async with Load(cluster) as load:
            await load.goes_on(3)
            await asyncio.to_thread(namespace.cut)
            await asyncio.sleep(SWALLOWED_SECONDS)
            await asyncio.to_thread(namespace.mend)
            await load.goes_on(3)
            what = f"network between processes and PostgreSQL cut for {SWALLOWED_SECONDS} s (namespace)"
            await load.tells(what)


async def test_a_line_to_the_databases_holds_everything_back(cluster: Cluster) -> None:
    async with Load(cluster) as load:
        await load.goes_on(3)
        cluster.lines[1].hold()
        await asyncio.sleep(CUT_SECONDS)
        cluster.lines[1].let_go()
        await load.goes_on(3)
        await load.tells(f"one process's line to PostgreSQL silent for {CUT_SECONDS} s (nothing broken)")


async def test_a_caller_who_never_reads_keeps_nobody_waiting(cluster: Cluster) -> None:
    async with Load(cluster) as load:
        await load.goes_on(3)
        deaf = load.callers[0]
        await deaf.closes()
        line = await asyncio.to_thread(never_read, cluster, deaf)
        handler = load.consoles[0]
        for number in range(MANY):
            await handler.says(deaf.contact, f"{number} {LONG_WORDS}")
        await load.others_go_on(deaf, 5)
        line.close()
        deaf.opens()
        await load.goes_on(1)
        await load.tells(
            f"a caller's socket that never reads, {MANY} messages of {len(LONG_WORDS)} characters"
        )


def never_read(cluster: Cluster, page: CallerPage) -> socket.socket:
    """Open a caller's socket by hand, say hello, and leave everything that comes in the network."""
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
    plain.connect((HOST, cluster.nginx.port))
    line = cluster.nginx.trust.wrap_socket(plain, server_hostname=NAME)
    head = [
        "GET /ws/caller/ HTTP/1.1",
        f"Host: {NAME}:{cluster.nginx.port}",
        f"Origin: {cluster.nginx.origin}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Protocol: helpline.v1",
    ]
    line.sendall("\r\n".join([*head, "", ""]).encode())
    assert line.recv(64).startswith(b"HTTP/1.1 101")
    line.sendall(framed(json.dumps(page.hello()).encode()))
    return line


def framed(text: bytes) -> bytes:
    """Return one masked text frame; a mask of zeros leaves it as it is."""
    assert len(text) < 65_536
    length = (
        bytes([0x80 | len(text)]) if len(text) < 126 else bytes([0x80 | 126]) + len(text).to_bytes(2, "big")
    )
    return b"\x81" + length + bytes(4) + text
