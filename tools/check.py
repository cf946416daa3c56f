"""The quick part of the proof: style, types, contracts, migrations, settings, scripts, risk, texts, papers.

Runs every step, two at a time and even after one has failed, and names those that did.
"""
# ruff: noqa: S603, T201

import os
import secrets
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
AT_ONCE = 2
# The longest first: all others together take about as long.
STEPS: dict[str, list[str]] = {
    "types": [str(BIN / "mypy")],
    "style": [str(BIN / "ruff"), "check", "."],
    "form": [str(BIN / "ruff"), "format", "--check", "."],
    "contracts": [str(BIN / "lint-imports")],
    "settings": [*MANAGE, "check"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "older processes": [sys.executable, "tools/check_migrations.py"],
    "scripts": [*MANAGE, "check_scripts"],
    "risk": [*MANAGE, "load_risk", "--check"],
    "rubric": [*MANAGE, "load_rubric", "--check"],
    "texts": [*MANAGE, "check_texts"],
    "links": [sys.executable, "-m", "tools.papers.links"],
    "spelling": [sys.executable, "-m", "tools.papers.spelling"],
}


def environment(folder: str) -> dict[str, str]:
    """Return the environment of a throw-away demo, free of settings from outside."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")}
    # What one step has compiled is compiled for the next.
    ours.pop("PYTHONDONTWRITEBYTECODE", None)
    return ours | {
        "HELPLINE_MODE": "demo",
        "HELPLINE_DATA_DIR": folder,
        "HELPLINE_SECRET_KEY": secrets.token_urlsafe(64),
        "HELPLINE_KEK": b64encode(secrets.token_bytes(32)).decode(),
        "HELPLINE_TIMERS": "off",
    }


def told(name: str, folder: str) -> bool:
    """Run one step, then print what it said, whole; tell whether it failed."""
    began = time.monotonic()
    done = subprocess.run(
        STEPS[name],
        cwd=ROOT,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(f"-- {name}\n{done.stdout}   {time.monotonic() - began:.1f} s", flush=True)
    return done.returncode != 0


def main() -> int:
    with (
        tempfile.TemporaryDirectory(prefix="helpline-check-") as folder,
        ThreadPoolExecutor(AT_ONCE) as hands,
    ):
        (Path(folder) / "keys").mkdir()
        failures = hands.map(lambda name: told(name, folder), STEPS)
        failed = [name for name, has_failed in zip(STEPS, failures, strict=True) if has_failed]
    print(f"make check: {', '.join(failed)} failed." if failed else "make check: all is well.")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
