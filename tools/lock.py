"""Resolve the versions of pyproject.toml and write the lock files, with hashes.

make lock                  keeps what is pinned, adds and drops what pyproject.toml asks
make lock UPGRADE=1        takes the newest versions that fit
"""
# ruff: noqa: S603

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Universal: Debian's Python 3.11.2 needs a package that 3.11.3 does not.
COMPILE = ["pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
SHAPE = ["--generate-hashes", "--no-header", "--quiet"]


def main() -> int:
    uv = Path(sys.executable).with_name("uv")
    upgrade = ["--upgrade"] if os.environ.get("UPGRADE") else []
    for extra, output in (
        ([], "requirements.lock"),
        (["--extra", "dev", "-c", "requirements.lock"], "requirements-dev.lock"),
        (["--extra", "train", "-c", "requirements.lock"], "requirements-train.lock"),
        (["--extra", "audit", "-c", "requirements.lock"], "requirements-audit.lock"),
    ):
        command = [str(uv), *COMPILE, *SHAPE, *upgrade, *extra, "-o", output]
        if subprocess.call(command, cwd=ROOT):
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
