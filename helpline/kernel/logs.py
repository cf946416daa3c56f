"""The last thing before a log line is written: what it may not say is not there any more.

Our own lines are written without words, names, tokens and network addresses. This is for the line that
somebody writes by mistake, and for what libraries say. See docs/adr/0053-logs-and-metrics.md.
"""

import logging
import os
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from helpline.kernel.errors import HelplineError
from helpline.kernel.log_words import WITHHELD, is_code, redact

OURS = frozenset({"helpline", "chat", "triage", "scripts", "manage"})
ROOT = Path(__file__).resolve().parent.parent.parent
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
MOST_CHARACTERS = 300
MOST_FRAMES = 30
MOST_CAUSES = 4


class LastResort(logging.StreamHandler[Any]):
    """Writes every record as `safe_record` leaves it. The record itself stays as it is for other handlers."""

    def handle(self, record: logging.LogRecord) -> bool:
        return bool(super().handle(safe_record(record)))


def safe_record(record: logging.LogRecord) -> logging.LogRecord:
    """Return a copy that says what may be said; `withheld` names what was cut, as codes."""
    withheld: set[str] = set()
    message, shapes = redact(_message(record, withheld))
    safe = logging.LogRecord(
        record.name, record.levelno, record.pathname, record.lineno, message, (), None, record.funcName
    )
    safe.created, safe.msecs = record.created, record.msecs
    if record.exc_info and record.exc_info[1] is not None:
        safe.exc_text = told(record.exc_info[1])
        withheld.add("exception")
    safe.withheld = sorted(withheld | shapes)
    return safe


def _message(record: logging.LogRecord, withheld: set[str]) -> str:
    ours = record.name.split(".")[0] in OURS
    if hasattr(record, "request"):
        # The address of a page may hold ids and what somebody looked for.
        withheld.add("address_of_page")
        return _request_line(record)
    if not isinstance(record.msg, str):
        withheld.add("message")
        return type(record.msg).__name__
    if record.args:
        return _filled(record.msg, record.args, withheld, ours=ours)
    if ours:
        return record.msg
    if record.levelno < logging.WARNING:
        # May have been put together from anything.
        withheld.add("message")
        return f"{record.module} line {record.lineno}"
    return _first_line(record.msg, withheld)


def _filled(template: str, args: Any, withheld: set[str], *, ours: bool) -> str:
    """Return the message with what may be said of its arguments."""

    def say(value: object) -> object:
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, BaseException):
            return _name_of(value)
        if ours and is_code(str(value)):
            return str(value)
        withheld.add("args")
        return WITHHELD

    filled = {name: say(value) for name, value in args.items()} if isinstance(args, dict) else None
    try:
        return template % (filled if filled is not None else tuple(map(say, args)))
    except (TypeError, ValueError):
        # A number was asked for where nothing may be said.
        return template


def _first_line(text: str, withheld: set[str]) -> str:
    """Return the first line; of a traceback that was logged as text, its frames as well."""
    first, *others = text.splitlines() or [""]
    if others:
        withheld.add("lines")
    frames = [line.strip() for line in others if line.lstrip().startswith('File "')]
    return " | ".join([first[:MOST_CHARACTERS], *frames[-MOST_FRAMES:]])


def _request_line(record: logging.LogRecord) -> str:
    """Return status, method, the route's own text and a role: "403 GET supervision/audit/ analyst"."""
    request: Any = record.__dict__["request"]
    method = getattr(request, "method", None)
    match = getattr(request, "resolver_match", None)
    status, role = record.__dict__.get("status_code"), str(record.__dict__.get("role", ""))
    return " ".join(
        [
            str(status) if isinstance(status, int) else "-",
            method if method in METHODS else "-",
            str(match.route) or "/" if match else "no route",
            *([role] if is_code(role) else []),
        ]
    )


def told(error: BaseException) -> str:
    """Return classes and places of an error and its causes: no text, no values, no lines of a database."""
    return "\n".join(["Traceback, places alone:", *_told(error, MOST_CAUSES)])


def _told(error: BaseException, causes: int) -> Iterator[str]:
    yield _name_of(error)
    for frame in traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]:
        yield f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and causes:
        yield "because of"
        yield from _told(cause, causes - 1)


def _name_of(error: BaseException) -> str:
    if isinstance(error, HelplineError):
        return f"{type(error).__name__} {error.code}"
    if isinstance(error, OSError) and isinstance(error.errno, int):
        return f"{type(error).__name__} {os.strerror(error.errno)}"
    return type(error).__name__


def _place(filename: str) -> str:
    """Return a file by its place in the project or among the packages, not on this machine."""
    _, packages, inside = filename.rpartition("site-packages/")
    if packages:
        return inside
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


def log_what_nobody_caught() -> None:
    """Let errors that end a thread or the process be told like any other: Python prints their text."""
    logger = logging.getLogger(__name__)

    def ended(kind: type[BaseException], error: BaseException, _: object) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        logger.critical("an error ended the process", exc_info=error)

    def thread_ended(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            logger.critical("an error ended a thread", exc_info=args.exc_value)

    def unraisable(args: "sys.UnraisableHookArgs") -> None:
        logger.error("an error could not be raised", exc_info=args.exc_value)

    sys.excepthook, threading.excepthook, sys.unraisablehook = ended, thread_ended, unraisable
