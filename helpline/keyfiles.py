"""The two secrets of a service that runs on one machine, as files only their owner may read.

Plain Python: they are made before Django reads its settings.
"""

import os
import secrets
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

KEY_ENCRYPTION_KEY_BYTES = 32


def _secret_key() -> str:
    return secrets.token_urlsafe(64)


def _key_encryption_key() -> str:
    return b64encode(secrets.token_bytes(KEY_ENCRYPTION_KEY_BYTES)).decode()


FILES: dict[str, Callable[[], str]] = {
    "secret_key": _secret_key,
    "key_encryption_key": _key_encryption_key,
}


def make_keys(folder: Path) -> list[Path]:
    """Make the files that are missing and return them; one that is there is never overwritten.

    The folder gets mode 0700 and each file 0600; a new folder around it gets 0700 too.
    Raises OSError.
    """
    for made in (folder.parent, folder):
        made.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return [folder / name for name, make in FILES.items() if _make_file(folder / name, make)]


def _make_file(path: Path, make: Callable[[], str]) -> bool:
    if path.exists() and path.stat().st_size:
        path.chmod(0o600)
        return False
    # An empty file is what a power cut left of an earlier attempt; no key is lost with it.
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(make() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return True
