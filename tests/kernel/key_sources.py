"""Key-encryption keys for tests: worth nothing, and never the same twice."""

import os
from base64 import b64encode
from pathlib import Path
from typing import Any

from helpline.kernel.kek_sources import id_of


def new_kek() -> tuple[str, str]:
    """Return a key in base64 and its id."""
    key = os.urandom(32)
    return b64encode(key).decode(), id_of(key)


def key_file(settings: Any, path: Path, *keys: str) -> Path:
    """Let the keys come from a file with these lines."""
    path.write_text("".join(f"{key}\n" for key in keys))
    settings.HELPLINE_KEK = settings.HELPLINE_KEK_COMMAND = ""
    settings.HELPLINE_KEK_FILE = str(path)
    return path
