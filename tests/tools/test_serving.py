"""Daphne's log names no caller."""

import gc
import logging

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
