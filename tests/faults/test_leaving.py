"""SIGTERM to a real process: it takes nobody new, sends its clients on, and finishes what it began."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.talks import all_hang_up, begin
from tests.faults.test_waiting_polls import PollingCaller
from tests.live import Server, a_server
from tests.live_http import GUARD_SECONDS
from tests.servers import HOST, answers

SPREAD = 3


@pytest.fixture
def leaving(tmp_path: Path) -> Iterator[Server]:
    with a_server(tmp_path / "server", HELPLINE_DRAIN_SECONDS=str(SPREAD)) as server:
        server.start()
        yield server


@pytest.fixture
def stack() -> Iterator[contextlib.ExitStack]:
    with contextlib.ExitStack() as stack:
        yield stack


def asked_to_end(server: Server) -> None:
    assert server.process is not None
    server.process.send_signal(signal.SIGTERM)


async def has_ended(server: Server) -> int:
    assert server.process is not None
    return await asyncio.to_thread(server.process.wait, GUARD_SECONDS)


def everything(line: socket.socket) -> bytes:
    """Read until the other side closes."""
    line.settimeout(GUARD_SECONDS)
    return b"".join(iter(lambda: line.recv(65_536), b""))


async def test_clients_are_asked_to_move_and_served_until_they_do(
    leaving: Server, stack: contextlib.ExitStack
) -> None:
    (talk,) = await begin(leaving)
    quiet, started = (stack.enter_context(socket.create_connection((HOST, leaving.port))) for _ in "ab")
    quiet.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert quiet.recv(15) == b"HTTP/1.1 200 OK"
    started.sendall(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n")
    poll = await PollingCaller.starts(leaving)
    held = asyncio.create_task(poll.asks(25))
    await asyncio.sleep(0)

    asked_to_end(leaving)
    moves = [await who.until(lambda who=who: who.events("reconnect")) for who in (talk.caller, talk.handler)]
    # The old lines carry words until they are left.
    await talk.caller_posts(1)
    await talk.handler_posts(1)
    await talk.is_heard()

    assert all(0 <= move["after_ms"] <= SPREAD * 1_000 for (move,) in moves)
    assert not answers(leaving.port)
    # The quiet connection has been closed; the one on which something was begun gets its answer.
    everything(quiet)
    started.sendall(b"\r\n")
    said = everything(started)
    assert said.startswith(b"HTTP/1.1 503")
    assert (b"connection: close" in said.lower(), b'"staying": false' in said) == (True, True)
    assert [event["type"] for event in await held][:1] == ["welcome"]
    await all_hang_up([talk])
    assert await has_ended(leaving) == 0
    talk.check()


@pytest.mark.long
async def test_who_does_not_know_the_word_is_sent_away_and_the_process_ends(leaving: Server) -> None:
    (talk,) = await begin(leaving)
    asked_to_end(leaving)
    await talk.caller.waits_for_the_cut()
    await talk.handler.waits_for_the_cut()

    closed = [who.socket.close_code for who in (talk.caller, talk.handler) if who.socket is not None]
    assert closed == [4503, 4503]
    assert await has_ended(leaving) == 0
