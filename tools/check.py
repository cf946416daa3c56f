"""The quick part of the proof: style, types, contracts, migrations, settings, scripts, risk, texts.

Runs every step, even after one has failed, and names those that did.
"""
# ruff: noqa: S603, T201

import os
import secrets
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
STEPS: dict[str, list[str]] = {
    "style": [str(BIN / "ruff"), "check", "."],
    "form": [str(BIN / "ruff"), "format", "--check", "."],
    "types": [str(BIN / "mypy")],
    "contracts": [str(BIN / "lint-imports")],
    "settings": [*MANAGE, "check"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "scripts": [*MANAGE, "check_scripts"],
    "risk": [*MANAGE, "load_risk", "--check"],
    "rubric": [*MANAGE, "load_rubric", "--check"],
    "texts": [*MANAGE, "check_texts"],
}


def environment(folder: str) -> dict[str, str]:
    """Return the environment of a throw-away demo, free of settings from outside."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")}
    return ours | {
        "HELPLINE_MODE": "demo",
        "HELPLINE_DATA_DIR": folder,
        "HELPLINE_SECRET_KEY": secrets.token_urlsafe(64),
        "HELPLINE_KEK": b64encode(secrets.token_bytes(32)).decode(),
        "HELPLINE_TIMERS": "off",
    }


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory(prefix="helpline-check-") as folder:
        (Path(folder) / "keys").mkdir()
        for name, command in STEPS.items():
            print(f"-- {name}", flush=True)
            began = time.monotonic()
            if subprocess.call(command, cwd=ROOT, env=environment(folder)):
                failed.append(name)
            print(f"   {time.monotonic() - began:.1f} s", flush=True)
    print(f"make check: {', '.join(failed)} failed." if failed else "make check: all is well.")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
