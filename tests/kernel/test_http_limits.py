"""Connections that take their time on purpose are cut, and others are not. Time is a played clock."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django.fixtures import Settings

pytest.importorskip("daphne.server")

from twisted.internet.error import ConnectionDone
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.web import http

from helpline import http_limits, patient_channel
from helpline.http_limits import OpenConnections
from helpline.patient_channel import PatientChannel

REQUEST = b"GET /chat/ HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /api/contacts HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n"

Connect = Callable[..., tuple[Any, Any]]


class Request(http.Request):
    """Answered when the test says so."""

    def process(self) -> None:
        self.channel.waiting = self


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def connect(clock: Clock) -> Iterator[Connect]:
    counted = OpenConnections()
    made: list[Any] = []

    def make(kind: Callable[[], Any] = lambda: PatientChannel(counted)) -> tuple[Any, Any]:
        channel, transport = kind(), StringTransport()
        channel.callLater, channel.requestFactory = clock.callLater, Request
        channel.timeOut = 60
        channel.site = channel.factory = None
        channel.makeConnection(transport)
        made.append(channel)
        return channel, transport

    yield make
    for channel in made:
        channel.connectionLost(Failure(ConnectionDone()))
    assert (counted.addresses, counted.by_address) == ({}, {})


def is_cut(transport: Any) -> bool:
    return bool(transport.disconnecting or transport.disconnected)


def dribble(clock: Clock, channel: Any, transport: Any, data: bytes, *, every: int, times: int) -> int:
    """Send one byte after the other; return after how many seconds the line was cut, 0 for never."""
    for n in range(times):
        if is_cut(transport):
            return n * every
        channel.dataReceived(data[n : n + 1])
        clock.advance(every)
    return 0


def test_without_the_deadline_a_byte_at_a_time_would_hold_a_connection_for_ever(
    connect: Connect, clock: Clock
) -> None:
    channel, transport = connect(http.HTTPChannel)

    assert dribble(clock, channel, transport, b"GET /" + b"a" * 200, every=50, times=100) == 0


def test_a_request_line_that_never_ends_is_cut(connect: Connect, clock: Clock) -> None:
    channel, transport = connect()

    assert dribble(clock, channel, transport, b"GET /" + b"a" * 200, every=1, times=100) == 10


def test_headers_that_never_end_are_cut(connect: Connect, clock: Clock) -> None:
    channel, transport = connect()
    channel.dataReceived(b"GET / HTTP/1.1\r\n")

    assert dribble(clock, channel, transport, b"X-A: b\r\n" * 30, every=2, times=100) == 10


def test_a_connection_on_which_nothing_is_asked_is_cut(connect: Connect, clock: Clock) -> None:
    _, transport = connect()
    clock.advance(9)
    assert not is_cut(transport)
    clock.advance(1)
    assert is_cut(transport)


def test_a_body_that_comes_drop_by_drop_is_cut_and_a_slow_one_is_not(connect: Connect, clock: Clock) -> None:
    slow, its_line = connect()
    slow.dataReceived(POST)
    assert dribble(clock, slow, its_line, b"0123456789", every=2, times=10) == 0
    assert slow.waiting.content.read() == b"0123456789"

    never, other_line = connect()
    never.dataReceived(POST)
    assert dribble(clock, never, other_line, b"0123456789", every=10, times=10) == 30


def test_an_answer_that_takes_long_is_waited_for(connect: Connect, clock: Clock) -> None:
    channel, transport = connect()
    channel.dataReceived(REQUEST)
    clock.advance(55)

    assert not is_cut(transport)
    channel.waiting.finish()
    assert b"200" in transport.value()


def test_between_two_requests_a_connection_may_be_quiet_and_the_next_has_its_deadline(
    connect: Connect, clock: Clock
) -> None:
    channel, transport = connect()
    channel.dataReceived(REQUEST)
    channel.waiting.finish()
    clock.advance(50)
    assert not is_cut(transport)

    assert dribble(clock, channel, transport, b"GET /" + b"a" * 200, every=1, times=100) == 10


def test_an_answer_that_nobody_reads_to_its_end_is_given_up(connect: Connect, clock: Clock) -> None:
    channel, transport = connect()
    channel.dataReceived(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    channel.waiting.finish()
    # What is written waits for the other side.
    assert transport.disconnecting
    clock.advance(59)
    assert not transport.disconnected
    clock.advance(1)
    assert transport.disconnected


def test_a_request_that_grows_without_end_is_cut(connect: Connect, clock: Clock) -> None:
    channel, transport = connect()
    channel.dataReceived(POST.replace(b": 10", b": 99999999"))
    for _ in range(patient_channel.MOST_REQUEST_BYTES // 65_536):
        channel.dataReceived(b"x" * 65_536)

    assert transport.disconnected


def test_so_many_connections_and_no_more(
    settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "connections": 4}
    settings.HELPLINE_TRUSTED_PROXIES = 0
    counted = OpenConnections()
    lines = [object() for _ in range(6)]

    assert [counted.come(line, "192.0.2.1") for line in lines[:3]] == [True, True, False]
    assert [counted.come(line, "192.0.2.2") for line in lines[3:]] == [True, True, False]
    counted.gone(lines[0])
    counted.gone(lines[0])
    assert counted.come(lines[5], "192.0.2.3")
    # Behind proxies of ours every connection comes from one of them.
    settings.HELPLINE_TRUSTED_PROXIES = 1
    behind = OpenConnections()
    assert [behind.come(line, "192.0.2.1") for line in lines[:5]] == [True] * 4 + [False]
    # Files that a process may have open are a limit of their own.
    monkeypatch.setattr(http_limits, "files_allowed", lambda: http_limits.FILES_LEFT + 1)
    assert [OpenConnections().come(line, "192.0.2.1") for line in lines[:1]] == [True]
    few = OpenConnections()
    assert [few.come(line, "192.0.2.1") for line in lines[:2]] == [True, False]


def test_one_connection_too_many_is_cut_at_once(connect: Connect, settings: Settings) -> None:
    settings.HELPLINE_LIMITS = {**settings.HELPLINE_LIMITS, "connections": 2}
    first, its_line = connect()
    _, other_line = connect()

    assert (is_cut(its_line), is_cut(other_line)) == (False, True)
    first.connectionLost(Failure(ConnectionDone()))
    assert not is_cut(connect()[1])
