"""What a real service on one machine needs before Django reads its settings: a port, a folder, keys.

`make first-run` calls this before it downloads anything. It is a service with every rule of one, reached from
this machine alone: for whoever tries it, or prepares it before it moves to a host of its own.
Plain Python.
"""

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

from helpline.demo import HOST, MARKER, ROOT, check_port, make_folder
from helpline.environment import EnvironmentMistake

DEFAULT_PORT = "8443"
NAME = "localhost"


def prepare(environ: MutableMapping[str, str] = os.environ) -> None:
    """Check port and folder, make the keys, and settle the environment of a service on this machine.

    Raises EnvironmentMistake, whose `line` says what to do.
    """
    environ["HELPLINE_MODE"] = "service"
    port = check_port(environ.get("HELPLINE_PORT") or DEFAULT_PORT)
    environ["HELPLINE_PORT"] = str(port)
    folder = Path(environ.get("HELPLINE_DATA_DIR") or ROOT / "service-data").absolute()
    environ["HELPLINE_DATA_DIR"] = str(folder)
    # Whatever this process writes (databases, their logs, the certificate) is its owner's alone.
    os.umask(0o077)
    if (folder / MARKER).exists():
        raise EnvironmentMistake(
            f"{folder} holds a demo; demo data never becomes a service. "
            "Set HELPLINE_DATA_DIR to another folder."
        )
    make_folder(folder)
    ours = {
        "HELPLINE_HOSTS": f"{NAME},{HOST}",
        "HELPLINE_ORIGINS": f"https://{NAME}:{port},https://{HOST}:{port}",
        "HELPLINE_TRUSTED_PROXIES": "0",
    }
    for name, value in ours.items():
        environ.setdefault(name, value)


if __name__ == "__main__":
    try:
        prepare()
    except EnvironmentMistake as mistake:
        sys.stderr.write(mistake.line + "\n")
        raise
