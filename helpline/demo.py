"""What the demo needs before Django reads its settings: a free port, a folder, keys.

Plain Python. `python -m helpline.demo` does this much and no more; `make run` calls it
before it downloads anything, so that a mistake is told at once.
"""

import errno
import os
import sys
import tempfile
from collections.abc import MutableMapping
from pathlib import Path

from helpline.environment import EnvironmentMistake
from helpline.keyfiles import make_keys
from helpline.listening import refusal

HOST = "127.0.0.1"
DEFAULT_PORT = "8000"
ROOT = Path(__file__).resolve().parent.parent
# Lies in the folder of every demo, so that its data is never promoted to a service.
MARKER = "this-is-a-demo"


def prepare(environ: MutableMapping[str, str] = os.environ) -> None:
    """Check port and folder, make the keys, and settle the demo's own environment.

    Raises EnvironmentMistake, whose `line` says what to do.
    """
    environ["HELPLINE_MODE"] = "demo"
    environ["HELPLINE_PORT"] = str(check_port(environ.get("HELPLINE_PORT") or DEFAULT_PORT))
    folder = Path(environ.get("HELPLINE_DATA_DIR") or ROOT / "data").absolute()
    environ["HELPLINE_DATA_DIR"] = str(folder)
    # Whatever this process writes (databases, their logs) is its owner's alone.
    os.umask(0o077)
    prepare_folder(folder)


def check_port(value: str) -> int:
    """Return the port when it is one and nobody listens there. Raises EnvironmentMistake."""
    port = int(value) if value.isascii() and value.isdigit() and len(value) <= 5 else 0
    if not 1 <= port <= 65_535:
        raise EnvironmentMistake(f"HELPLINE_PORT must be a number from 1 to 65535, not {value!r}.")
    if error := refusal(HOST, port):
        raise EnvironmentMistake(port_refused(port, error))
    return port


def port_refused(port: int, error: OSError) -> str:
    """Return the line for a port that cannot be opened."""
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken; set HELPLINE_PORT to another."
    return f"Port {port} cannot be opened ({error.strerror}); set HELPLINE_PORT to another."


def prepare_folder(folder: Path) -> None:
    """Make the demo's data folder, and mark it. Raises EnvironmentMistake when it cannot be written."""
    make_folder(folder)
    (folder / MARKER).touch()


def make_folder(folder: Path) -> None:
    """Make a data folder with its keys. Raises EnvironmentMistake when it cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Asking for permission is not enough: root has it, and a full or read-only disk has not.
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
        make_keys(folder / "keys")
    except OSError as error:
        raise EnvironmentMistake(
            f"Cannot write to the data folder {folder} ({error.strerror}); "
            "set HELPLINE_DATA_DIR to a folder you may write to."
        ) from None


if __name__ == "__main__":
    try:
        prepare()
    except EnvironmentMistake as mistake:
        sys.stderr.write(mistake.line + "\n")
        raise
