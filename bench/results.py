"""Puts what a measurement found into bench/RESULTS.md, with the circumstances it was found in."""

# ruff: noqa: S607

import os
import platform
import subprocess
from datetime import UTC, datetime

from tests.live import ROOT

RESULTS = ROOT / "bench" / "RESULTS.md"


def circumstances() -> dict[str, str]:
    """Return when, on which commit and on what machine: what each text about a measurement names."""
    commit = subprocess.check_output(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True)
    return {
        "date": f"{datetime.now(UTC):%d %B %Y}",
        "commit": commit.strip(),
        "machine": platform.machine(),
        "cores": str(len(os.sched_getaffinity(0))),
        "busy": f"{os.getloadavg()[0]:.0f}",
        "python": platform.python_version(),
    }


def put_under(heading: str, body: str) -> None:
    """Put a section into the results, in place of the one that had this heading."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "# Results\n"
    before, found, rest = text.partition(f"{heading}\n")
    following = rest.find("\n## ")
    after = rest[following + 1 :] if found and following >= 0 else ""
    section = f"{heading}\n\n{body.strip()}\n"
    RESULTS.write_text(f"{before.rstrip()}\n\n{section}{after and chr(10)}{after}", encoding="utf-8")
