"""The last thing before a log line is written: what was planted would have been shown, and is not."""

import io
import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import DataError
from django.test import Client
from django.utils.module_loading import import_string
from hypothesis import given
from hypothesis import strategies as st

from chat.access import new_token
from helpline.kernel import logs
from helpline.kernel.errors import Forbidden
from helpline.kernel.log_words import redact

WORD, ADDRESS, TOKEN = "Ermintrude", "203.0.113.77", "q7Zk3_vN0xW-8yTgB2mLsPdRfHjUeCaI5oQ1iXwYzK4"
PLANTED = (WORD, ADDRESS, TOKEN, "2001:db8::4d", "07700 900123", "ada@example.org")
# The id of a row, though a telephone number could stand in it.
DIGITS = "07700900-1234-4f0e-9a43-077009001234"
UUID = "5f0c2c4e-8a57-4f0e-9a43-0d6f6ad1c001"

Lines = Callable[..., str]


def formatter(name: str) -> logging.Formatter:
    given = dict(settings.LOGGING["formatters"][name])
    kind = import_string(given.pop("()", "logging.Formatter"))
    if "format" in given:
        given["fmt"] = given.pop("format")
    made: logging.Formatter = kind(**given)
    return made


@pytest.fixture
def streams() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    """Everything at DEBUG: what an unprotected handler writes, and what ours does."""
    bare, safe = io.StringIO(), io.StringIO()
    handlers = [logging.StreamHandler(bare), logs.LastResort(safe)]
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    for handler in handlers:
        handler.setFormatter(formatter("plain"))
        root.addHandler(handler)
    yield bare, safe
    for handler in handlers:
        root.removeHandler(handler)
    root.setLevel(level)


def by_argument(logger: logging.Logger, planted: str) -> None:
    logger.debug("somebody wrote: %s", planted)


def by_name(logger: logging.Logger, planted: str) -> None:
    logger.error("somebody wrote: %(what)s", {"what": planted})


def in_an_error(logger: logging.Logger, planted: str) -> None:
    try:
        raise DataError(f"value too long: ({planted})")
    except DataError as failure:
        logger.exception("not stored: %s", failure)


def in_a_cause(logger: logging.Logger, planted: str) -> None:
    try:
        try:
            raise DataError(planted)
        except DataError as failure:
            raise RuntimeError(planted) from failure
    except RuntimeError:
        logger.warning("twice", exc_info=True)


WAYS = [by_argument, by_name, in_an_error, in_a_cause]


@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["chat.services.messages", "daphne.server", "django.db.backends"])
def test_what_an_unprotected_logger_shows_is_not_written(
    streams: tuple[io.StringIO, io.StringIO],
    name: str,
    way: Callable[[logging.Logger, str], None],
    planted: str,
) -> None:
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.DEBUG)
    way(logger, planted)
    logger.setLevel(level)

    bare, safe = (stream.getvalue() for stream in streams)
    assert planted in bare
    assert planted not in safe
    assert name in safe


@pytest.mark.parametrize("planted", PLANTED[1:])
def test_a_line_that_was_put_together_beforehand_loses_what_has_a_known_shape(
    streams: tuple[io.StringIO, io.StringIO], planted: str
) -> None:
    logging.getLogger("chat.anything").error("it came from " + planted + " again")  # noqa: G003

    bare, safe = (stream.getvalue() for stream in streams)
    assert planted in bare
    assert planted not in safe
    assert "it came from … again" in safe


def test_what_a_library_says_at_debug_is_told_by_its_place_alone(
    streams: tuple[io.StringIO, io.StringIO],
) -> None:
    logging.getLogger("some.library").debug("sent " + WORD)  # noqa: G003
    logging.getLogger("some.library").warning("slow\nbecause of " + WORD)  # noqa: G003

    bare, safe = (stream.getvalue() for stream in streams)
    assert bare.count(WORD) == 2
    assert WORD not in safe
    assert "test_logs line" in safe
    assert "some.library slow\n" in safe


def test_codes_ids_numbers_and_classes_stay(streams: tuple[io.StringIO, io.StringIO]) -> None:
    logging.getLogger("chat.x").error(
        "%s of %s after %d: %s %s %s", "hint.words", UUID, 12, "DataError", Forbidden(), OSError(28, WORD)
    )

    assert (
        f"hint.words of {UUID} after 12: DataError Forbidden forbidden OSError No space left on device"
        in streams[1].getvalue()
    )


def test_an_error_is_told_by_its_class_and_places(streams: tuple[io.StringIO, io.StringIO]) -> None:
    in_a_cause(logging.getLogger("chat.x"), WORD)

    lines = streams[1].getvalue().splitlines()
    assert lines[1:3] == ["Traceback, places alone:", "RuntimeError"]
    assert lines[3].startswith("  tests/kernel/test_logs.py:")
    assert lines[4:6] == ["because of", "DataError"]


