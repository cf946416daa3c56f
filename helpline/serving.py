"""Daphne as we run it: our frame limit, no access log, no network address in any log."""

import fcntl
import logging
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from helpline.demo import port_refused
from helpline.environment import EnvironmentMistake

HTTP_TIMEOUT_SECONDS = 60
LOCK = "serving.lock"


class WithoutAddresses(logging.Filter):
    """Daphne names a connection by its network address: keep what it says, drop of whom.

    See docs/confidentiality.md, point 1.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return False
        if "connection %s" in str(record.msg):
            record.msg, record.args = "An application took too long to end and was stopped.", ()
        return True


def serve(*, host: str, port: int, ready: Callable[[], None]) -> None:
    """Serve until a signal asks to stop; `ready` is called once the port listens.

    Raises EnvironmentMistake when the port cannot be opened, or when another process serves
    this data folder and the two could not hear each other.
    """
    alone = None if settings.HELPLINE_REDIS_URL else hold_folder(settings.HELPLINE_DATA_DIR)
    for name in ("daphne.server", "daphne.http_protocol", "daphne.ws_protocol"):
        logging.getLogger(name).addFilter(WithoutAddresses())
    server = make_server(host=host, port=port, ready=ready)
    server.run()
    if server.abort_start:
        raise EnvironmentMistake(port_refused(port, OSError(None, "it was free a moment ago")))
    if alone:
        alone.close()


def make_server(*, host: str, port: int, ready: Callable[[], None]) -> Any:
    """Return a Daphne server that is not yet running."""
    # Imported here: it installs Twisted's reactor, and the application needs Django set up.
    from daphne.endpoints import build_endpoint_description_strings
    from daphne.server import Server

    from helpline.asgi import application

    frame_bytes = settings.HELPLINE_LIMITS["frame_bytes"]
    return Server(
        application=application,
        endpoints=build_endpoint_description_strings(host=host, port=port),
        http_timeout=HTTP_TIMEOUT_SECONDS,
        websocket_max_message_size=frame_bytes,
        websocket_max_frame_size=frame_bytes,
        verbosity=0,
        ready_callable=ready,
        server_name="helpline",
    )


def hold_folder(folder: Path) -> IO[bytes]:
    """Lock the data folder until the returned file is closed or the process ends, however it ends.

    Hints travel inside one process here; a second one on the same data would leave people
    waiting for words that are already stored. Raises EnvironmentMistake.
    """
    file = (folder / LOCK).open("wb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise EnvironmentMistake(
            f"Another process serves {folder} already; several together need HELPLINE_REDIS_URL."
        ) from None
    return file
