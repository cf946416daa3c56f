"""The programs that the tests start beside Python, and how Debian installs those that are missing."""
# ruff: noqa: S603

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

POSTGRESQL_BINARIES = Path("/usr/lib/postgresql")
POLICY = Path("/usr/sbin/policy-rc.d")
INSTALL = ["apt-get", "install", "-y", "--no-install-recommends"]


def postgresql_bin() -> Path | None:
    """Return the folder with initdb and postgres of the newest version, or None."""
    found = sorted(
        (path.parent for path in POSTGRESQL_BINARIES.glob("*/bin/initdb")),
        key=lambda folder: [int(part) if part.isdigit() else 0 for part in folder.parent.name.split(".")],
    )
    if found:
        return found[-1]
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def missing_packages() -> list[str]:
    """Return the Debian packages whose program is not here."""
    found = {
        "postgresql": postgresql_bin(),
        # Debian keeps servers in sbin, which is not on everybody's PATH.
        "redis-server": _program("redis-server"),
        "nginx": _program("nginx"),
        "chromium": _program("chromium"),
    }
    return [package for package, where in found.items() if where is None]


def wished_packages() -> list[str]:
    """Return what the tests can do without, but run faster or say more with. Not every system has it."""
    found = {
        "chromium-headless-shell": _program("chromium-headless-shell"),
        # Without it no clock jumps in tests/faults.
        "faketime": _program("faketime"),
        # It reads deploy/alerts as Prometheus does.
        "prometheus": _program("promtool"),
    }
    return [package for package, where in found.items() if where is None]


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/bin:/usr/sbin:/usr/local/bin:/usr/local/sbin")


def install_command(packages: list[str]) -> str:
    """Return what a person would type."""
    return f"apt-get update && {' '.join([*INSTALL, *packages])}"


def install(packages: list[str]) -> bool:
    """Install with apt; tells whether that was possible and went well. Nothing is started by it."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    with no_service_starts():
        return all(
            subprocess.call(command, env=quiet) == 0
            for command in (["apt-get", "update", "-qq"], [*INSTALL, "-qq", *packages])
        )


@contextlib.contextmanager
def no_service_starts() -> Iterator[None]:
    """Keep Debian from starting what it installs; services that run already are not touched."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink(missing_ok=True)
