"""Daphne's log names no caller."""

import gc
import logging
from queue import SimpleQueue
from typing import Any

import pytest
from autobahn.twisted.websocket import WebSocketServerFactory

from helpline.serving import WithoutAddresses, limiting_what_comes, settle_memory

DAPHNES_OWN = "Application instance %r for connection %s took too long to shut down and was killed."


def record_of(level: int, text: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord("daphne.server", level, "server.py", 283, text, args, None)


def test_a_warning_about_a_connection_loses_the_connection() -> None:
    record = record_of(logging.WARNING, DAPHNES_OWN, object(), "<Protocol client=['203.0.113.9', 4]>")

    assert WithoutAddresses().filter(record)
    assert record.getMessage() == "An application took too long to end and was stopped."


def test_debug_lines_which_name_addresses_are_dropped_and_errors_stay() -> None:
    keep = WithoutAddresses().filter

    assert not keep(record_of(logging.DEBUG, "WebSocket %s open and established", ["203.0.113.9", 4]))
    assert keep(record_of(logging.ERROR, "Exception inside application: %s", ValueError("x")))


def test_daphne_still_says_it_the_way_the_filter_knows() -> None:
    import inspect

    import daphne.server

    assert DAPHNES_OWN in inspect.getsource(daphne.server)


def test_what_is_said_to_somebody_who_has_just_left_is_dropped() -> None:
    protocol = limiting_what_comes()()
    protocol.state, protocol.maxMessagePayloadSize = protocol.STATE_CLOSED, 16

    assert protocol.sendMessage(b"words", False) is None
    assert protocol.maxMessagePayloadSize == 16


class Written:
    """A transport that keeps what is written to it."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes) -> None:
        self.data += data


@pytest.fixture
def open_socket() -> Any:
    """Return a socket that is open, as Autobahn makes one of Daphne's factory."""
    protocol = limiting_what_comes()()
    protocol.factory = WebSocketServerFactory()
    protocol.transport = Written()
    protocol.peer = "tcp4:203.0.113.9:4000"
    # What Autobahn sets when a connection is made and its handshake is over.
    protocol._connectionMade()
    protocol.state = protocol.STATE_OPEN
    protocol._perMessageCompress, protocol.websocket_version = None, 13
    protocol.inside_message, protocol.current_frame = False, None
    protocol.muted, protocol.client_addr, protocol.application_queue = False, None, SimpleQueue()
    protocol.transport.data = b""
    return protocol


def test_no_line_of_a_log_is_made_for_a_frame(open_socket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Autobahn colours the peer's address for each frame, logged or not."""
    made: list[object] = []
    for module in ("autobahn.websocket.protocol", "autobahn.twisted.websocket"):
        monkeypatch.setattr(f"{module}.hlval", made.append)

    open_socket.sendMessage(b"words", False)
    open_socket.dataReceived(b"\x81\x85\x00\x00\x00\x00words")

    assert open_socket.transport.data == b"\x81\x05words"
    assert open_socket.application_queue.get_nowait() == {"type": "websocket.receive", "text": "words"}
    assert made == []
    super(type(open_socket), open_socket).dataReceived(b"\x81\x80\x00\x00\x00\x00")
    assert made != [], "Autobahn makes none any more: ours may go"


def test_frames_behind_others_wait_their_turn(open_socket: Any) -> None:
    open_socket.send_queue.append((b"first", False))

    open_socket.sendMessage(b"words", False)

    assert open_socket.transport.data == b"first"
    assert list(open_socket.send_queue) == [(b"\x81\x05words", False)]


def test_what_lives_as_long_as_the_process_is_not_looked_through_again() -> None:
    kept = [{} for _ in range(10)]
    before = gc.get_threshold()
    # As Python has it, whatever this process has settled already.
    gc.set_threshold(700)
    try:
        settle_memory()

        assert gc.get_freeze_count() > len(kept)
        assert gc.get_count()[2] == 0
        assert gc.get_threshold()[0] > 700
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