def test_a_page_that_is_not_there_is_told_by_its_route(
    streams: tuple[io.StringIO, io.StringIO], db: None
) -> None:
    level = logging.getLogger("django.request").level
    logging.getLogger("django.request").setLevel(logging.DEBUG)
    Client().get(f"/chat/{WORD}?looked-for={WORD}")
    Client().get(f"/console/api/contacts/{UUID}/")
    logging.getLogger("django.request").setLevel(level)

    bare, safe = (stream.getvalue() for stream in streams)
    assert WORD in bare
    assert UUID in bare
    assert WORD not in safe
    assert UUID not in safe
    assert "404 GET no route" in safe
    assert " GET console/api/contacts/<uuid:contact>/" in safe


def test_json_says_the_same_and_what_was_cut() -> None:
    record = logging.LogRecord("chat.x", 40, __file__, 1, "from %s to %s", (ADDRESS, WORD), None, "f")
    line: dict[str, Any] = json.loads(formatter("json").format(logs.safe_record(record)))

    assert line.pop("at")
    assert line == {
        "levelname": "ERROR",
        "name": "chat.x",
        "message": "from … to …",
        "module": "test_logs",
        "lineno": 1,
        "process": os.getpid(),
        "withheld": ["args"],
    }


def test_every_handler_of_ours_is_the_last_resort() -> None:
    handlers = settings.LOGGING["handlers"]

    assert {given["class"] for given in handlers.values()} == {"helpline.kernel.logs.LastResort"}
    assert {name for kept in settings.LOGGING["loggers"].values() for name in kept["handlers"]} == set()
    assert isinstance(logging.getLogger("django.server").handlers, list)
    assert logging.getLogger("django.server").handlers == []


def test_an_error_that_ends_a_thread_is_told_without_its_text(
    streams: tuple[io.StringIO, io.StringIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in [(sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")]:
        monkeypatch.setattr(module, name, getattr(module, name))
    logs.log_what_nobody_caught()

    def ends() -> None:
        raise RuntimeError(WORD)

    thread = threading.Thread(target=ends)
    thread.start()
    thread.join()

    bare, safe = (stream.getvalue() for stream in streams)
    assert WORD in bare
    assert WORD not in safe
    assert "an error ended a thread" in safe


def test_a_report_by_mail_holds_places_and_nothing_of_the_request() -> None:
    from django.test import RequestFactory

    request = RequestFactory().post("/chat/plain", {"body": WORD})
    planted = WORD  # a local of this frame, and in the error's text
    try:
        raise DataError(planted)
    except DataError:
        reporter = import_string(settings.DEFAULT_EXCEPTION_REPORTER)(request, *sys.exc_info(), True)
        from django.views.debug import ExceptionReporter

        usual = ExceptionReporter(request, *sys.exc_info(), True)
    assert WORD in usual.get_traceback_text()
    for report in (reporter.get_traceback_text(), reporter.get_traceback_html()):
        assert "DataError" in report
        assert WORD not in report
    assert settings.ADMINS == []


def test_nobody_is_shown_locals_or_bodies_even_by_djangos_own_report() -> None:
    from django.test import RequestFactory
    from django.views.debug import ExceptionReporter

    request = RequestFactory().post("/chat/plain", {"body": WORD}, HTTP_COOKIE=f"sessionid={TOKEN}")
    try:
        planted = WORD + "!"
        raise DataError(len(planted))
    except DataError:
        page = ExceptionReporter(request, *sys.exc_info()).get_traceback_html()

    assert f"{WORD}!" not in page.replace('WORD + "!"', "")
    assert TOKEN not in page


@pytest.mark.parametrize(
    ("text", "left", "kinds"),
    [
        ("from 203.0.113.9:4711", "from …:4711", {"address"}),
        ("['203.0.113.9', 4]", "['…', 4]", {"address"}),
        ("at 2001:db8:1::7 now", "at … now", {"address"}),
        ("at ::ffff:203.0.113.9 now", "at … now", {"address"}),
        ("std::map at 12:30:45", "std::map at 12:30:45", set()),
        ("2026-11-27 20:15:01,123 after 1800 s", "2026-11-27 20:15:01,123 after 1800 s", set()),
        (f"contact {UUID} of 12", f"contact {UUID} of 12", set()),
        (DIGITS, DIGITS, set()),
        ("ring +44 20 7946 0018 or (020) 7946 0018", "ring … or …", {"number"}),
        ("lives in SW1A 1AA, m1 1ae", "lives in …, …", {"postcode"}),
        ("<ada.l@mail.example.org>", "<…>", {"email"}),
        ("test_words_that_are_long_and_plain_as_names", "test_words_that_are_long_and_plain_as_names", set()),
    ],
)  # fmt: skip
def test_shapes(text: str, left: str, kinds: set[str]) -> None:
    assert redact(text) == (left, kinds)


@given(address=st.ip_addresses(v=4), six=st.ip_addresses(v=6).filter(lambda a: int(a) > 255))
def test_no_address_stays(address: object, six: object) -> None:
    assert redact(f"peer {address} and [{six}]:443")[0] == "peer … and […]:443"


def test_no_token_of_ours_stays() -> None:
    tokens = [new_token() for _ in range(500)]

    assert {redact(f"token {token}.")[0] for token in tokens} == {"token …."}
