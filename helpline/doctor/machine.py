"""Disk, files and clock of the machine this runs on."""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from helpline.doctor.finding import Finding, Findings, unknown, unwise, well, wrong

WRONG_FREE_BYTES = 200 * 1024 * 1024
UNWISE_FREE_BYTES = 2 * 1024 * 1024 * 1024
OTHERS = stat.S_IRWXO
OTHERS_AND_GROUP = stat.S_IRWXG | stat.S_IRWXO
# Nothing was built before; a clock that says so was never set.
BUILT_AFTER = datetime(2026, 11, 1, tzinfo=UTC)


def look_at_disk() -> Findings:
    """Yield how much room there is where the data lies, and whether it may be written to."""
    folder: Path = settings.HELPLINE_DATA_DIR
    if not folder.is_dir():
        yield wrong("disk", f"The data folder {folder} is not there.", f"Make it: install -d -m 700 {folder}")
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield wrong("disk", f"{folder} cannot be written to by whoever runs this.", f"chown it: {folder}")
    usage = shutil.disk_usage(folder)
    yield room(folder, usage.free, usage.total)


def room(folder: Path, free: int, total: int) -> Finding:
    """Return what this much room means. A small file system is one on purpose, and holds no words."""
    says = f"{free // 1024**2:,} MiB are free at {folder}."
    mend = "Make room: a full disk takes no more words and purges none."
    if free < min(WRONG_FREE_BYTES, total // 10):
        return wrong("disk", says, mend)
    return unwise("disk", says, mend) if free < min(UNWISE_FREE_BYTES, total // 4) else well("disk", says)


def look_at_files(environment: Mapping[str, str] = os.environ) -> Findings:
    """Yield which folders, keys and secrets others than their owner can read."""
    exposed = [*_exposed(environment)]
    yield from exposed
    data = Path(settings.HELPLINE_DATA_DIR)
    if data.is_dir() and (owner := data.stat().st_uid) != os.geteuid():
        yield unwise(
            "files",
            f"{data} belongs to another account than the one that asks.",
            f"Run every command as its owner (uid {owner}): what it makes there is whose it is run by.",
        )
    if not exposed:
        yield well("files", "Data, keys and secrets can be read by their owner alone.")


def _exposed(environment: Mapping[str, str]) -> Iterator[Finding]:
    data, keys = Path(settings.HELPLINE_DATA_DIR), Path(settings.HELPLINE_KEYS_DIR)
    inside = sorted(keys.glob("*")) if os.access(keys, os.R_OK | os.X_OK) else []
    # Of a service, its checks say so of the folders (edge_checks.py).
    folders = (data, keys) if settings.HELPLINE_MODE == "demo" else ()
    for path in (*folders, *inside):
        if path.exists() and _mode(path) & OTHERS_AND_GROUP:
            mode = "700" if path.is_dir() else "600"
            yield wrong("files", f"{path} can be read by others.", f"chmod {mode} {path}")
    for name, value in sorted(environment.items()):
        if not (name.startswith("HELPLINE_") and name.endswith("_FILE") and value):
            continue
        path = Path(value)
        # A group of its own may read it: that is how a service manager hands over what root owns.
        if path.is_file() and _mode(path) & OTHERS:
            yield wrong("files", f"{path} ({name}) can be read by everybody.", f"chmod o= {path}")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def look_at_time() -> Findings:
    """Yield whether somebody sets this clock, and whether hours in London can be told."""
    if datetime.now(UTC) < BUILT_AFTER:
        yield wrong("clock", "It says a time before this version was made.", "Set it, and have NTP keep it.")
    try:
        ZoneInfo(settings.TIME_ZONE)
    except ZoneInfoNotFoundError:
        yield wrong("clock", f"{settings.TIME_ZONE} is not known here.", "Install the package tzdata.")
    yield kept_by_ntp(_ntp())


def kept_by_ntp(answer: str) -> Finding:
    """Return what timedatectl's answer means."""
    if answer == "yes":
        return well("clock", "It is kept by NTP.")
    if answer == "no":
        return unwise("clock", "Nobody keeps it: NTP is not in step.", "timedatectl set-ntp true")
    return unknown("clock", "Who keeps it cannot be told from here.", "Look at the host: timedatectl")


def _ntp() -> str:
    program = shutil.which("timedatectl")
    if program is None:
        return ""
    asked = [program, "show", "--property=NTPSynchronized", "--value"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=5, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
